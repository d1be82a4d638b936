using System.Buffers.Binary;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// A piece of a picture that is not drawn. The bytes of a chunk whose own header says that it is packed start at its zlib stream.
/// </summary>
internal sealed record PicturePart(string Label, ReadOnlyMemory<byte> Bytes, bool IsPacked = false);

/// <summary>
/// Takes pictures apart as far as it takes to tell what is drawn from what is not: PNG, JPEG, GIF, WebP, ICO. Damaged ones end where they
/// stop making sense.
/// </summary>
internal sealed class PictureParts(ReadOnlyMemory<byte> file)
{
    private const int ChunkBytes = 12;

    /// <summary>Behind the last byte that belongs to the picture. Known when all parts have been found.</summary>
    public int End { get; private set; }

    public IReadOnlyList<PicturePart> Find()
    {
        var parts = new List<PicturePart>();
        var bytes = file.Span;
        End = bytes[0] switch
        {
            0x89 => AddPng(file, parts),
            0xff => AddJpegs(parts),
            (byte)'G' => AddGif(parts),
            (byte)'R' => AddWebP(parts),
            _ => AddIcons(parts),
        };
        return parts;
    }

    /// <summary>Chunks up to IEND (PNG, section 5). The pixels, their palette and the small chunks of numbers are not looked at.</summary>
    private static int AddPng(ReadOnlyMemory<byte> png, List<PicturePart> parts)
    {
        long at = 8;
        while (at + ChunkBytes <= png.Length)
        {
            var chunk = png[(int)at..];
            var type = chunk.Span.Slice(4, 4);
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk.Span);
            if (length > chunk.Length - ChunkBytes || type.IndexOfAnyExceptInRange((byte)'A', (byte)'z') >= 0)
                return (int)at;
            at += ChunkBytes + length;
            if (type.SequenceEqual("IEND"u8))
                return (int)at;
            if (!type.SequenceEqual("IDAT"u8) && !type.SequenceEqual("fdAT"u8) && !type.SequenceEqual("PLTE"u8))
                parts.Add(PngPart(Encoding.ASCII.GetString(type), chunk.Slice(8, (int)length)));
        }

