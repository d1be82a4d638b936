using System.Text;
using System.Text.Json;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

/// <summary>One map in many disguises: each gives the same source away.</summary>
public sealed class EmbeddedMapTests
{
    private const string Name = "../src/billing.ts";

    private static readonly string Text = TestMap.Source(3, 40);

    private static readonly string Map = TestMap.Map((Name, Text)).ToJsonString();

    public static TheoryData<string> Disguises => [.. Disguised.Keys];

    private static Dictionary<string, byte[]> Disguised => new()
    {
        ["a string in JSON"] = Utf8("{\"a\":1,\"map\":\"" + Map.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"}"),
        ["a string in JSON with quotes by number"] = Utf8("{\"a\":1,\"map\":" + TestMap.JavaScriptLiteral(Map) + "}"),
        ["a string in a document in a string in JSON"] = Utf8("{\"b\":" + JsonSerializer.Serialize("{\"map\":" + JsonSerializer.Serialize(Map, Indented) + "}", Indented) + "}"),
        ["the same with quotes by backslash"] = Utf8("{\"b\":\"" + ("{\"map\":\"" + Map.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"}").Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"}"),
        ["an attribute in HTML"] = Utf8("<p>it's</p><a data-map=\"" + System.Net.WebUtility.HtmlEncode(Map) + "\"></a>"),
        ["a text in XML"] = Utf8("<a b='c'><map>" + System.Net.WebUtility.HtmlEncode(Map) + "</map></a>"),
        ["a string in a program"] = Utf8("const say = \"it\\\"s\"; export default JSON.parse(" + TestMap.JavaScriptLiteral(Map) + ");"),
        ["a literal in single quotes"] = Utf8("export default JSON.parse('" + Map.Replace("\\", "\\\\").Replace("'", "\\'") + "');"),
        ["a template"] = Utf8("export default `" + Map.Replace("\\", "\\\\").Replace("`", "\\`") + "`;"),
        ["names without quotes"] = Utf8($"x={{version:3,file:'a',sources:[\"{Name}\"],names:[],mappings:'AAAA',sourcesContent:[{TestMap.JavaScriptLiteral(Text)}]}};"),
        ["texts before names"] = Utf8($"x={{sourcesContent:[{TestMap.JavaScriptLiteral(Text)}],sources:[\"{Name}\"]}};"),
        ["indented within a document"] = Utf8("{\n \"maps\": [ " + JsonSerializer.Serialize(TestMap.Map((Name, Text)), Indented) + "]}"),
        ["between zeros"] = [0, 0, 1, 2, .. Utf8(Map), 0, 0],
        ["a section of WebAssembly"] = [.. "\0asm\u0001\0\0\0"u8, 0, .. Leb(Map.Length + 6), 5, .. "notes"u8, .. Utf8(Map)],
        ["a comment in a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("tEXt", [.. "map\0"u8, .. Utf8(Map)]), .. PictureBytes.PngEnd],
        ["behind a picture"] = [.. PictureBytes.Png, .. PictureBytes.PngChunk("IEND", []), .. TestArchive.Gzip(Utf8(Map))],
        ["characters by number"] = Utf8("d = '" + string.Concat(Utf8(Map).Select(b => $"\\x{b:x2}")) + "'"),
        ["characters by long number"] = Utf8("d = \"" + string.Concat(Utf8(Map).Select(b => $"\\u{b:X4}")) + "\""),
        ["a name in another map"] = Utf8("{\"version\":3,\"sources\":[],\"names\":[\"a\"," + TestMap.JavaScriptLiteral(Map) + "],\"mappings\":\"AAAA\"}"),
        ["a name in base64 in another map"] = Utf8("{\"version\":3,\"sources\":[],\"names\":[\"" + Convert.ToBase64String(Utf8(Map)) + "\"],\"mappings\":\"AAAA\"}"),
        ["the mappings of another map"] = Utf8("{\"version\":3,\"sources\":[],\"names\":[],\"mappings\":" + TestMap.JavaScriptLiteral(Map) + "}"),
        ["an unknown member of another map"] = Utf8("{\"version\":3,\"sources\":[],\"names\":[],\"x_inner\":{\"map\":" + Map + "},\"mappings\":\"AAAA\"}"),
        ["zlib"] = PackedBytes.Zlib(Utf8(Map)),
        ["zlib in base64"] = Utf8("d = '" + Convert.ToBase64String(PackedBytes.Zlib(Utf8(Map))) + "'"),
        ["an address with some escapes"] = Utf8("x();\n//# sourceMappingURL=data:application/json;charset=utf-8," + Map.Replace("\"", "%22").Replace("{", "%7b") + "\n"),
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_map_in_disguise_is_opened_and_denied(string disguise)
    {
        var report = Screening.Of(TestMap.Package(("dist/data", Disguised[disguise])));

        Assert.Contains(Screening.Places(report), place => place.EndsWith("!/" + Name, StringComparison.Ordinal));
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("exposure/source-map", Screening.Rules(report));
    }

    [Fact]
    public void Examples_in_documents_and_calls_in_programs_are_no_maps()
    {
        const string Program = "out = {version: 3, sources: [a], sourcesContent: [b]}; // e.g. sourcesContent: [\"let a;\"], \\\"sourcesContent\\\": \"x\"\n";
        var report = Screening.Of(TestMap.Package(("dist/data.js", Utf8(string.Concat(Enumerable.Repeat(Program, 100))))));

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.DoesNotContain(report.Artifact.Entries, entry => entry.Path.Value.Contains("embedded", StringComparison.Ordinal));
    }

    [Fact]
    public void What_keeps_looking_like_a_map_is_not_searched_for_ever()
    {
        var near = string.Concat(Enumerable.Repeat("{\"version\":1, sourcesContent:[", 20_000));
        var report = Screening.Of(TestMap.Package(("dist/data.js", Utf8(near))));

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains("looks like a source map", Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Leb(int value) => [(byte)(value & 0x7f | 0x80), (byte)((value >> 7) & 0x7f | 0x80), (byte)(value >> 14)];
}
