namespace Sluice.Profiles;

/// <summary>Folders named after what a package is compiled for ("Target frameworks in SDK-style projects", with those of before, and versions of the compiler): packages add and drop them as platforms come and go.</summary>
internal static class FrameworkName
{
    /// <summary>With a version behind; none the beginning of another that comes later.</summary>
    private static readonly string[] Families = ["netstandard", "netcoreapp", "netcore", "netframework", "net", "roslyn", "monoandroid", "xamarinios", "xamarinmac", "xamarintvos", "xamarinwatchos", "tizen", "uap", "wpa", "wp", "sl"];

    /// <summary>Those that are written without one, too.</summary>
    private static readonly string[] Bare = ["monoandroid", "monotouch", "xamarinios", "xamarinmac", "xamarintvos", "xamarinwatchos"];

    public static bool Is(string folder)
    {
        var name = folder.ToLowerInvariant();
        if (name.StartsWith("portable-", StringComparison.Ordinal))
            return name.AsSpan("portable-".Length).ContainsAny('+', '4', '5');
        if (Array.IndexOf(Bare, name) >= 0)
            return true;
        var family = Array.Find(Families, family => name.StartsWith(family, StringComparison.Ordinal));
        return family is not null && IsVersion(name.AsSpan(family.Length));
    }

    /// <summary>Numbers with dots, and perhaps a platform or a profile: <c>8.0</c>, <c>462</c>, <c>8.0-windows10.0.19041</c>, <c>40-client</c>.</summary>
    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('.', '9') is >= 0 and var other ? other : text.Length;
        if (end == 0 || text[..end].Contains('/') || !char.IsAsciiDigit(text[0]))
            return false;
        var behind = text[end..];
        return behind.IsEmpty || (behind is ['-', >= 'a' and <= 'z', ..] && behind.IndexOfAnyExceptInRange('-', 'z') < 0);
    }
}