        return png.Length;
    }

    /// <summary>Texts have a keyword in front; zTXt, iCCP and, where it says so, iTXt are packed behind it.</summary>
    private static PicturePart PngPart(string type, ReadOnlyMemory<byte> data)
    {
        var text = data.Span.IndexOf((byte)0) is >= 0 and var end ? data[(end + 1)..] : data;
        switch (type)
        {
            case "tEXt":
                return new PicturePart(type, text);
            case "zTXt" or "iCCP" when text.Length > 1:
                return new PicturePart(type, text[1..], IsPacked: true);
            case "iTXt" when text.Length > 2:
                var isPacked = text.Span[0] == 1;
                text = BehindZero(BehindZero(text[2..]));
                return new PicturePart(type, text, isPacked);
            default:
                return new PicturePart(type, data);
        }
    }

    private static ReadOnlyMemory<byte> BehindZero(ReadOnlyMemory<byte> text) => text.Span.IndexOf((byte)0) is >= 0 and var end ? text[(end + 1)..] : default;

    /// <summary>One JPEG or several in a row, as cameras write previews behind the picture and recorders write films.</summary>
    private int AddJpegs(List<PicturePart> parts)
    {
        var segments = new SortedDictionary<string, MemoryStream>(StringComparer.Ordinal);
        var at = 0;
        while (file.Span[at..].StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
            at = PassJpeg(at + 2, segments);
        foreach (var (label, data) in segments)
            parts.Add(new PicturePart(label, data.ToArray()));
        return at;
    }

    /// <summary>
    /// Segments up to the end of the image (ITU T.81, annex B). What does not fit into one segment goes on in the next of its kind: they are
    /// put together, without the word by which applications know theirs.
    /// </summary>
    private int PassJpeg(int at, SortedDictionary<string, MemoryStream> segments)
    {
        var bytes = file.Span;
        while (at + 4 <= bytes.Length && bytes[at] == 0xff)
        {
            var marker = bytes[at + 1];
            if (marker == 0xd9)
                return at + 2;
            // Fill bytes, and markers that stand alone.
            if (marker is 0xff or 0x01 or (>= 0xd0 and <= 0xd7))
            {
                at += marker == 0xff ? 1 : 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (marker < 0xc0 || length < 2 || length > bytes.Length - at - 2)
                return at;
            if (marker is (>= 0xe0 and <= 0xef) or 0xfe)
                Append(segments, marker, bytes.Slice(at + 4, length - 2));
            at += 2 + length;
            if (marker == 0xda)
                at = PassScan(at);
        }

        return at + 2 == bytes.Length && bytes[at..].SequenceEqual((ReadOnlySpan<byte>)[0xff, 0xd9]) ? bytes.Length : at;
    }

    private static void Append(SortedDictionary<string, MemoryStream> segments, byte marker, ReadOnlySpan<byte> data)
    {
        var isComment = marker == 0xfe;
        var word = isComment ? default : data[..Math.Max(0, data[..Math.Min(data.Length, 80)].IndexOf((byte)0))];
        var label = isComment ? "comment" : $"APP{marker - 0xe0} {Encoding.ASCII.GetString(word)}".TrimEnd();
        if (!segments.TryGetValue(label, out var all))
            segments.Add(label, all = new MemoryStream());
        all.Write(data[(word.IsEmpty ? 0 : word.Length + 1)..]);
    }

    /// <summary>Packed pixels, in which a marker cannot occur: to the next one that is neither stuffing nor a restart.</summary>
    private int PassScan(int at)
    {
        var bytes = file.Span;
        while (bytes[at..].IndexOf((byte)0xff) is >= 0 and var hop)
        {
            at += hop;
            if (at + 1 >= bytes.Length || bytes[at + 1] is not (0 or 0xff or (>= 0xd0 and <= 0xd7)))
                return at;
            at += bytes[at + 1] == 0xff ? 1 : 2;
        }

        return bytes.Length;
    }

    /// <summary>Blocks up to the trailer (GIF89a, sections 17 to 27). Comments and applications' data come in pieces of 255 bytes.</summary>
    private int AddGif(List<PicturePart> parts)
    {
        var bytes = file.Span;
        if (bytes.Length < 13)
            return bytes.Length;
        var at = 13 + ColorTable(bytes[10]);
        while (at < bytes.Length)
        {
            switch (bytes[at])
            {
                case 0x3b:
                    return at + 1;
                case 0x2c when at + 11 <= bytes.Length:
                    at = PassBlocks(at + 11 + ColorTable(bytes[at + 9]), null);
                    break;
                case 0x21 when at + 2 <= bytes.Length:
                    using (var data = new MemoryStream())
                    {
                        var label = bytes[at + 1] switch { 0xfe => "comment", 0xff => "application data", _ => "extension" };
                        at = PassBlocks(at + 2, data);
                        parts.Add(new PicturePart(label, data.ToArray()));
                    }

                    break;
                default:
                    return at;
            }
        }

        return bytes.Length;
    }

    private static int ColorTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private int PassBlocks(int at, MemoryStream? data)
    {
        var bytes = file.Span;
        while (at < bytes.Length && bytes[at] is > 0 and var length)
        {
            var block = bytes.Slice(at + 1, Math.Min(length, bytes.Length - at - 1));
            data?.Write(block);
            at += 1 + block.Length;
        }

        return Math.Min(at + 1, bytes.Length);
    }

    /// <summary>Chunks of a RIFF file as long as it says it is (RFC 9649).</summary>
    private int AddWebP(List<PicturePart> parts)
    {
        var bytes = file.Span;
        var end = Math.Min(8L + BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), bytes.Length);
        long at = 12;
        while (at + 8 <= end)
        {
            var type = bytes.Slice((int)at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)(at + 4)..]);
            if (length > end - at - 8)
                return (int)at;
            if (!type.StartsWith("VP8"u8) && !type.StartsWith("AN"u8) && !type.SequenceEqual("ALPH"u8))
                parts.Add(new PicturePart(Encoding.Latin1.GetString(type).Trim(), file.Slice((int)at + 8, (int)length)));
            at += 8 + length + (length & 1);
        }

        return (int)Math.Min(Math.Max(at, end), bytes.Length);
    }

    /// <summary>The pictures that the directory lists, some of them PNG.</summary>
    private int AddIcons(List<PicturePart> parts)
    {
        var bytes = file.Span;
        int count = bytes.Length < 6 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        var end = Math.Min(6 + (count * 16), bytes.Length);
        for (var i = 0; i < count && 6 + ((i + 1) * 16) <= bytes.Length; i++)
        {
            var item = bytes[(6 + (i * 16))..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(item[8..]);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(item[12..]);
            if (offset > bytes.Length - size)
                continue;
            end = (int)Math.Max(end, offset + size);
            // Real icons have a dozen; many items may name the same bytes.
            if (i < 64 && bytes[(int)offset..].StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]))
                AddPng(file.Slice((int)offset, (int)size), parts);
        }

        return end;
    }
}
