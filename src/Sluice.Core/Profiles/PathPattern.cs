using System.Text;

namespace Sluice.Profiles;

/// <summary>
/// A path without what changes by itself from release to release: the version, hashes of contents, numbers of chunks, the platform. Two paths with one pattern are the
/// same file of two releases.
/// </summary>
internal static class PathPattern
{
    private const string Version = "{version}";
    public const string Hash = "{hash}";
    private const string Number = "{n}";
    private const string Platform = "{platform}";

    private static readonly HashSet<string> Systems = new(StringComparer.OrdinalIgnoreCase)
    {
        "linux", "linuxmusl", "darwin", "macos", "macosx", "osx", "win32", "win64", "windows", "win", "freebsd", "openbsd", "netbsd", "sunos", "android", "ios", "aix", "manylinux", "musllinux", "alpine", "unix",
    };

    private static readonly HashSet<string> Processors = new(StringComparer.OrdinalIgnoreCase)
    {
        "x64", "x86", "ia32", "i386", "i686", "amd64", "arm", "arm64", "aarch64", "armv6", "armv7", "armv7l", "armhf", "s390x", "ppc64", "ppc64le", "riscv64", "loong64", "loongarch64", "mips64el", "universal", "universal2", "wasm32",
    };

    private static readonly HashSet<string> Libraries = new(StringComparer.OrdinalIgnoreCase) { "gnu", "glibc", "musl", "msvc", "gnueabihf", "musleabihf", "eabi" };

    /// <param name="name">Of the package; null when it has none.</param>
    /// <param name="version">Of the release; null when it has none.</param>
    public static string Of(string path, string? name, string? version)
    {
        var pattern = new StringBuilder(path.Length);
        foreach (var segment in path.Split('/'))
        {
            if (pattern.Length > 0)
                pattern.Append('/');
            AppendSegment(pattern, WithoutVersion(segment, version), isFolder: segment.Length + pattern.Length < path.Length);
        }

        // The top folder of source archives: name-version.
        var text = pattern.ToString();
        return name is not null && text.StartsWith($"{name}-{Version}/", StringComparison.OrdinalIgnoreCase) ? text[(name.Length + Version.Length + 2)..] : text;
    }

    /// <summary>The kind of place that a file is in: its first folder and its extension.</summary>
    public static string GroupOf(string pattern)
    {
        var slash = pattern.IndexOf('/');
        return $"{(slash < 0 ? "" : pattern[..(slash + 1)])}**{ExtensionOf(pattern)}";
    }

    /// <summary>All before the name, with its slash; empty at the top.</summary>
    public static string FolderOf(string pattern) => pattern[..(pattern.LastIndexOf('/') + 1)];

    public static string NameOf(string pattern) => pattern[(pattern.LastIndexOf('/') + 1)..];

    /// <summary>With what belongs together: <c>.d.ts</c>, <c>.js.map</c>, <c>.tar.gz</c>.</summary>
    public static string ExtensionOf(string pattern)
    {
        var name = pattern[(pattern.LastIndexOf('/') + 1)..];
        var last = name.LastIndexOf('.');
        if (last <= 0 || name.Length - last > 12)
            return "";
        var before = name.LastIndexOf('.', last - 1);
        var isPair = before > 0 && name[last..] is ".map" or ".gz" or ".xz" or ".bz2" or ".zst" or ".br" || (before > 0 && name[before..last] == ".d");
        var extension = name[(isPair && last - before <= 8 ? before : last)..].ToLowerInvariant();
        return extension.Contains('{') ? name[last..].ToLowerInvariant() : extension;
    }

    private static string WithoutVersion(string segment, string? version)
    {
        if (version is not { Length: > 2 } || segment.IndexOf(version, StringComparison.Ordinal) is not (>= 0 and var at))
            return segment;
        var end = at + version.Length;
        var isWhole = (at == 0 || !char.IsAsciiLetterOrDigit(segment[at - 1]) || segment[at - 1] is 'v' or 'V') && (end == segment.Length || !char.IsAsciiLetterOrDigit(segment[end]));
        return isWhole ? segment[..at] + Version + segment[end..] : segment;
    }

    private static void AppendSegment(StringBuilder pattern, string segment, bool isFolder)
    {
        var wasPlatform = false;
        for (var at = 0; at < segment.Length;)
        {
            var end = EndOfToken(segment, at);
            var token = segment[at..end];
            var isLast = end == segment.Length && at > 0 && segment[at - 1] == '.' && !isFolder;
            var shown = isLast ? token : Shown(token, isWhole: at == 0 && (end == segment.Length || segment[end] == '.'), isAfterSeparator: at > 0);
            // linux-x64-musl is one platform.
            if (shown == Platform && wasPlatform)
                pattern.Length--;
            else
                pattern.Append(shown);
            wasPlatform = shown == Platform;
            if (end < segment.Length)
                pattern.Append(segment[end]);
            at = end + 1;
        }
    }

    private static int EndOfToken(string segment, int at)
    {
        while (at < segment.Length && segment[at] is not ('-' or '_' or '.' or '@' or '+' or '~' or ' '))
            at++;
        return at;
    }

    private static string Shown(string token, bool isWhole, bool isAfterSeparator)
    {
        if (token.Length == 0 || token[0] == '{')
            return token;
        if (Systems.Contains(token) || Processors.Contains(token) || (isAfterSeparator && Libraries.Contains(token)))
            return Platform;
        if (IsNumber(token))
            return Number;
        return IsHash(token, isWhole || isAfterSeparator) ? Hash : token;
    }

    private static bool IsNumber(string token)
    {
        foreach (var c in token)
        {
            if (!char.IsAsciiDigit(c))
                return false;
        }

        return true;
    }

    /// <summary>Hexadecimal digits with a digit and a letter among them, or so many of base 32 or base 64 as bundlers write, which no word would mix so.</summary>
    private static bool IsHash(string token, bool standsAlone)
    {
        if (!standsAlone || token.Length < 6)
            return false;
        var (digits, upper, lower, others, changes, numbers, turns) = (0, 0, 0, 0, 0, 0, 0);
        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            var isDigit = char.IsAsciiDigit(c);
            digits += isDigit ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            others += char.IsAsciiHexDigit(c) ? 0 : 1;
            changes += i > 0 && isDigit != char.IsAsciiDigit(token[i - 1]) ? 1 : 0;
            numbers += isDigit && (i == 0 || !char.IsAsciiDigit(token[i - 1])) ? 1 : 0;
            turns += i > 0 && (isDigit != char.IsAsciiDigit(token[i - 1]) || char.IsAsciiLetterUpper(c) != char.IsAsciiLetterUpper(token[i - 1])) ? 1 : 0;
        }

        if (others == 0 && digits > 0 && upper + lower > 0 && token.Length <= 64 && (changes > 1 || token.Length >= 8))
            return true;
        if (token.Length is not (8 or 10 or 16 or 20 or 22) || upper == 0 || digits + upper + lower != token.Length)
            return false;
        if (lower > 0)
            return digits > 0 ? changes > 1 : turns > 4;
        return digits == 0 ? MostConsonants(token) > 4 : changes > 1 && (numbers > 1 || MostConsonants(token) > 2);
    }

    /// <summary>How many in a row: words are made to be spoken.</summary>
    private static int MostConsonants(string token)
    {
        var (most, row) = (0, 0);
        foreach (var c in token)
        {
            row = char.IsAsciiLetter(c) && !"AEIOUY".Contains(c) ? row + 1 : 0;
            most = Math.Max(most, row);
        }

        return most;
    }
}
