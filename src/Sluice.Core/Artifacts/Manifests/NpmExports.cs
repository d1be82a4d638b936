using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>Flattens npm's <c>exports</c> and <c>imports</c> into their leaves, in the order of matching.</summary>
internal static class NpmExports
{
    public static IReadOnlyList<ExportTarget> Of(JsonElement? field)
    {
        if (field is not { } exports)
            return [];
        var targets = new List<ExportTarget>();
        if (exports.ValueKind == JsonValueKind.Object && exports.EnumerateObject().Any(p => p.Name.StartsWith('.') || p.Name.StartsWith('#')))
        {
            foreach (var subpath in exports.EnumerateObject())
                Add(targets, subpath.Name, [], subpath.Value, false);
        }
        else
        {
            Add(targets, ".", [], exports, false);
        }

        return targets;
    }

    /// <summary>As deep as the JSON, whose depth is bounded when it is parsed.</summary>
    private static void Add(List<ExportTarget> targets, string subpath, string[] conditions, JsonElement value, bool isFallback)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                targets.Add(new ExportTarget(subpath, conditions, JsonFields.Texts(value).First(), isFallback));
                break;
            case JsonValueKind.Null or JsonValueKind.False:
                targets.Add(new ExportTarget(subpath, conditions, null, isFallback));
                break;
            case JsonValueKind.Array:
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    Add(targets, subpath, conditions, item, isFallback || index > 0);
                break;
            case JsonValueKind.Object:
                foreach (var condition in value.EnumerateObject())
                    Add(targets, subpath, [.. conditions, condition.Name], condition.Value, isFallback);
                break;
        }
    }
}
