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
        var tag = image.Tags is [var first, ..] ? first : null;
        var colon = tag?.LastIndexOf(':') ?? -1;
        return new Manifest
        {
            Ecosystem = "docker",
            Kind = facts.Kind,
            Entry = entry,
            DescribesArtifact = entry.Holder is null,
            Name = Label(image, "title") ?? (colon > 0 ? tag![..colon] : tag),
            Version = Label(image, "version") ?? (colon > 0 ? tag![(colon + 1)..] : null),
            License = Label(image, "licenses"),
            Repository = Label(image, "source"),
            Homepage = Label(image, "url"),
            Requirements = image.Platform is { } platform ? [platform] : [],
        };
    }

    private static string? Label(Image image, string name) => image.Labels.FirstOrDefault(label => label.Name == Prefix + name).Value is { Length: > 0 } value ? value : null;
}
