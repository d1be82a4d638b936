using System.Text;

namespace Sluice.Artifacts;

/// <summary>What was wrong with a name as it stood in the container.</summary>
[Flags]
public enum PathProblems
{
    None = 0,
    Absolute = 1,
    Traversal = 2,
    ControlCharacters = 4,
    BidirectionalCharacters = 8,
    Backslashes = 16,
    NotUtf8 = 32,
    TooLong = 64,
    Empty = 128,

    /// <summary>The first part of the name led nowhere (<c>./</c>, <c>/</c>) and was left out: who counts parts takes it for one.</summary>
    LeadDropped = 256,
}

/// <summary>
/// The path of an entry inside its container: forward slashes, no leading slash, no <c>.</c> or <c>..</c> segments. It cannot
/// leave the container. The names of decoded things (sources of a map) are labels and keep their <c>..</c>.
/// </summary>
public readonly record struct EntryPath
{
    /// <summary>Longer names are cut and flagged: 4096 is PATH_MAX on Linux.</summary>
    public const int MaxLength = 4096;

    /// <summary>Folders above a path that are looked at one by one: no file system is deeper, and each costs time.</summary>
    public const int MaxDepth = 256;

    private EntryPath(string value, PathProblems problems)
    {
        Value = value;
        Problems = problems;
    }

    public string Value { get; }

    public PathProblems Problems { get; }

    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder, without a trailing slash; empty at the top.</summary>
    public string Directory => Value.LastIndexOf('/') is >= 0 and var slash ? Value[..slash] : "";

    /// <summary>The last extension with its dot, in lower case; empty when there is none.</summary>
    public string Extension => Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>Reads a member's name; whatever would lead out of the container is removed and flagged.</summary>
    public static EntryPath Parse(ReadOnlySpan<byte> raw)
    {
        try
        {
            return Parse(StrictUtf8.GetString(raw));
        }
        catch (DecoderFallbackException)
        {
            var parsed = Parse(Encoding.Latin1.GetString(raw));
            return new EntryPath(parsed.Value, parsed.Problems | PathProblems.NotUtf8);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static EntryPath Parse(string raw)
    {
        var problems = CharacterProblems(raw);
        if (raw.Length > MaxLength)
        {
            raw = raw[..MaxLength];
            problems |= PathProblems.TooLong;
        }

        if (raw.Contains('\\', StringComparison.Ordinal))
        {
            problems |= PathProblems.Backslashes;
            raw = raw.Replace('\\', '/');
        }

        if (IsPlain(raw))
            return new EntryPath(raw, problems);
        if (raw.StartsWith('/') || (raw.Length > 1 && raw[1] == ':' && char.IsAsciiLetter(raw[0])))
            problems |= PathProblems.Absolute;
        var segments = new List<string>();
        foreach (var segment in raw.Split('/'))
        {
            if (segment == "..")
                problems |= PathProblems.Traversal;
            else if (segment is not ("" or "."))
                segments.Add(segment);
        }

        if (raw.StartsWith('/') || raw.StartsWith("./", StringComparison.Ordinal) || raw.StartsWith("../", StringComparison.Ordinal))
            problems |= PathProblems.LeadDropped;
        var value = string.Join('/', segments);
        return new EntryPath(value, value.Length == 0 ? problems | PathProblems.Empty : problems);
    }

    /// <summary>A name given by a decoder or taken from inside a file, kept as it is.</summary>
    public static EntryPath Label(string value) =>
        value.Length > MaxLength ? new EntryPath(value[..MaxLength], PathProblems.TooLong) : new EntryPath(value, PathProblems.None);

    public bool HasExtension(string extension) => Value.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Value;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static bool IsPlain(string raw) =>
        raw.Length > 0 && raw[0] != '/' && raw[^1] != '/' && raw[0] != '.' && (raw.Length < 2 || raw[1] != ':')
        && !raw.Contains("//", StringComparison.Ordinal) && !raw.Contains("/.", StringComparison.Ordinal);

    private static PathProblems CharacterProblems(string raw)
    {
        var problems = PathProblems.None;
        foreach (var c in raw)
        {
            if (c < ' ' || c == '\u007f')
                problems |= PathProblems.ControlCharacters;
            else if (c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f' or '\u061c')
                problems |= PathProblems.BidirectionalCharacters;
        }

        return problems;
    }
}
