using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Archives;

/// <summary>How bad an anomaly is where it is: what is normal in a file system image is an attack in a package.</summary>
internal static class AnomalySeverity
{
    private static readonly HashSet<string> SteeringNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "package.json", "METADATA", "RECORD", "entry_points.txt", "MANIFEST.MF", "AndroidManifest.xml", "classes.dex", "setup.py", "pyproject.toml", "Cargo.toml",
        "extension.vsixmanifest", "manifest.json", "PKG-INFO", "metadata.gz", "control", "index.json", "Chart.yaml", "install.js", "postinstall.js",
    };

    /// <summary>Names by which tools take a file for a zip, whatever is in front of it.</summary>
    private static readonly HashSet<string> ArchiveExtensions = new(StringComparer.Ordinal)
    {
        ".zip", ".jar", ".war", ".ear", ".aar", ".apk", ".ipa", ".whl", ".egg", ".pyz", ".nupkg", ".vsix", ".xpi", ".crx", ".docx", ".xlsx", ".pptx", ".odt", ".epub",
    };

    private static readonly string[] TestFolders = ["test", "tests", "testdata", "test-data", "__tests__", "fixtures", "spec"];

    public static Severity Of(Anomaly anomaly, MemberIndex members, Artifact artifact)
    {
        var severity = anomaly.Kind switch
        {
            AnomalyKind.LinkEscape or AnomalyKind.DeviceNode or AnomalyKind.CaseCollision when IsSystemTree(anomaly.Container, artifact) => Severity.Info,
            // NuGet and the systems it mostly runs on take such names for one.
            AnomalyKind.CaseCollision when artifact.Kind is "nuget" && IsOfBuild(anomaly.Path!.Value) => Severity.Medium,
            AnomalyKind.LinkEscape => OfLink(anomaly, members),
            AnomalyKind.Traversal => OfTraversal(anomaly, artifact),
            AnomalyKind.DuplicateName => OfDuplicate(anomaly, members),
            AnomalyKind.OddName => OfName(anomaly),
            AnomalyKind.UncleanPadding => Severity.Medium,
            AnomalyKind.HiddenData when IsWithinAnotherFile(anomaly.Container) => Severity.Low,
            AnomalyKind.MissingEnd or AnomalyKind.Mistaken => Severity.Info,
            _ => ArchiveRules.For(anomaly.Kind).Severity,
        };
        var isNeverUnpacked = IsTestData(anomaly.Container, artifact) || (IsAboutUnpacking(anomaly.Kind) && !IsUnpackedByInstaller(anomaly.Container));
        return isNeverUnpacked ? Min(severity, Severity.Medium) : severity;
    }

    /// <summary>A symbolic link alone only points; what is unpacked through it, or linked to as the same file, gets out.</summary>
    private static Severity OfLink(Anomaly anomaly, MemberIndex members) =>
        members.PlaceOf(anomaly) is { Kind: EntryKind.SymbolicLink } ? IsTree(anomaly.Container) ? Severity.Low : Severity.Medium : Severity.High;

    private static Severity OfTraversal(Anomaly anomaly, Artifact artifact)
    {
        if (anomaly.Path!.Value.Problems.HasFlag(PathProblems.Traversal))
            return Severity.High;
        return IsSystemTree(anomaly.Container, artifact) ? Severity.Info : Severity.Medium;
    }

    private static Severity OfDuplicate(Anomaly anomaly, MemberIndex members)
    {
        if (!members.Differ(anomaly))
            return Severity.Low;
        var name = anomaly.Path!.Value.Name;
        return SteeringNames.Contains(name) || name == "binding.gyp" || name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) ? Severity.High : Severity.Medium;
    }

    /// <summary>What builds take up by themselves.</summary>
    private static bool IsOfBuild(EntryPath path) => path.Extension is ".targets" or ".props" or ".ps1" or ".nuspec" or ".dll";

    private static Severity OfName(Anomaly anomaly)
    {
        var path = anomaly.Path!.Value;
        if (path.Value.Split('/').Any(segment => TestFolders.Contains(segment, StringComparer.OrdinalIgnoreCase)))
            return Severity.Low;
        if (path.Value.AsSpan().IndexOfAnyInRange('\u202a', '\u202e') >= 0 || path.Value.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') >= 0)
            return Severity.High;
        return (path.Problems & (PathProblems.ControlCharacters | PathProblems.BidirectionalCharacters)) != 0 ? Severity.Medium : Severity.Low;
    }

    private static bool IsAboutUnpacking(AnomalyKind kind) =>
        kind is AnomalyKind.Traversal or AnomalyKind.LinkEscape or AnomalyKind.DuplicateName or AnomalyKind.DeviceNode or AnomalyKind.OddName;

    /// <summary>An archive in the midst of a program or an object file: the bytes around it are that file. Not so where an installer opens the file as an archive.</summary>
    private static bool IsWithinAnotherFile(Entry container) =>
        container is { Format: "zip", ContentKind: not ContentKind.Zip, Origin: EntryOrigin.Member } && !ArchiveExtensions.Contains(container.Path.Extension) && !IsUnpackedByInstaller(container);

    /// <summary>Tests of tools that read archives need archives that are wrong.</summary>
    private static bool IsTestData(Entry container, Artifact artifact) =>
        Placement.Of(artifact, container) is { IsSample: true } place && (place.IsThirdParty || artifact.Visibility == Visibility.Public);

    private static bool IsTree(Entry container) => container.Format is "directory" or "git";

    /// <summary>The artifact itself behind its compression, and the parts that make up a package or an image.</summary>
    private static bool IsUnpackedByInstaller(Entry container)
    {
        while (container.IsTransparent && container.Container is { } outer)
            container = outer;
        return container.Container is null || IsPayloadOfSystem(container) || IsGemData(container);
    }

    private static bool IsGemData(Entry container) => container is { Path.Value: "data.tar.gz", Container: { Container: null, Format: "tar" } };

    /// <summary>A layer of an image, or the payload of a system package, rather than an archive in it.</summary>
    private static bool IsPayloadOfSystem(Entry container) =>
        container.Holder?.Fact<ImageFacts>() is not null || container.Container?.Fact<ImageFacts>() is not null
        || (container.Container is { Format: "ar" } && container.Path.Value.StartsWith("data.tar", StringComparison.Ordinal));

    /// <summary>In a layer of an image, in the payload of a system package, or in an unpacked system.</summary>
    private static bool IsSystemTree(Entry container, Artifact artifact)
    {
        if (artifact.IsSystem)
            return true;
        for (Entry? at = container; at is not null; at = at.Container)
        {
            if (at.Format == "rpm" || IsPayloadOfSystem(at))
                return true;
        }

        return false;
    }

    private static Severity Min(Severity a, Severity b) => a < b ? a : b;
}
