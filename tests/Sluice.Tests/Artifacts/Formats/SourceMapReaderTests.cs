using System.Text;
using System.Text.Json.Nodes;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class SourceMapReaderTests
{
    [Theory]
    [InlineData("cli.js.map")]
    [InlineData("notes.txt")]
    [InlineData("data")]
    public void A_map_is_told_by_its_content_under_any_name(string name)
    {
        var report = Screen(name, TestMap.Map(("../src/main.tsx", TestMap.Source(1, 20)), ("webpack://acme/./src/x.ts", "let x = 1;\n")));

        Assert.Equal([$"package/{name}", $"package/{name}!/../src/main.tsx", $"package/{name}!/webpack://acme/./src/x.ts"], Places(report));
        Assert.True(Entry(report, name).IsAccountedFor);
    }

    [Fact]
    public void The_restored_text_is_the_original_text()
    {
        var text = TestMap.Source(7, 300) + "\0\b\f\r\n\u2028 \"quoted\" \\ / \ud83d\ude80";
        var map = TestMap.Map(("a.ts", text));

        foreach (var json in new[] { map.ToJsonString(), Escaped(map) })
        {
            var report = Screen("m", Encoding.UTF8.GetBytes(json));
            var source = report.Artifact.Entries.Single(e => e.Path.Value == "a.ts");
            Assert.Equal(TextDigest.Of(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal))), source.Text?.Digest);
        }
    }

    [Theory]
    [InlineData(")]}'\n")]
    [InlineData(")]}',\n")]
    [InlineData(")]}\n")]
    [InlineData("\ufeff")]
    [InlineData("\ufeff)]}'\n")]
    [InlineData(" \r\n\t")]
    public void A_guard_or_a_byte_order_mark_hides_nothing(string prefix)
    {
        var report = Screen("m.js", Encoding.UTF8.GetBytes(prefix + TestMap.Map(("a.ts", "let a;\n")).ToJsonString()));

        Assert.Contains("package/m.js!/a.ts", Places(report));
    }

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        var map = TestMap.Map(("a.ts", "let a;\n"), ("b.ts", null));
        foreach (var order in new[] { "sourcesContent,sources,mappings,version", "mappings,sourcesContent,version,sources", "version,names,sources,mappings,sourcesContent,file" })
        {
            var shuffled = new JsonObject(order.Split(',').Select(name => KeyValuePair.Create(name, map[name]?.DeepClone())));
            var report = Screen("m", shuffled);
            Assert.Contains("package/m!/a.ts", Places(report));
            Assert.Equal(["b.ts"], Entry(report, "m").Fact<SourceMapFacts>()!.NamesWithoutContent);
        }
    }

    [Fact]
    public void Sections_are_opened_however_they_nest()
    {
        var inner = TestMap.Index(TestMap.Map(("deep.ts", "1\n")), TestMap.Map(("deeper.ts", "2\n")));
        var report = Screen("m", TestMap.Index(TestMap.Map(("first.ts", "3\n")), inner));

        Assert.Equal(["deep.ts", "deeper.ts", "first.ts"], report.Artifact.Entries.Where(e => e.Origin == EntryOrigin.Decoded).Select(e => e.Path.Value).Order(StringComparer.Ordinal));
        Assert.Equal(5, Entry(report, "m").Fact<SourceMapFacts>()!.Maps);
    }

    [Fact]
    public void Sections_within_sections_without_end_are_not_passed()
    {
        JsonNode map = TestMap.Map(("a.ts", "let a;\n"));
        for (var i = 0; i < 40; i++)
            map = TestMap.Index(map);

        Assert.NotEqual(Decision.Allow, Screen("m", Encoding.UTF8.GetBytes(map.ToJsonString(new System.Text.Json.JsonSerializerOptions { MaxDepth = 1000 }))).Decision);
    }

    [Theory]
    [InlineData(100_000, '[')]
    [InlineData(100_000, '{')]
    public void Deep_nesting_costs_nothing(int depth, char bracket)
    {
        var json = "{\"version\":3,\"sources\":[],\"mappings\":\"\",\"x\":" + string.Concat(Enumerable.Repeat(bracket == '[' ? "[" : "{\"a\":", depth));
        var report = Screen("m", Encoding.UTF8.GetBytes(json));

        Assert.Empty(report.Faults);
        Assert.NotEqual(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_map_that_breaks_off_is_never_allowed_and_what_came_through_is_kept()
    {
        var whole = TestMap.Bytes(TestMap.Map(("a.ts", TestMap.Source(3, 30)), ("b.ts", TestMap.Source(4, 30))));
        for (var length = whole.AsSpan().IndexOf("sourcesContent"u8) + 20; length < whole.Length; length += 131)
        {
            var report = Screen("m", whole[..length]);
            Assert.NotEqual(Decision.Allow, report.Decision);
            Assert.Empty(report.Faults);
        }

        Assert.Contains("package/m!/a.ts", Places(Screen("m", whole[..^40])));
    }

    [Theory]
    [InlineData("""{"version": "1.0.0", "name": "x", "sources": ["a"]}""")]
    [InlineData("""{"version": 3, "sections": [{"title": "Chapter"}]}""")]
    [InlineData("""{"sources": ["a"], "mappings": {"a": 1}}""")]
    [InlineData("""{"mappings": "none" """)]
    [InlineData("{ broken: json }")]
    public void Other_json_is_no_map(string json)
    {
        var report = Screen("m.map", Encoding.UTF8.GetBytes(json));

        Assert.Equal(["package/m.map"], Places(report));
        Assert.Equal(ContentKind.Text, Entry(report, "m.map").ContentKind);
        Assert.Empty(report.Coverage.Unscreened);
    }

    [Fact]
    public void A_map_with_something_else_in_it_is_searched_as_it_stands_too()
    {
        var map = TestMap.Map(("a.ts", "let a;\n"));
        map["x_note"] = "for internal use";

        Assert.False(Entry(Screen("m", map), "m").IsAccountedFor);
    }

    private static string Escaped(JsonObject map) =>
        string.Concat(map.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private static Report Screen(string name, JsonNode map) => Screen(name, TestMap.Bytes(map));

    private static Report Screen(string name, byte[] map) => Screening.Of(TestArchive.Tgz(("package/" + name, map)));

    private static IEnumerable<string> Places(Report report) => Screening.Places(report);

    private static Entry Entry(Report report, string name) => report.Artifact.Entries.Single(e => e.Path.Value == "package/" + name);
}
