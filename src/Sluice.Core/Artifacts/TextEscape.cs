namespace Sluice.Artifacts;

/// <summary>The letters of an escape, which look like a part of what stands behind it: <c>\n</c>, <c>\x22</c>, <c>\u0022</c>, <c>%22</c>.</summary>
internal static class TextEscape
{
    private const int Hex = 3, Unicode = 5, Percent = 2;

    /// <summary>The last letter of an escape stands right before the place.</summary>
    public static bool EndsAt(ReadOnlySpan<byte> text, int at)
    {
        for (var letters = 1; letters <= Unicode && letters < at; letters++)
        {
            if (text[at - letters - 1] is (byte)'\\' or (byte)'%' && LettersAt(text[..at], at - letters) == letters)
                return true;
        }

        return false;
    }

    /// <summary>How many bytes from the place on belong to the backslash or percent sign before it; 0 when there is none or it begins no escape.</summary>
    public static int LettersAt(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || at >= text.Length)
            return 0;
        return text[at - 1] switch
        {
            (byte)'%' => AreHex(text, at, Percent) ? Percent : 0,
            (byte)'\\' => text[at] switch
            {
                (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f' or (byte)'v' or (byte)'0' => 1,
                (byte)'x' => AreHex(text, at + 1, Hex - 1) ? Hex : 0,
                (byte)'u' => AreHex(text, at + 1, Unicode - 1) ? Unicode : 0,
                _ => 0,
            },
            _ => 0,
        };
    }

    private static bool AreHex(ReadOnlySpan<byte> text, int from, int count)
    {
        if (text.Length - from < count)
            return false;
        foreach (var b in text.Slice(from, count))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }
}
