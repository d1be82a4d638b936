using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>The types that npm, Node and bundlers expect of the fields of package.json that decide what is loaded and installed.</summary>
internal static class NpmFieldTypes
{
    private static readonly string[] Texts = ["name", "version", "type", "module", "types", "typings"];
    private static readonly string[] TextTables = ["scripts", "dependencies", "optionalDependencies", "peerDependencies"];

    public static IReadOnlyList<(string Field, string Expected)> Problems(JsonElement json)
    {
        var problems = new List<(string, string)>();
        foreach (var field in Texts)
            Require(field, "a string", value => value.ValueKind == JsonValueKind.String);
        // "main": false says that there is none.
        Require("main", "a string", value => value.ValueKind is JsonValueKind.String or JsonValueKind.False);
        foreach (var field in TextTables)
            Require(field, "an object of strings", IsTextTable);
        Require("bin", "a string or an object of strings", value => value.ValueKind == JsonValueKind.String || IsTextTable(value));
        Require("browser", "a string or an object", value => value.ValueKind is JsonValueKind.String or JsonValueKind.Object);
        Require("files", "an array of strings", value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));
        Require("exports", "made of paths, conditions and null", value => value.ValueKind != JsonValueKind.Null && AreTargets(value));
        // Names without "#" are for other runtimes than Node, which passes over them.
        Require("imports", "an object of paths, conditions and null", value => value.ValueKind == JsonValueKind.Object && AreTargets(value));
        Require("private", "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);
        if (json.Text("type") is { } type && type is not ("module" or "commonjs"))
            problems.Add(("type", "\"module\" or \"commonjs\""));
        return problems;

        void Require(string field, string expected, Func<JsonElement, bool> isRight)
        {
            if (json.Field(field) is { } value && !isRight(value))
                problems.Add((field, expected));
        }
    }

    /// <summary>As deep as the JSON, whose depth is bounded when it is parsed. Node has no use for false; older bundlers take it for null.</summary>
    private static bool AreTargets(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(property => AreTargets(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(AreTargets),
        JsonValueKind.String or JsonValueKind.Null or JsonValueKind.False => true,
        _ => false,
    };

    private static bool IsTextTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(property => property.Value.ValueKind == JsonValueKind.String);
}
