using Sluice.Artifacts.Formats;

namespace Sluice.Artifacts.Manifests;

/// <summary>The header of an rpm package.</summary>
public sealed class RpmManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Fact<RpmHeader>() is not null;

    public override Manifest? Read(Entry entry)
    {
        var header = entry.Fact<RpmHeader>()!;
        return new Manifest
        {
            Ecosystem = "rpm",
            Kind = "rpm",
            Entry = entry,
            DescribesArtifact = entry.Container is null,
            Name = header.Name,
            Version = header.Release is { } release ? $"{header.Version}-{release}" : header.Version,
            License = Spdx(header.License),
            Homepage = header.Url,
            PackageType = header.Architecture,
            Scripts = [.. header.Scripts.Select(script => new ManifestScript(script.Name, script.Text))],
        };
    }

    /// <summary>Distributions wrote "and" and "or" in lower case before they took up SPDX.</summary>
    private static string? Spdx(string? license) =>
        license?.Replace(" and ", " AND ", StringComparison.Ordinal).Replace(" or ", " OR ", StringComparison.Ordinal).Replace(" with ", " WITH ", StringComparison.Ordinal);
}
