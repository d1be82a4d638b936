using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>
/// The marks of programs that take every text from one table by its number: how obfuscators hide what code says. The table is turned until a sum is right, or its numbers
/// do not begin at 0. Names say nothing: these tools give any.
/// </summary>
internal static class TextTable
{
    /// <summary>So far the rest of a mark is looked for.</summary>
    private const int Near = 400;

    private static readonly ByteClass Digits = ByteClass.Of("0123456789abcdefABCDEF"u8);

    /// <param name="at">Of one of the words.</param>
    /// <param name="end">Behind it.</param>
    public static bool IsAt(ReadOnlySpan<byte> text, int at, int end) => text[at] switch
    {
        (byte)'w' => true,
        (byte)'-' => IsLookedUp(text, at, end),
        _ => IsTurned(text, at, end),
    };

    /// <summary><c>b = b - 0x1a2; … a[b]</c></summary>
    private static bool IsLookedUp(ReadOnlySpan<byte> text, int at, int end)
    {
        var before = text[Math.Max(0, at - Near)..at].TrimEnd(" \t"u8);
        var name = NameBefore(before);
        before = before[..^name.Length].TrimEnd(" \t"u8);
        if (name.IsEmpty || before is not [.. var target, (byte)'='] || !NameBefore(target.TrimEnd(" \t"u8)).SequenceEqual(name))
            return false;
        var rest = text[end..Math.Min(text.Length, end + Near)];
        if (Digits.FirstOutside(rest) is not (> 0 and < 8 and var digits))
            return false;
        rest = rest[digits..];
        for (var from = 0; rest[from..].IndexOf((byte)'[') is >= 0 and var open; from += open + 1)
        {
            var index = rest[(from + open + 1)..];
            if (index.StartsWith(name) && index[name.Length..] is [(byte)']', ..])
                return true;
        }

        return false;
    }

    /// <summary><c>a['push'](a['shift']())</c>; with dots, which queues do as well, where a number is read in the same loop.</summary>
    private static bool IsTurned(ReadOnlySpan<byte> text, int at, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 3)];
        var hasDots = text[at] == '.';
        if (!rest.StartsWith(hasDots ? ")"u8 : "())"u8))
            return false;
        var before = text[Math.Max(0, at - Near)..at];
        var name = NameBefore(before);
        before = before[..^name.Length];
        if (name.IsEmpty || !(before.EndsWith(hasDots ? ".push("u8 : "['push']("u8) || (!hasDots && before.EndsWith("[\"push\"]("u8))))
            return false;
        if (!NameBefore(before[..^(hasDots ? ".push(" : "['push'](").Length]).SequenceEqual(name))
            return false;
        return !hasDots || before.LastIndexOf("parseInt("u8) >= 0;
    }

    private static ReadOnlySpan<byte> NameBefore(ReadOnlySpan<byte> before) => before[(ByteClass.Names.LastOutside(before) + 1)..];
}
