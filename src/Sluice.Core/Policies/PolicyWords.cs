using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Cel;
using Sluice.Findings;
using Sluice.Packages;

namespace Sluice.Policies;

/// <summary>The words that policies use for what the program knows as values of its own.</summary>
internal static class PolicyWords
{
    public static readonly string[] Severities = ["info", "low", "medium", "high", "critical"];

    /// <summary>Purl types by ecosystem (the registry of types of the package URL specification).</summary>
    private static readonly Dictionary<string, string> PurlTypes = new(StringComparer.Ordinal)
    {
        ["npm"] = "npm", ["nuget"] = "nuget", ["pypi"] = "pypi", ["maven"] = "maven", ["crates"] = "cargo", ["gem"] = "gem", ["go"] = "golang", ["deb"] = "deb", ["rpm"] = "rpm",
    };

    public static string Of(Severity severity) => Severities[(int)severity];

    public static string Of(Confidence confidence) => confidence switch { Confidence.High => "high", Confidence.Medium => "medium", _ => "low" };

    /// <summary>In lower case, words apart by dashes: <c>source-map</c>.</summary>
    public static string Of(ContentKind kind) => ContentKindNames.Of(kind);

    /// <summary>The moment at which a day is over, in UTC.</summary>
    public static CelValue EndOf(DateOnly day) => CelValue.Timestamp(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddTicks(-1));

    /// <summary>Null where the ecosystem has no purl type or the package no name.</summary>
    public static string? PurlOf(Manifest? manifest)
    {
        if (manifest is not { Name: { Length: > 0 } name } || !PurlTypes.TryGetValue(manifest.Ecosystem, out var type))
            return null;
        var separator = type == "maven" && name.Contains(':') ? ':' : '/';
        var cut = name.LastIndexOf(separator);
        return new PackageUrl { Type = type, Namespace = cut > 0 ? name[..cut].Replace(separator, '/') : "", Name = name[(cut + 1)..], Version = manifest.Version ?? "" }.ToString();
    }
}
