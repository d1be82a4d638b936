using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Packages;

/// <summary>
/// A package URL (ECMA-427, "purl"): <c>pkg:type/namespace/name@version?qualifiers#subpath</c>. Parts are decoded and normalised as the type
/// asks: names of types that ignore case are in lower case, dashes stand for underscores on PyPI.
/// </summary>
public sealed record PackageUrl
{
    private const int MaxLength = 8192;

    /// <summary>Types whose registry does not distinguish case, so that names are written in lower case.</summary>
    private static readonly HashSet<string> CaseInsensitive = new(StringComparer.Ordinal) { "alpm", "apk", "bitbucket", "bitnami", "composer", "deb", "github", "gitlab", "hex", "npm", "oci", "pub", "pypi" };

    public required string Type { get; init; }

    /// <summary>Segments joined by slashes (an npm scope with its @, a Maven group, an owner); empty for none.</summary>
    public string Namespace { get; init; } = "";

    public required string Name { get; init; }

    public string Version { get; init; } = "";

    /// <summary>Keys in lower case, in their order; values decoded.</summary>
    public IReadOnlyDictionary<string, string> Qualifiers { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public string Subpath { get; init; } = "";

    public static bool TryParse(string text, [NotNullWhen(true)] out PackageUrl? purl)
    {
        purl = null;
        if (text.Length > MaxLength || !text.StartsWith("pkg:", StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = text[4..].TrimStart('/');
        var subpath = CutBehind(ref rest, rest.LastIndexOf('#'));
        var query = CutBehind(ref rest, rest.LastIndexOf('?'));
        var slash = rest.IndexOf('/');
        if (slash <= 0)
            return false;
        var type = rest[..slash].ToLowerInvariant();
        rest = rest[(slash + 1)..].Trim('/');
        // The scope of npm may stand with an @ of its own: the version is behind the last @ of the last segment.
        var at = rest.LastIndexOf('@');
        var version = at > rest.LastIndexOf('/') && at > 0 ? CutBehind(ref rest, at) : "";
        var segments = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!IsType(type) || segments.Length == 0 || !TryQualifiers(query, out var qualifiers))
            return false;
        purl = Normalised(new PackageUrl
        {
            Type = type,
            Namespace = string.Join('/', segments[..^1].Select(Decode)),
            Name = Decode(segments[^1]),
            Version = Decode(version),
            Qualifiers = qualifiers,
            Subpath = string.Join('/', subpath.Split('/').Select(Decode).Where(segment => segment is not ("" or "." or ".."))),
        });
        return purl.Name.Length > 0;
    }

    public bool Equals(PackageUrl? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The canonical form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("pkg:").Append(Type).Append('/');
        foreach (var segment in Namespace.Split('/', StringSplitOptions.RemoveEmptyEntries))
            text.Append(Encode(segment)).Append('/');
        text.Append(Encode(Name));
        if (Version.Length > 0)
            text.Append('@').Append(Encode(Version));
        var separator = '?';
        foreach (var (key, value) in Qualifiers)
        {
            text.Append(separator).Append(key).Append('=').Append(Encode(value));
            separator = '&';
        }

        if (Subpath.Length > 0)
            text.Append('#').AppendJoin('/', Subpath.Split('/').Select(Encode));
        return text.ToString();
    }

    private static PackageUrl Normalised(PackageUrl purl)
    {
        var lower = CaseInsensitive.Contains(purl.Type) ? purl with { Namespace = purl.Namespace.ToLowerInvariant(), Name = purl.Name.ToLowerInvariant() } : purl;
        return purl.Type == "pypi" ? lower with { Name = lower.Name.Replace('_', '-') } : lower;
    }

    private static string CutBehind(ref string rest, int mark)
    {
        if (mark < 0)
            return "";
        var behind = rest[(mark + 1)..];
        rest = rest[..mark];
        return behind;
    }

    private static bool IsType(string type) => char.IsAsciiLetter(type[0]) && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static bool TryQualifiers(string query, out SortedDictionary<string, string> qualifiers)
    {
        qualifiers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var key = parts[0].ToLowerInvariant();
            if (parts.Length != 2 || key.Length == 0 || char.IsAsciiDigit(key[0]) || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
                return false;
            // A key without a value is the same as no key; one that is there twice has no meaning.
            if (parts[1].Length > 0 && !qualifiers.TryAdd(key, Decode(parts[1])))
                return false;
        }

        return true;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    /// <summary>Letters, digits and <c>.-_~:</c> stand for themselves.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal);
}
