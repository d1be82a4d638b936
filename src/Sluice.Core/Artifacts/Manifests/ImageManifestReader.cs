using Sluice.Artifacts.Images;

namespace Sluice.Artifacts.Manifests;

/// <summary>The labels of a container image (annotations of the OCI image specification), of its first platform.</summary>
public sealed class ImageManifestReader : ManifestReader
{
    private const string Prefix = "org.opencontainers.image.";

    public override bool Recognizes(Entry entry) => entry.Fact<ImageFacts>() is not null;

    public override Manifest? Read(Entry entry)
    {
        var facts = entry.Fact<ImageFacts>()!;
        if (facts.Images is not [var image, ..])
            return null;
        var (name, tag) = image.Tags is [var first, ..] ? Parts(first) : (null, null);
        return new Manifest
        {
            Ecosystem = "docker",
            Kind = facts.Kind,
            Entry = entry,
            DescribesArtifact = entry.Holder is null,
            Name = Label(image, "title") ?? name,
            Version = Label(image, "version") ?? tag,
            License = Label(image, "licenses"),
            Repository = Label(image, "source"),
            Homepage = Label(image, "url"),
            Requirements = image.Platform is { } platform ? [platform] : [],
        };
    }

    /// <summary>In a layout, most tools write the tag alone (<c>1.4.0</c>, <c>latest</c>): without a slash or a colon it is no name.</summary>
    private static (string? Name, string? Tag) Parts(string reference)
    {
        var text = reference.Split('@')[0];
        var colon = text.LastIndexOf(':');
        if (colon > text.LastIndexOf('/'))
            return (colon > 0 ? text[..colon] : null, text[(colon + 1)..]);
        return text.Contains('/') ? (text, null) : (null, text);
    }

    private static string? Label(Image image, string name) => image.Labels.FirstOrDefault(label => label.Name == Prefix + name).Value is { Length: > 0 } value ? value : null;
}
