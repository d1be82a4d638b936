using Sluice.Artifacts.Repositories;
using Sluice.Packages;

namespace Sluice.Sources;

/// <summary>How projects call the tag of a version.</summary>
internal static class VersionTags
{
    private const int MostKept = 500;
    private const string TagPrefix = "refs/tags/";
    private static readonly string[] Before = ["v", "", "V", "release-", "release/", "releases/", "release-v", "release/v", "rel-", "rel/", "version-", "r"];
    private static readonly string[] Between = ["@", "@v", "-v", "-", "/v", "/", "_v", "_", "."];

    /// <summary>Those of a package of that name first: in a repository of many packages the plain ones are another's.</summary>
    public static IReadOnlyList<string> Of(string? name, string version)
    {
        version = Plain(version);
        var tags = new List<string>();
        foreach (var package in NamesOf(name))
            tags.AddRange(Between.Select(between => package + between + version));
        tags.AddRange(Before.Select(before => before + version));
        var underscored = version.Replace('.', '_').Replace('-', '_');
        tags.AddRange(["rel_" + underscored, "REL_" + underscored, "v" + underscored, "release_" + underscored]);
        foreach (var package in NamesOf(name))
            tags.Add(package + "-" + underscored);
        return [.. tags.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every tag and its commit, without those that lead to none.</summary>
    public static Dictionary<string, GitId> In(GitRepository repository)
    {
        var tags = new Dictionary<string, GitId>(StringComparer.Ordinal);
        foreach (var known in GitRefs.Of(repository))
        {
            if (known.Kind == GitRefKind.Tag)
                tags[known.Name["tag ".Length..]] = known.Commit;
        }

        return tags;
    }

    /// <summary>Tags of versions and their commits, the highest versions first where there are too many to keep.</summary>
    public static Dictionary<string, string> Kept(GitRepository repository) =>
        In(repository).Where(tag => VersionOf(tag.Key) is not null || IsMajor(tag.Key)).OrderByDescending(tag => SemanticVersion.TryParse(VersionOf(tag.Key) ?? "", out var version) ? version : null).ThenBy(tag => tag.Key, StringComparer.Ordinal).Take(MostKept).ToDictionary(tag => tag.Key, tag => tag.Value.ToString(), StringComparer.Ordinal);

    /// <summary>As <c>v4</c>, by which others refer to all versions that begin so.</summary>
    private static bool IsMajor(string tag) => tag is ['v' or 'V', >= '0' and <= '9', ..] && tag.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The version that a tag is for; null for one that is for none.</summary>
    public static string? VersionOf(string tag)
    {
        var name = tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag[TagPrefix.Length..] : tag;
        // What is behind the last sign that may stand between a name and a version: the first digit after it begins the version.
        for (var at = 0; at < name.Length; at++)
        {
            if (char.IsAsciiDigit(name[at]) && (at == 0 || IsBetween(name, at)) && LooksLikeVersion(name.AsSpan(at)))
                return name[at..].Replace('_', '.');
        }

        return null;
    }

    /// <summary>The same version, however it is written: <c>v1.2.0</c>, <c>1.2.0+build.7</c>, <c>1_2_0</c>.</summary>
    public static bool IsSame(string a, string b) => string.Equals(Squeezed(a), Squeezed(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string version)
    {
        if (version is ['v', >= '0' and <= '9', ..])
            version = version[1..];
        return version.IndexOf('+') is > 0 and var build ? version[..build] : version;
    }

    /// <summary>Digits apart by dots; signs beside letters are a matter of taste: <c>1.0-rc.1</c>, <c>1.0rc1</c>.</summary>
    private static string Squeezed(string version)
    {
        var text = Plain(version);
        return string.Concat(text.Where((c, i) => char.IsAsciiLetterOrDigit(c) || (i > 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '.'));
    }

    /// <summary>The name, without its scope, and the ends of a path: modules in folders are tagged by the folder.</summary>
    private static IEnumerable<string> NamesOf(string? name)
    {
        for (var rest = name ?? ""; rest.Length > 0; rest = rest.IndexOf('/') is >= 0 and var slash ? rest[(slash + 1)..] : "")
            yield return rest;
    }

    private static bool IsBetween(string name, int at) =>
        name[at - 1] is '-' or '/' or '@' or '_' or '.' || (name[at - 1] is 'v' or 'V' or 'r' && (at == 1 || name[at - 2] is '-' or '/' or '@' or '_' or '.'));

    private static bool LooksLikeVersion(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && digits + 1 < text.Length && text[digits] is '.' or '_' && char.IsAsciiDigit(text[digits + 1]);
    }
}
