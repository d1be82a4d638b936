using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Tests.Support;

/// <summary>Writes source maps.</summary>
public static class TestMap
{
    /// <summary>A text of <paramref name="lines"/> lines that looks like source and differs with the seed.</summary>
    public static string Source(int seed, int lines) =>
        string.Concat(Enumerable.Range(0, lines).Select(line => $"export const value{seed}_{line} = compute(\"{seed * line}\", '\\t{line}'); // \u00e9 \ud83d\ude80\n"));

    public static JsonObject Map(params (string? Path, string? Text)[] sources) => new()
    {
        ["version"] = 3,
        ["file"] = "cli.js",
        ["sources"] = new JsonArray([.. sources.Select(source => (JsonNode?)source.Path)]),
        ["sourcesContent"] = new JsonArray([.. sources.Select(source => (JsonNode?)source.Text)]),
        ["names"] = new JsonArray("a", "compute"),
        ["mappings"] = "AAAA,SAASA;ACAT",
    };

    public static JsonObject Index(params JsonNode[] maps) => new()
    {
        ["version"] = 3,
        ["sections"] = new JsonArray([.. maps.Select((map, line) => new JsonObject { ["offset"] = new JsonObject { ["line"] = line, ["column"] = 0 }, ["map"] = map })]),
    };

    public static byte[] Bytes(JsonNode map) => Encoding.UTF8.GetBytes(map.ToJsonString());

    public static string Inline(JsonNode map) => "//# sourceMappingURL=data:application/json;charset=utf-8;base64," + Convert.ToBase64String(Bytes(map)) + "\n";

    /// <summary>A closed npm package with these files besides its program.</summary>
    public static byte[] Package(params (string Path, byte[] Bytes)[] files) => TestArchive.Tgz(
    [
        ("package/package.json", "{\"name\":\"@acme/cli\",\"version\":\"1.0.0\",\"license\":\"UNLICENSED\",\"files\":[\"dist\"],\"main\":\"dist/main.js\"}"u8.ToArray()),
        ("package/dist/main.js", "run();\n"u8.ToArray()),
        .. files.Select(file => ("package/" + file.Path, file.Bytes)),
    ]);

    public static string JavaScriptLiteral(string text) => JsonSerializer.Serialize(text);
}
