using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>package.json of npm.</summary>
public sealed class NpmManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "package.json" && entry.HasAllBytes && entry.Origin == EntryOrigin.Member;

    public override Manifest? Read(Entry entry)
    {
        using var document = JsonDocument.Parse(entry.Bytes, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var json = document.RootElement;
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        return new Manifest
        {
            Ecosystem = "npm",
            Kind = "npm",
            Entry = entry,
            DescribesArtifact = entry.Path.Value == "package/package.json" && entry.Holder is { Container: null },
            Name = Text(json, "name"),
            Version = Text(json, "version"),
            License = Text(json, "license"),
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
