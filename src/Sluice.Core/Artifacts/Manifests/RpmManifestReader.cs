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
            Publishers = PersonName.All([header.Vendor]),
            Dependencies = [.. header.Requires.Select(NeededName).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new Dependency(name, "", "runtime"))],
            Scripts = [.. header.Scripts.Select(script => new ManifestScript(script.Name, script.Text))],
        };
    }

    /// <summary>Libraries without the versions of their symbols; null for what rpm itself is to know.</summary>
    private static string? NeededName(string capability)
    {
        if (capability.StartsWith("rpmlib(", StringComparison.Ordinal) || capability.StartsWith("config(", StringComparison.Ordinal) || capability.StartsWith("rtld(", StringComparison.Ordinal))
            return null;
        return capability.IndexOf(".so", StringComparison.Ordinal) > 0 && capability.IndexOf('(') is > 0 and var end ? capability[..end] : capability;
    }

    /// <summary>Distributions wrote "and" and "or" in lower case before they took up SPDX.</summary>
    private static string? Spdx(string? license) =>
        license?.Replace(" and ", " AND ", StringComparison.Ordinal).Replace(" or ", " OR ", StringComparison.Ordinal).Replace(" with ", " WITH ", StringComparison.Ordinal);
}
