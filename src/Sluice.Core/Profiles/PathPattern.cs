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
    private const string Framework = "{tfm}";

    /// <summary>Of a file that tools give a new name each time.</summary>
    public const string PropertiesExtension = ".psmdcp";

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
        var end = -1;
        foreach (var segment in path.Split('/'))
        {
            if (pattern.Length > 0)
                pattern.Append('/');
            end += segment.Length + 1;
            var isFolder = end < path.Length;
            if (isFolder && FrameworkName.Is(segment))
                pattern.Append(Framework);
            else
                AppendSegment(pattern, WithoutVersion(segment, version), isFolder);
        }

        // Tools write a new name of this one each time ("Open Packaging Conventions", core properties).
        if (pattern.Length > PropertiesExtension.Length && path.EndsWith(PropertiesExtension, StringComparison.Ordinal))
            return FolderOf(pattern.ToString()) + Hash + PropertiesExtension;
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
        // "libz.so.1.2.13": what stands behind is the version of the interface.
        if (name.IndexOf(".so.", StringComparison.Ordinal) is > 0 and var library && name[(library + 4)..].Split('.').All(part => part is Number or Version || IsNumber(part)))
            return ".so";
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
            var hash = isFolder ? null : HashInName.EndsAt(segment, at);
            var end = hash ?? EndOfToken(segment, at);
            var token = segment[at..end];
            var isLast = end == segment.Length && at > 0 && segment[at - 1] == '.' && !isFolder;
            var shown = hash is not null ? Hash : isLast ? token : Shown(token, isWhole: at == 0 && (end == segment.Length || segment[end] == '.'), isAfterSeparator: at > 0, isBeforeExtension: at > 0 && !isFolder && IsExtension(segment, end));
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

    /// <summary>Whether what is left of a name is an extension, whose parts may be two: <c>.d.ts</c>, <c>.js.map</c>.</summary>
    private static bool IsExtension(string segment, int at) => at < segment.Length && segment[at] == '.' && ExtensionOf(segment).Length >= segment.Length - at;

    private static string Shown(string token, bool isWhole, bool isAfterSeparator, bool isBeforeExtension)
    {
        if (token.Length == 0 || token[0] == '{')
            return token;
        if (Systems.Contains(token) || Processors.Contains(token) || (isAfterSeparator && Libraries.Contains(token)))
            return Platform;
        if (IsNumber(token))
            return Number;
        return (isWhole || isAfterSeparator) && HashInName.Is(token, isBeforeExtension) ? Hash : token;
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
}
