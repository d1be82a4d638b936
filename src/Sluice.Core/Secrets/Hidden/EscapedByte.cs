using System.Globalization;

namespace Sluice.Secrets.Hidden;

/// <summary>A character written by its number: <c>%67</c>, <c>\u0067</c>, <c>\u{67}</c>, <c>\x67</c>, <c>\147</c>, <c>&amp;#103;</c>, <c>&amp;#x67;</c>, <c>=3D</c>; also <c>\/</c>.</summary>
internal static class EscapedByte
{
    /// <summary>A text in a text in a text doubles its backslashes.</summary>
    private const int MaxBackslashes = 8;

    private const int MaxReferenceDigits = 7;

    /// <summary><c>\u{0}</c> up to six digits.</summary>
    private const int ShortestBraced = 5, LongestBraced = 10;

    /// <summary>What an escape begins with.</summary>
    public static bool MayBegin(byte b) => b is (byte)'%' or (byte)'\\' or (byte)'&' or (byte)'=';

    /// <summary>ASCII that texts consist of only: printable, or a blank, a line end, or what moves a terminal.</summary>
    /// <param name="length">Bytes that the escape takes.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        (value, length) = (0, 0);
        if (text.Length < 2)
            return false;
        return text[0] switch
        {
            (byte)'%' => TryHex(text, 1, 2, out value, out length),
            (byte)'\\' => TryBackslash(text, out value, out length),
            (byte)'&' when text[1] == '#' => TryReference(text, out value, out length),
            // In quoted-printable text that is how the sign itself is written; other printable characters stand for themselves.
            (byte)'=' when text.StartsWith("=3D"u8) => TryHex(text, 1, 2, out value, out length),
            _ => false,
        };
    }

    /// <summary>Where an escape with a brace begins that ends right before the place: <c>\u{67}</c>; the place itself where none does.</summary>
    public static int StartOfBraced(ReadOnlySpan<byte> text, int end)
    {
        if (end < ShortestBraced || text[end - 1] != '}')
            return end;
        var start = text[Math.Max(0, end - LongestBraced)..end].LastIndexOf("\\u{"u8);
        start = start < 0 ? end : Math.Max(0, end - LongestBraced) + start;
        return start < end && TryRead(text[start..end], out _, out var length) && start + length == end ? start : end;
    }

    private static bool TryBackslash(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        (value, length) = (0, 0);
        var at = 1;
        while (at < text.Length && at < MaxBackslashes && text[at] == '\\')
            at++;
        if (at == text.Length)
            return false;
        switch (text[at])
        {
            case (byte)'/':
                (value, length) = ((byte)'/', at + 1);
                return true;
            case (byte)'x':
                return TryHex(text, at + 1, 2, out value, out length);
            case (byte)'u' when text[(at + 1)..].StartsWith("00"u8):
                return TryHex(text, at + 3, 2, out value, out length);
            case (byte)'u' when at + 1 < text.Length && text[at + 1] == '{':
                return TryBraced(text, at + 2, out value, out length);
            default:
                return TryOctal(text, at, out value, out length);
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> text, int at, int digits, out byte value, out int length)
    {
        value = 0;
        length = at + digits;
        return text.Length >= length && Convert.FromHexString(text.Slice(at, digits), new Span<byte>(ref value), out _, out _) == System.Buffers.OperationStatus.Done && IsText(value);
    }

    private static bool TryBraced(ReadOnlySpan<byte> text, int at, out byte value, out int length)
    {
        (value, length) = (0, 0);
        var digits = text[at..Math.Min(text.Length, at + LongestBraced - ShortestBraced + 2)];
        var end = digits.IndexOf((byte)'}');
        if (end <= 0 || !int.TryParse(digits[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) || number > 0x7f)
            return false;
        (value, length) = ((byte)number, at + end + 1);
        return IsText(value);
    }

    private static bool TryOctal(ReadOnlySpan<byte> text, int at, out byte value, out int length)
    {
        var number = 0;
        for (length = at; length < text.Length && length < at + 3 && text[length] is >= (byte)'0' and <= (byte)'7'; length++)
            number = (number << 3) + (text[length] - '0');
        value = (byte)number;
        return length >= at + 2 && number < 0x80 && IsText(value);
    }

    private static bool TryReference(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        (value, length) = (0, 0);
        var isHex = text.Length > 2 && text[2] is (byte)'x' or (byte)'X';
        var digits = text[(isHex ? 3 : 2)..];
        var end = digits[..Math.Min(digits.Length, MaxReferenceDigits)].IndexOf((byte)';');
        if (end <= 0 || !int.TryParse(digits[..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 0 or > 0x7f)
            return false;
        (value, length) = ((byte)number, text.Length - digits.Length + end + 1);
        return IsText(value);
    }

    private static bool IsText(byte value) => value is (>= 0x20 and < 0x7f) or (>= 0x07 and <= 0x0a) or 0x0d or 0x1b;
}
