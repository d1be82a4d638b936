using Sluice.Artifacts.Formats;

namespace Sluice.Artifacts.Manifests;

/// <summary>Info.plist of an iOS app, as XML or in the binary form that Xcode makes of it.</summary>
public sealed class AppleManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) =>
        ManifestPlace.IsReadable(entry) && entry.Path.Name == "Info.plist" && ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInZip(entry)
        && entry.Path.Value.StartsWith("Payload/", StringComparison.Ordinal) && ManifestPlace.Depth(entry) == 2;

    public override Manifest? Read(Entry entry)
    {
        var fields = BinaryPropertyList.IsOne(entry.Bytes.Span) ? BinaryPropertyList.Open(entry.Bytes.Span).TopTexts() : entry.IsText ? Fields(entry) : [];
        return new Manifest
        {
            Ecosystem = "ios",
            Kind = "ipa",
            Entry = entry,
            DescribesArtifact = true,
            Name = fields.GetValueOrDefault("CFBundleIdentifier"),
            Version = fields.GetValueOrDefault("CFBundleShortVersionString") ?? fields.GetValueOrDefault("CFBundleVersion"),
            EntryPoints = fields.GetValueOrDefault("CFBundleExecutable") is { } executable ? [new EntryPoint("CFBundleExecutable", executable)] : [],
        };
    }

    /// <summary>The dictionary alternates keys and values.</summary>
    private static Dictionary<string, string> Fields(Entry entry)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? key = null;
        foreach (var element in SafeXml.Parse(entry.Bytes, allowsDocumentType: true).Child("dict")?.Elements() ?? [])
        {
            if (element.Name.LocalName == "key")
                key = element.Value;
            else if (key is not null && element.Name.LocalName == "string")
                fields.TryAdd(key, element.Value);
        }

        return fields;
    }
}
