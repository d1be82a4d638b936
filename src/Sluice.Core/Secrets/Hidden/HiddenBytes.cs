using System.IO.Compression;
using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;

namespace Sluice.Secrets.Hidden;

/// <summary>Decodes what was found, as far as it makes a plausible text.</summary>
internal static class HiddenBytes
{
    private const int MinDecoded = 12;

    /// <summary>More than a text shrinks by.</summary>
    private const int MaxGrowth = 16;

    private static readonly ByteClass Controls = ByteClass.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>The first sixteen digits make printable characters: of random digits one in ten thousand does.</summary>
    public static bool MayBeHex(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 2 * MinDecoded || HexText.Digits.FirstOutside(digits[..16]) >= 0)
            return false;
        Span<byte> front = stackalloc byte[16];
        digits[..16].CopyTo(front);
        return IsPlausible(HexText.DecodeInPlace(front));
    }

    /// <summary>The first sixteen characters make printable ones, UTF-16, or the front of a compressed stream.</summary>
    public static bool MayBeBase64(ReadOnlySpan<byte> characters)
    {
        if (characters.Length < 16 || Base64Text.Alphabet.FirstOutside(characters[..16]) >= 0)
            return false;
        Span<byte> front = stackalloc byte[20];
        characters[..16].CopyTo(front);
        return IsPlausible(Base64Text.Decode(front, 16));
    }

    /// <summary>What the part stands for: nothing for a joint, nor for what turns out to be no text.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text, HiddenText hidden)
    {
        var part = text[hidden.Start..hidden.End];
        return hidden.Form switch
        {
            HiddenForm.Base64 => DecodeBase64(part),
            HiddenForm.Hexadecimal => DecodeHex(part),
            HiddenForm.Escapes => Unescape(part),
            HiddenForm.Nested => NestedText.Unescape(part),
            _ => [],
        };
    }

    private static byte[] DecodeBase64(ReadOnlySpan<byte> part)
    {
        var buffer = Array.Empty<byte>();
        Base64Text.Collect(part, ref buffer, int.MaxValue, out var length);
        var whole = AsText(Base64Text.Decode(buffer, length));
        if (whole.Length > 0)
            return whole;
        // What looked like another line of it was none.
        var run = Base64Text.Alphabet.FirstOutside(part);
        if (run < 0)
            return [];
        buffer = new byte[run + 4];
        part[..run].CopyTo(buffer);
        return AsText(Base64Text.Decode(buffer, run));
    }

    private static byte[] DecodeHex(ReadOnlySpan<byte> part)
    {
        part = part[(part[0] == 'x' ? 1 : part[1] is (byte)'x' or (byte)'X' ? 2 : 0)..];
        var run = HexText.Digits.FirstOutside(part);
        return AsText(HexText.DecodeInPlace((run < 0 ? part : part[..run]).ToArray()));
    }

    /// <summary>Every escape by number replaced by its character.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> part)
    {
        var output = new byte[part.Length];
        var length = 0;
        for (var at = 0; at < part.Length;)
        {
            if (EscapedByte.MayBegin(part[at]) && EscapedByte.TryRead(part[at..], out var value, out var used))
            {
                output[length++] = value;
                at += used;
            }
            else
            {
                output[length++] = part[at++];
            }
        }

        return output[..length];
    }

    private static byte[] AsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinDecoded)
            return [];
        if (IsPacked(bytes))
            return AsText(Unpack(bytes));
        if (IsWide(bytes))
            return Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes.ToArray());
        return Controls.IsAnyIn(bytes) ? [] : bytes.ToArray();
    }

    private static bool IsPlausible(ReadOnlySpan<byte> front) =>
        front.Length >= 8 && (IsPacked(front) || IsWide(front) || !Controls.IsAnyIn(front) && front.IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0);

    private static bool IsPacked(ReadOnlySpan<byte> front) =>
        front.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]) || front is [0x78, 0x01 or 0x5e or 0x9c or 0xda, ..];

    private static bool IsWide(ReadOnlySpan<byte> front) => front[1] == 0 && front[3] == 0 && front[5] == 0 && front[7] == 0 && front[0] is >= 0x20 and < 0x7f && front[2] is >= 0x20 and < 0x7f;

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var input = new MemoryStream(packed.ToArray());
        using Stream plain = packed[0] == 0x1f ? new GZipStream(input, CompressionMode.Decompress) : new ZLibStream(input, CompressionMode.Decompress);
        var output = new byte[packed.Length * MaxGrowth];
        var length = 0;
        try
        {
            for (int count; length < output.Length && (count = plain.Read(output, length, output.Length - length)) > 0;)
                length += count;
        }
        catch (InvalidDataException)
        {
            // Cut, damaged, or never compressed: what came before is as good as a text can be.
        }

        return output[..length];
    }
}
