using System.Globalization;
using System.Text;
using Sluice.Secrets;
using Sluice.Secrets.Generic;

namespace Sluice.Reporting;

/// <summary>Makes text from inside an artifact safe to show: it can neither move the cursor nor reorder or hide characters, and names no secret.</summary>
public static class SafeText
{
    private const string Hidden = "***";

    /// <summary>Of signs that stand for percent signs.</summary>
    private const int MaxLevels = 4;

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

    /// <summary>A value under a name: it is hidden where the name says that it is secret.</summary>
    public static string OfValue(string name, string value)
    {
        var assignment = $"{name}=\"{value}\"";
        return MayAssign(assignment) && HiddenParts(Encoding.UTF8.GetBytes(assignment)).Exists(part => part.Start > name.Length) ? Hidden : Of(value);
    }

    /// <summary>Names of files, commands and addresses, and what quotes them, may hold secrets: what is left of these is what may be shown.</summary>
    private static string WithoutSecrets(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var parts = HiddenParts(bytes);
        if (parts.Count == 0)
            return text;
        var shown = new StringBuilder(text.Length);
        var at = 0;
        foreach (var part in parts)
        {
            if (part.Start >= at)
                shown.Append(Encoding.UTF8.GetString(bytes.AsSpan(at..part.Start))).Append(part.Prefix).Append(Hidden);
            at = Math.Max(at, part.End);
        }

        return shown.Append(Encoding.UTF8.GetString(bytes.AsSpan(at))).ToString();
    }

    /// <summary>In the order of the text. What is written with percent signs, as names of files and addresses in addresses are, is looked at as it is meant too.</summary>
    private static List<HiddenPart> HiddenParts(ReadOnlySpan<byte> text)
    {
        var parts = PartsIn(text);
        var meant = PercentText.Of(text);
        for (var level = 0; level < MaxLevels && meant is not null; level++)
        {
            foreach (var part in PartsIn(meant.Bytes))
                parts.Add(new HiddenPart(meant.Places[part.Start], meant.Places[part.End], part.Prefix));
            meant = meant.Again();
        }

        parts.Sort((a, b) => a.Start.CompareTo(b.Start));
        return parts;
    }

    private static List<HiddenPart> PartsIn(ReadOnlySpan<byte> text)
    {
        var scanner = Added.Value ?? SecretScanner.BuiltIn;
        var matches = scanner.Scan(text);
        if (MayAssign(text))
            GenericScanner.AddTo(matches, text, new SourceKind(Syntax.Script, IsSample: false), scanner);
        var parts = AddressUsers.In(text);
        foreach (var match in matches)
        {
            // Of what a name gives away the name may be shown.
            var start = match.Band is null ? (int)match.Offset : Math.Max((int)match.Offset, match.Part.Start.Value);
            parts.Add(new HiddenPart(start, (int)match.Offset + match.Length, match.Secret.Prefix));
        }

        return parts;
    }

    /// <summary>Whether there may be a value that only its name gives away: nothing else is worth the longer look.</summary>
    private static bool MayAssign(ReadOnlySpan<byte> text) => text.IndexOfAny("=\"'"u8) >= 0 || text.IndexOf(" -"u8) >= 0;

    private static bool MayAssign(string text) => MayAssign(Encoding.UTF8.GetBytes(text));

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Variation selectors and the fillers that render as nothing.
        _ => rune.Value is not ((>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef) or 0x115f or 0x1160 or 0x3164 or 0xffa0 or 0x034f or 0xfffd),
    };
}
