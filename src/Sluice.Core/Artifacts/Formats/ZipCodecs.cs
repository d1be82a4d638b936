using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>The compression methods of zip that can be read (APPNOTE 4.4.5).</summary>
internal static class ZipCodecs
{
    private const ushort Deflate = 8;
    private const ushort Bzip2 = 12;
    private const ushort Lzma = 14;
    private const ushort Zstd = 93;
    private const ushort Xz = 95;

    public static bool CanOpen(ushort method) => method is Deflate or Bzip2 or Lzma or 20 or Zstd or Xz;

    /// <summary>For messages about what cannot be read.</summary>
    public static string NameOf(ushort method) => method switch
    {
        1 => "Shrink",
        >= 2 and <= 5 => "Reduce",
        6 => "Implode",
        9 => "Deflate64",
        98 => "PPMd",
        _ => $"method {method}",
    };

    /// <param name="inflate">Shared by all members of the archive.</param>
    public static Stream Open(ZipRecord record, InputBuffer input, Inflate inflate)
    {
        switch (record.Method)
        {
            case Deflate:
                inflate.Reset();
                return new CodecStream(input, inflate, "the deflate data", keepsCodec: true);
            case Bzip2:
                return ManagedDecoder.Bzip2(input.Section(null, "the bzip2 data"));
            case Lzma:
                return OpenLzma(record, input);
            case Xz:
                return new CodecStream(input, LzmaDecoder.ForXz(), "the xz data");
            default:
                return new CodecStream(input, new ZstdDecoder(), "the zstd data");
        }
    }

    /// <summary>Two bytes of version, two of length, then the properties. Bit 1 of the flags: an end mark, no size.</summary>
    private static CodecStream OpenLzma(ZipRecord record, InputBuffer input)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(input.Take(4, "the lzma properties")[2..]);
        if (length != 5)
            throw new ArtifactException("the lzma properties are damaged");
        var decoder = LzmaDecoder.ForZip(input.Take(length, "the lzma properties"), (record.Flags & 2) != 0 ? null : record.Size);
        return new CodecStream(input, decoder, "the lzma data");
    }
}
