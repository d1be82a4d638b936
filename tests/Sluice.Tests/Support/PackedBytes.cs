using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Compresses and encodes in the ways that have no archive around them.</summary>
public static class PackedBytes
{
    public const string Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    public const string Rfc1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

    public static string Ascii85 { get; } = string.Concat(Enumerable.Range('!', 85).Select(c => (char)c));

    public static byte[] Zlib(byte[] plain) => Pack(plain, packed => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Deflate(byte[] plain) => Pack(plain, packed => new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Brotli(byte[] plain) => Pack(plain, packed => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true));

    public static string Base32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        bits = bits.PadRight((bits.Length + 4) / 5 * 5, '0');
        return string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five), 2)]));
    }

    public static string Base85(string alphabet, byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var group in bytes.Chunk(4))
        {
            var value = group.Concat(new byte[4 - group.Length]).Aggregate(0u, (sum, b) => (sum << 8) | b);
            var digits = "";
            for (var i = 0; i < 5; i++, value /= 85)
                digits = alphabet[(int)(value % 85)] + digits;
            text.Append(digits.AsSpan(0, group.Length + 1));
        }

        return text.ToString();
    }

    public static string Uuencode(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var line in bytes.Chunk(45))
        {
            text.Append((char)(' ' + line.Length));
            foreach (var group in line.Chunk(3))
            {
                var bits = group.Concat(new byte[3 - group.Length]).Aggregate(0, (sum, b) => (sum << 8) | b);
                for (var shift = 18; shift >= 0; shift -= 6)
                    text.Append((bits >> shift & 63) == 0 ? '`' : (char)(' ' + (bits >> shift & 63)));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A document with one stream; its table is left out, as damaged documents have none.</summary>
    public static byte[] Pdf(string dictionary, byte[] stream) =>
        [.. "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n"u8, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<< {dictionary} /Length {stream.Length} >>\nstream\r\n")), .. stream, .. "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"u8];

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var stream = open(packed))
            stream.Write(plain);
        return packed.ToArray();
    }
}
