using System.Buffers;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds versions that disagree: manifest, file name, folders, the second manifest, the head of the changelog.</summary>
public sealed class VersionDetector : ManifestDetector
{
    private static readonly Descriptor Rule = new("packaging/version-mismatch", "Versions that disagree", Severity.Medium,
        "It is not the release that its name promises: a stale build, or one that was renamed.",
        "Set the version in one place, build from a clean tree, and do not rename what was built.")
    {
        Exceptions = "A changelog that lags behind is silent.",
    };

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest is not { Name: { Length: > 0 } name, Version: { Length: > 0 } version })
            yield break;
        if (artifact.FileName is { } file && VersionInName(manifest.Kind, name, file) is { } named && !IsSame(named, version))
            yield return Differs(manifest, $"says version {version}, the file is called {file}", "file");
        if (Folder(manifest) is { } folder && VersionInName(manifest.Kind, name, folder) is { } inFolder && !IsSame(inFolder, version))
            yield return Differs(manifest, $"says version {version}, it lies in {folder}", "folder");
        if (manifest.Kind == "vsix" && NodeManifest(artifact, manifest) is { Version: { } other } && !IsSame(other, version))
            yield return Differs(manifest, $"says version {version}, package.json says {other}", "package.json");
        if (HeadOfChangelog(artifact, manifest) is { Fact.Version: { } head } log && IsLater(head, version))
            yield return new Finding(Rule, log.Entry, $"ends at version {head}, the package is {version}") { Severity = Severity.Low };
    }

    private static Finding Differs(Manifest manifest, string message, string subject) => new(Rule, manifest.Entry, message) { Subject = subject };

    private static string? Folder(Manifest manifest) => manifest.Kind is "wheel" or "sdist" or "crate" ? manifest.Entry.Path.Directory : null;

    /// <summary>The version in <c>name-version.ext</c> as each ecosystem writes it; null when the name is another one.</summary>
    private static string? VersionInName(string kind, string name, string file)
    {
        var separator = kind switch { "nuget" => '.', "deb" => '_', _ => '-' };
        var stem = kind == "npm" ? name.TrimStart('@').Replace('/', '-') : kind == "jar" ? name.Split(':')[^1] : name;
        if (file.Length <= stem.Length + 1 || !IsSameName(file[..stem.Length], stem) || file[stem.Length] != separator)
            return null;
        var rest = file[(stem.Length + 1)..];
        string[] ends = kind switch
        {
            "npm" => [".tgz", ".tar.gz"],
            "nuget" => [".nupkg", ".snupkg"],
            "wheel" => ["-", ".dist-info"],
            "sdist" => [".tar.gz", ".zip", ".tgz", ".tar.bz2"],
            "deb" => ["_"],
            "gem" => [".gem", "-"],
            "vsix" => [".vsix"],
            "crate" => [".crate"],
            "helm" => [".tgz"],
            _ => [],
        };
        var end = ends.Select(e => rest.IndexOf(e, StringComparison.OrdinalIgnoreCase)).Where(at => at > 0).DefaultIfEmpty(rest.Length).Min();
        var version = rest[..end];
        // A longer name of the same start ("acme" and "acme-tools-1.0") is another package.
        return version.Length > 0 && (char.IsAsciiDigit(version[0]) || (version[0] == 'v' && version.Length > 1 && char.IsAsciiDigit(version[1]))) && (end < rest.Length || kind is "sdist" or "crate") && kind != "jar" ? version.TrimStart('v') : null;
    }

    private static bool IsSameName(string a, string b) => Fold(a).Equals(Fold(b), StringComparison.OrdinalIgnoreCase);

    private static string Fold(string name) => name.Replace('_', '-').Replace('.', '-');

    /// <summary>Build metadata and the epochs of Debian do not occur in file names; Python and NuGet write one version in several ways.</summary>
    private static bool IsSame(string a, string b) => Normalize(a) == Normalize(b);

    private static string Normalize(string version)
    {
        var text = Uri.UnescapeDataString(version).ToLowerInvariant();
        text = text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var epoch ? text[(epoch + 1)..] : text;
        text = text.Split('+')[0].TrimStart('v');
        var numbersEnd = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        var numbers = (numbersEnd < 0 ? text : text[..numbersEnd]).TrimEnd('.').Split('.').Select(n => n.TrimStart('0')).ToList();
        while (numbers is [.., ""])
            numbers.RemoveAt(numbers.Count - 1);
        var rest = numbersEnd < 0 ? "" : new string([.. text[numbersEnd..].Where(char.IsAsciiLetterOrDigit)]);
        return $"{string.Join('.', numbers)}|{rest}";
    }

    private static (Entry Entry, ChangelogFacts Fact)? HeadOfChangelog(Artifact artifact, Manifest manifest) => artifact.Entries
        .Where(entry => entry.Fact<ChangelogFacts>() is not null && ReferenceEquals(entry.Container, manifest.Entry.Container) && entry.Path.Directory == manifest.Entry.Path.Directory)
        .Select(entry => ((Entry, ChangelogFacts)?)(entry, entry.Fact<ChangelogFacts>()!)).FirstOrDefault();

    /// <summary>
    /// One release ahead, as when the build was forgotten after the version was raised. Pre-releases live on another branch, and a
    /// distant version belongs to another package of the repository.
    /// </summary>
    private static bool IsLater(string head, string version) =>
        !head.Contains('-', StringComparison.Ordinal) && Numbers(head) is var (major, minor, patch) && Numbers(version) is var (oldMajor, oldMinor, oldPatch)
        && (major, minor, patch).CompareTo((oldMajor, oldMinor, oldPatch)) > 0
        && (major == oldMajor ? minor - oldMinor <= 1 : major - oldMajor == 1 && minor == 0);

    private static (int, int, int)? Numbers(string version)
    {
        var parts = version.TrimStart('v').Split('-', '+')[0].Split('.');
        return parts.Length >= 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor)
            ? (major, minor, parts.Length > 2 && int.TryParse(parts[2], out var patch) ? patch : 0)
            : null;
    }
}
