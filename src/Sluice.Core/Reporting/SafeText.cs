using System.Globalization;
using System.Text;
using Sluice.Secrets;

namespace Sluice.Reporting;

/// <summary>Makes text from inside an artifact safe to show: it can neither move the cursor nor reorder or hide characters, and names no secret.</summary>
public static class SafeText
{
    /// <summary>The kinds to hide, where a project adds some: for this flow of control and what it starts.</summary>
    private static readonly AsyncLocal<SecretScanner?> Added = new();

    /// <summary>From here on, also what these kinds find is hidden; null for the kinds of the program alone.</summary>
    public static void Hide(SecretScanner? secrets) => Added.Value = secrets;

    /// <summary>Escapes control, format, bidirectional, surrogate and invisible characters as <c>\u{…}</c>.</summary>
    public static string Of(string text)
    {
        text = WithoutSecrets(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune))
                safe.Append(rune);
            else
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return safe.ToString();
    }

    /// <summary>Names of files, and what quotes them, may hold a token: what is left of it is what may be shown.</summary>
    private static string WithoutSecrets(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var matches = (Added.Value ?? SecretScanner.BuiltIn).Scan(bytes);
        if (matches.Count == 0)
            return text;
        var shown = new StringBuilder(text.Length);
        var at = 0;
        foreach (var match in matches)
        {
            shown.Append(Encoding.UTF8.GetString(bytes.AsSpan(at..(int)match.Offset))).Append(match.Secret.Prefix).Append("***");
            at = (int)match.Offset + match.Length;
        }

        return shown.Append(Encoding.UTF8.GetString(bytes.AsSpan(at))).ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Variation selectors and the fillers that render as nothing.
        _ => rune.Value is not ((>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef) or 0x115f or 0x1160 or 0x3164 or 0xffa0 or 0x034f or 0xfffd),
    };
}
