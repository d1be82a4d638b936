using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Holds the folders of a NuGet package against each other and against the frameworks that its dependencies are given for.</summary>
public sealed class TargetFrameworkDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/target-frameworks", "Target frameworks that do not match", Severity.Medium,
        "NuGet chooses files and dependencies by framework, each for itself: users of the framework in question get the files without what they need.",
        "Build and pack for the same frameworks: dotnet pack writes both from <TargetFrameworks>.")
    {
        Exceptions = "Silent where a group for another framework is compatible and taken instead. Packages of a type of their own (tools, platforms, templates) are silent.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind != "nuget" || (manifest.PackageType ?? "Dependency") != "Dependency")
            yield break;
        var files = new PackageFiles(artifact, manifest);
        var libraries = Frameworks(files, "lib/");
        var references = Frameworks(files, "ref/");
        var runs = libraries.Count > 0 || files.All.Any(file => file.Key.StartsWith("runtimes/", StringComparison.OrdinalIgnoreCase));
        if (references.Count > 0 && !runs && manifest.Dependencies.Count == 0 && manifest.Name is { } name && !name.Contains("Ref", StringComparison.Ordinal))
        {
            yield return new Finding(Rule, manifest.Entry, $"comes with ref/{references.First()} and no lib: programs compile against it and do not start")
            {
                Subject = "ref",
            };
        }

        var groups = manifest.DependencyTargets.Select(Framework.Parse).ToList();
        if (groups.Count == 0 || manifest.Dependencies.Count == 0)
            yield break;
        var without = libraries.Where(library => Framework.Parse(library) is { } target && !groups.Exists(group => group is null || target.Takes(group))).ToList();
        if (without.Count > 0)
            yield return new Finding(Rule, manifest.Entry, $"has files for {string.Join(", ", without.Take(3))}, and gives dependencies only for {string.Join(", ", manifest.DependencyTargets.Take(3))}") { Subject = "lib" };
    }

    /// <summary>Profiles and portable sets of the past have names that are matched by rules of their own.</summary>
    private static SortedSet<string> Frameworks(PackageFiles files, string folder) => new(
        files.All.Where(file => file.Key.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && file.Key.IndexOf('/', folder.Length) > 0)
            .Select(file => Uri.UnescapeDataString(file.Key[folder.Length..file.Key.IndexOf('/', folder.Length)])).Where(name => !name.Contains('+', StringComparison.Ordinal) && !name.StartsWith("portable", StringComparison.OrdinalIgnoreCase)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>One of the three frameworks of .NET with its version.</summary>
    private sealed record Framework(string Family, Version Version)
    {
        private static readonly Version LastForFramework = new(2, 0);

        /// <summary><c>.NETFramework4.6.1</c> and <c>net461</c> are one. Null for what is none of the three: its rules are not known here.</summary>
        public static Framework? Parse(string name)
        {
            var text = name.Trim().ToLowerInvariant().Replace(",version=v", "", StringComparison.Ordinal).TrimStart('.').Split('-')[0];
            var at = text.AsSpan().IndexOfAnyInRange('0', '9');
            if (at < 0)
                return null;
            var digits = text[at..];
            var version = digits.Contains('.', StringComparison.Ordinal) ? digits : string.Join('.', digits.ToCharArray());
            if (!Version.TryParse(version.Contains('.', StringComparison.Ordinal) ? version : version + ".0", out var parsed))
                return null;
            return text[..at] switch
            {
                "netstandard" => new Framework("netstandard", parsed),
                "netcoreapp" => new Framework("core", parsed),
                "netframework" => new Framework("framework", parsed),
                "net" => new Framework(parsed.Major >= 5 ? "core" : "framework", parsed),
                _ => null,
            };
        }

        /// <summary>Whether what is for the other framework may be used with this one.</summary>
        public bool Takes(Framework other) => other.Family == Family ? other.Version <= Version : other.Family == "netstandard" && (Family == "core" || other.Version <= LastForFramework);
    }
}
