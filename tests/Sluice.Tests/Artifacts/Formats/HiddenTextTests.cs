using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class HiddenTextTests
{
    [Theory]
    [InlineData("app.js", "{0}")]
    [InlineData("app.css", "a{{}}\n/*# sourceMappingURL=data:application/json;base64,{1} */")]
    [InlineData("index.html", "<html><script>\nx();\n{0}</script></html>")]
    [InlineData("bundle.json", "{{\"code\":\"x();\\n//# sourceMappingURL=data:application/json;base64,{1}\\n\"}}")]
    public void An_inline_map_is_opened_wherever_it_stands(string name, string template)
    {
        var map = TestMap.Map(("../src/main.ts", TestMap.Source(1, 40)));
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, template, TestMap.Inline(map), Convert.ToBase64String(TestMap.Bytes(map)));

        Assert.Contains($"package/{name}!/inline source map!/../src/main.ts", Places(name, text));
    }

    [Theory]
    [InlineData("var map = {0};\nrun(map);\n")]
    [InlineData("{{\"assets\": [1, {0}, {0}]}}\n")]
    [InlineData("self.__maps = {{}}; x(\"sourcesContent\":); self.__maps['a'] = {0}; {{")]
    public void A_map_within_a_program_is_opened(string template)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, template, TestMap.Map(("src/a.ts", "let a = 1;\n")).ToJsonString());

        Assert.Contains("package/a.js!/embedded source map!/src/a.ts", Places("a.js", text));
    }

    [Fact]
    public void Objects_that_nest_without_end_cost_no_more_than_their_length()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"version\":1,\"sourcesContent\":", 100_000)) + "1" + new string('}', 100_000);

        Assert.Equal(["package/a.js"], Places("a.js", "x = " + nested));
    }

    [Fact]
    public void A_program_that_makes_maps_holds_none() =>
        Assert.Equal(["package/a.js"], Places("a.js", "return {\"version\":3,\"sources\":s,\"sourcesContent\":c.map(x => x), \"mappings\":m}; {\"version\":"));

    [Fact]
    public void A_percent_encoded_map_is_opened()
    {
        var map = Uri.EscapeDataString(TestMap.Map(("src/a.ts", "let a = 1;\n")).ToJsonString());

        Assert.Contains("package/a.js!/inline source map!/src/a.ts", Places("a.js", $"x();\n//# sourceMappingURL=data:application/json,{map}\n"));
    }

    [Fact]
    public void Evaluated_modules_come_back_under_their_names()
    {
        var bundle = "var m = {1: function(){" + Eval("let a = \"x\\u00e9\";\nrun(a)\n//# sourceURL=webpack://acme/./src/a.js?") + "},\n2: function(){"
            + "eval(__webpack_require__.ts(" + TestMap.JavaScriptLiteral("let b;\n//# sourceURL=webpack://acme/./src/b.js?") + "))}}";
        var report = Screening.Of(TestArchive.Tgz(("package/a.js", Encoding.UTF8.GetBytes(bundle))));

        Assert.Equal(["package/a.js", "package/a.js!/webpack://acme/./src/a.js", "package/a.js!/webpack://acme/./src/b.js"], Screening.Places(report));
        Assert.Equal(2, report.Artifact.Entries.Single(e => e.Path.Name == "a.js" && e.Origin == EntryOrigin.Member).Fact<EvalModuleFacts>()!.Modules.Count);
    }

    [Fact]
    public void An_evaluated_module_with_a_map_gives_the_original()
    {
        var map = TestMap.Inline(TestMap.Map(("webpack://acme/./src/a.ts", TestMap.Source(2, 30))));
        var bundle = Eval("let a;\n" + map.TrimEnd() + "\n//# sourceURL=webpack-internal:///./src/a.ts\n");

        Assert.Contains("package/a.js!/webpack-internal:///./src/a.ts!/inline source map!/webpack://acme/./src/a.ts", Places("a.js", bundle));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(76)]
    [InlineData(64)]
    public void Encoded_text_is_decoded_in_lines_or_not(int lineLength)
    {
        var hidden = Encoding.UTF8.GetBytes(TestMap.Source(5, 40));
        foreach (var encoded in new[] { Convert.ToBase64String(hidden), Convert.ToHexString(hidden) })
        {
            var lines = lineLength == 0 ? encoded : string.Join('\n', encoded.Chunk(lineLength).Select(chunk => new string(chunk)));
            Assert.Contains(hidden, Decoded("config:\n  blob: >\n" + lines + "\nend of it\n"));
        }
    }

    [Theory]
    [InlineData("\" +\n  \"")]
    [InlineData("\\n")]
    [InlineData("',\n'")]
    public void Encoded_text_in_pieces_is_put_together(string joint)
    {
        var hidden = Encoding.UTF8.GetBytes(TestMap.Source(6, 40));
        var quote = joint[0] == '\'' ? "'" : "\"";
        var pieces = string.Join(joint, Convert.ToBase64String(hidden).Chunk(80).Select(chunk => new string(chunk)));

        Assert.Contains(hidden, Decoded($"var blob = {quote}{pieces}{quote};\n"));
    }

    [Fact]
    public void The_argument_behind_an_encoded_text_is_no_part_of_it()
    {
        var hidden = Encoding.UTF8.GetBytes(TestMap.Source(6, 40)[..900]);

        Assert.Contains(hidden, Decoded($"compile(N=\"{Convert.ToBase64String(hidden)}\",\"undefined\"!=typeof Buffer)"));
    }

    [Fact]
    public void An_archive_in_base64_is_opened()
    {
        var zip = TestArchive.Zip(("inner.txt", Encoding.UTF8.GetBytes(TestMap.Source(8, 30))));

        Assert.Contains("package/a.py!/base64!/inner.txt", Places("a.py", $"PAYLOAD = '{Convert.ToBase64String(zip)}'\n"));
    }

    [Fact]
    public void Noise_pictures_digests_and_keys_are_left_alone()
    {
        var random = new Random(11);
        var noise = new byte[4000];
        random.NextBytes(noise);
        var png = new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a }.Concat(noise).ToArray();
        var text = $"a = '{Convert.ToBase64String(noise)}'\nb = '{Convert.ToHexString(noise)}'\nurl(data:image/png;base64,{Convert.ToBase64String(png)})\n"
            + $"c = '{Convert.ToBase64String(png)}'\nintegrity sha512-{Convert.ToBase64String(noise[..64])}\n{new string('-', 300)}\n{new string('/', 300)}\n{new string('A', 300)}\n";

        Assert.Equal(["package/x.txt"], Places("x.txt", text));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public void Wide_text_is_read_as_text(string encoding, bool withMark)
    {
        var text = TestMap.Source(9, 10);
        var wide = Encoding.GetEncoding(encoding);
        var bytes = (withMark ? wide.GetPreamble() : []).Concat(wide.GetBytes(text)).ToArray();
        var report = Screening.Of(TestArchive.Tgz(("package/w.ps1", bytes)));

        var decoded = report.Artifact.Entries.Single(e => e.Origin == EntryOrigin.Decoded);
        Assert.Equal(TextDigest.Of(Encoding.UTF8.GetBytes(text)), decoded.Text?.Digest);
    }

    [Fact]
    public void Data_uris_in_data_uris_end_at_the_depth_limit()
    {
        var text = "hello " + new string('x', 100);
        for (var i = 0; i < 30; i++)
            text = $"see data:text/html;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))} there";
        var report = Screening.Of(Encoding.UTF8.GetBytes(text));

        Assert.NotEmpty(report.Coverage.Unscreened);
        Assert.Empty(report.Faults);
    }

    private static string Eval(string module) => "eval(" + TestMap.JavaScriptLiteral(module) + ")";

    private static IReadOnlyList<string> Places(string name, string text) => Screening.Places(Screening.Of(TestArchive.Tgz(("package/" + name, Encoding.UTF8.GetBytes(text)))));

    private static List<byte[]> Decoded(string text) => [.. Opened.Contents(Encoding.UTF8.GetBytes(text)).Select(entry => entry.Bytes)];
}
