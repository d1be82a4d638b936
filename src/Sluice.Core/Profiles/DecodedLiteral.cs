using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>What a literal says once the program has decoded it. Each reads a run of the bytes that its encoding is written with, so that all together are linear.</summary>
internal static class DecodedLiteral
{
    /// <summary>Longer ones are no address and no command.</summary>
    private const int Longest = 1 << 20;

    private const int Shortest = 2;

    private static readonly ByteClass Base64Bytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-_"u8);
    private static readonly ByteClass PercentBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%._~-/:?&=+,;!*@#"u8);
    private static readonly ByteClass NumberBytes = ByteClass.Of("0123456789abcdefABCDEFx, \t\r\n"u8);

    /// <summary>At the first byte of a literal: how long it is; -1 where its bytes are others, or no quote ends it.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text, byte quote, bool isPercent)
    {
        var end = (isPercent ? PercentBytes : Base64Bytes).FirstOutside(text);
        return end is >= Shortest and <= Longest && text[end] == quote ? end : -1;
    }

    /// <summary>Before the quote that ends a literal of base64 or hexadecimal digits: where its first byte is; -1 for none.</summary>
    public static int StartBefore(ReadOnlySpan<byte> before, byte quote)
    {
        var start = Base64Bytes.LastOutside(before);
        return start >= 0 && before[start] == quote && before.Length - start - 1 is >= Shortest and <= Longest ? start + 1 : -1;
    }

    /// <summary>Empty for what is none, or no text.</summary>
    public static byte[] OfBase64(ReadOnlySpan<byte> literal)
    {
        var digits = literal.TrimEnd((byte)'=').ToArray();
        digits.AsSpan().Replace((byte)'-', (byte)'+');
        digits.AsSpan().Replace((byte)'_', (byte)'/');
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(digits.Length + 3)];
        var whole = digits.Length / 4 * 4;
        if (Base64.DecodeFromUtf8(digits.AsSpan(0, whole), bytes, out _, out var written) != OperationStatus.Done)
            return [];
        Span<byte> last = [.. digits.AsSpan(whole), .. "=="u8];
        if (digits.Length - whole >= 2 && Base64.DecodeFromUtf8(last[..4], bytes.AsSpan(written), out _, out var more) == OperationStatus.Done)
            written += more;
        return Text(bytes.AsSpan(0, written));
    }

    public static byte[] OfHexadecimal(ReadOnlySpan<byte> literal)
    {
        var bytes = new byte[literal.Length / 2];
        return Convert.FromHexString(literal[..(bytes.Length * 2)], bytes, out _, out var written) == OperationStatus.Done ? Text(bytes.AsSpan(0, written)) : [];
    }

    public static byte[] OfPercent(ReadOnlySpan<byte> literal)
    {
        if (!literal.Contains((byte)'%'))
            return [];
        var (bytes, length) = (new byte[literal.Length], 0);
        for (var at = 0; at < literal.Length; at++)
        {
            if (literal[at] == '%' && at + 2 < literal.Length && Utf8Parser.TryParse(literal.Slice(at + 1, 2), out byte value, out var used, 'x') && used == 2)
                (bytes[length++], at) = (value, at + 2);
            else
                bytes[length++] = literal[at];
        }

        return Text(bytes.AsSpan(0, length));
    }

    /// <summary>Of numbers with commas between them, as the argument of a call.</summary>
    public static byte[] OfNumbers(ReadOnlySpan<byte> list)
    {
        var end = NumberBytes.FirstOutside(list);
        return end is > 0 and <= Longest && list[end] is (byte)')' or (byte)']' ? Numbers(list[..end]) : [];
    }

    /// <summary>The same of a list that ends before a place.</summary>
    public static byte[] OfNumbersBefore(ReadOnlySpan<byte> before)
    {
        var start = NumberBytes.LastOutside(before);
        return start >= 0 && before[start] == '[' && before.Length - start <= Longest ? Numbers(before[(start + 1)..]) : [];
    }

    private static byte[] Numbers(ReadOnlySpan<byte> list)
    {
        var (bytes, length) = (new byte[(list.Length / 2) + 1], 0);
        while (!list.IsEmpty)
        {
            var comma = list.IndexOf((byte)',');
            var number = (comma < 0 ? list : list[..comma]).Trim(" \t\r\n"u8);
            list = comma < 0 ? default : list[(comma + 1)..];
            if (number.IsEmpty && list.IsEmpty)
                break;
            var isHexadecimal = number.StartsWith("0x"u8);
            if (!byte.TryParse(isHexadecimal ? number[2..] : number, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out bytes[length++]))
                return [];
        }

        return Text(bytes.AsSpan(0, length));
    }

    /// <summary>Of texts in quotes with commas between them, in brackets that end before a place; empty where other things stand there, too.</summary>
    public static byte[] OfList(ReadOnlySpan<byte> before)
    {
        var start = before.LastIndexOf((byte)'[');
        if (start < 0)
            return [];
        var list = before[(start + 1)..];
        var (bytes, length) = (new byte[list.Length], 0);
        while (!(list = list.TrimStart(" \t\r\n,"u8)).IsEmpty)
        {
            var quote = list[0];
            if (!LiteralText.IsQuote(quote) || list[1..].IndexOf(quote) is not (>= 0 and var end))
                return [];
            list.Slice(1, end).CopyTo(bytes.AsSpan(length));
            length += end;
            list = list[(end + 2)..];
        }

        return Text(bytes.AsSpan(0, length));
    }

    public static byte[] OfReversed(ReadOnlySpan<byte> literal)
    {
        var bytes = literal.ToArray();
        bytes.AsSpan().Reverse();
        return Text(bytes);
    }

    /// <summary>Pictures, fonts and programs for machines are decoded as well: they say nothing.</summary>
    private static byte[] Text(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r') or 0x7f)
                return [];
        }

        return bytes.Length > Shortest && Utf8.IsValid(bytes) ? bytes.ToArray() : [];
    }
}
