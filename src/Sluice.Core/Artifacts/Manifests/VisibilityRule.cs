namespace Sluice.Artifacts.Manifests;

/// <summary>
/// Reads off manifests and licence texts whether the world may see the source. What is not clear counts as proprietary: a leak that
/// was let through cannot be called back.
/// </summary>
public static class VisibilityRule
{
    private const string SeeLicense = "SEE LICENSE IN ";

    /// <summary>Of the artifact as a whole.</summary>
    public static (Visibility Visibility, string Reason) Of(Manifest? manifest, IReadOnlyList<Entry> entries)
    {
        if (manifest is null)
            return OfTexts(TopTexts(entries), "no manifest says otherwise");
        // The private root of an open monorepo is not published, yet its source is out.
        var isOpenTree = ManifestPlace.IsInTree(manifest.Entry) && manifest.License is { } named && OpenSourceLicense.Covers(named);
        if (manifest is { IsPrivate: true, Kind: not "vsix" } && !isOpenTree)
            return (Visibility.Proprietary, "the manifest is marked private");
        if (manifest.Ecosystem == "docker")
            return (Visibility.Proprietary, "an image inherits the labels of its base, so that they say nothing of what was added");
        var texts = TextsBeside(manifest, entries);
        if (manifest.License is { Length: > 0 } license)
        {
            if (OpenSourceLicense.Covers(license))
                return (Visibility.Public, $"licence {Shorten(license)}");
            return NamesFile(license) is { } file
                ? OfTexts(texts.Where(t => t.Path.Value.EndsWith(file, StringComparison.OrdinalIgnoreCase)), $"the licence is in {file}, which is no known public one")
                : (Visibility.Proprietary, $"licence {Shorten(license)} is not known as a public one");
        }

        if (manifest.LicenseUrl is { } url && (OpenSourceLicense.Covers(url) || IsLicenseOnForge(url)))
            return (Visibility.Public, $"licence at {Shorten(url)}");
        return OfTexts(texts, "the manifest names no licence");
    }

    /// <summary>Of a bundled package by its own manifest alone.</summary>
    public static Visibility Of(Manifest manifest) =>
        !manifest.IsPrivate && manifest.License is { Length: > 0 } license && OpenSourceLicense.Covers(license) ? Visibility.Public : Visibility.Proprietary;

    private static (Visibility, string) OfTexts(IEnumerable<Entry> texts, string otherwise)
    {
        var open = texts.FirstOrDefault(entry => entry.Fact<LicenseText>()?.Name is not null);
        return open is null ? (Visibility.Proprietary, otherwise) : (Visibility.Public, $"{open.Path.Value} is the text of {open.Fact<LicenseText>()!.Name}");
    }

    private static string? NamesFile(string license) =>
        license.StartsWith(SeeLicense, StringComparison.OrdinalIgnoreCase) ? license[SeeLicense.Length..].Trim().TrimStart('.', '/', '<').TrimEnd('>', '.') : null;

    /// <summary>Texts in the folder of the manifest and where its ecosystem keeps them.</summary>
    private static IEnumerable<Entry> TextsBeside(Manifest manifest, IReadOnlyList<Entry> entries)
    {
        if (manifest.Kind == "deb")
            return entries.Where(entry => entry.Fact<LicenseText>() is not null && entry.Path.Name == "copyright");
        var folder = manifest.Kind switch { "vsix" => "extension", "jar" => "META-INF", _ => manifest.Entry.Path.Directory };
        return entries.Where(entry => entry.Fact<LicenseText>() is not null && ReferenceEquals(entry.Container, manifest.Entry.Container)
            && (entry.Path.Directory == folder || entry.Path.Directory == $"{folder}/licenses" || (manifest.Kind == "jar" && entry.Path.Directory.Length == 0) || entry.Path.Value == manifest.LicenseFile));
    }

    /// <summary>At the top of a tree or an archive, or below the one folder that everything is in.</summary>
    private static IEnumerable<Entry> TopTexts(IReadOnlyList<Entry> entries)
    {
        var members = entries.Where(entry => entry is { Origin: EntryOrigin.Member, Holder.Container: null, Kind: EntryKind.File, IsTransparent: false }).ToList();
        var top = members.Select(entry => entry.Path.Value.Split('/', 2) is [var first, _] ? first : "").Distinct(StringComparer.Ordinal).Take(2).ToList();
        var folder = top is [var only] ? only : "";
        return members.Where(entry => entry.Path.Directory == folder && entry.Fact<LicenseText>() is not null);
    }

    /// <summary>The address of a licence file in a public repository: how NuGet packages named licences before expressions.</summary>
    private static bool IsLicenseOnForge(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.Host is "github.com" or "raw.githubusercontent.com" or "raw.github.com" or "gitlab.com" or "bitbucket.org" or "codeberg.org"
        && address.Segments[^1] is { } file && (file.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase) || file.StartsWith("COPYING", StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
