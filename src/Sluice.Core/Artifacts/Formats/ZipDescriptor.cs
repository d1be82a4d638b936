using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Checksum and sizes behind the data (APPNOTE 4.3.9): with or without a signature, with sizes of 4 or 8 bytes.</summary>
internal static class ZipDescriptor
{
    private const int MaxBytes = 24;

    /// <summary>How long the descriptor of a known member is; 0 when there is none.</summary>
    public static int LengthAt(Content content, long position, ZipRecord record)
    {
        var count = (int)Math.Min(MaxBytes, content.Length!.Value - position);
        if (count <= 0 || content.Slice(position, count) is not { } bytes)
            return 0;
        return LengthOf(bytes.Head.Span, record);
    }

    /// <summary>Takes the descriptor of a member that was just read; its values must be those that were seen.</summary>
    public static ZipRecord Take(InputBuffer input, ZipRecord seen)
    {
        var length = LengthOf(input.Peek(MaxBytes), seen);
        if (length == 0)
            throw new ArtifactException("the sizes behind a member are not those of the member") { Anomaly = AnomalyKind.LyingSize };
        input.Advance(length);
        return seen;
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes, ZipRecord record)
    {
        var signature = bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == ZipRecord.DescriptorSignature ? 4 : 0;
        foreach (var skipped in (ReadOnlySpan<int>)[signature, 0])
        {
            var fields = bytes[skipped..];
            if (fields.Length >= 20 && Matches(fields, record, BinaryPrimitives.ReadInt64LittleEndian(fields[4..]), BinaryPrimitives.ReadInt64LittleEndian(fields[12..])))
                return skipped + 20;
            if (fields.Length >= 12 && Matches(fields, record, BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]), BinaryPrimitives.ReadUInt32LittleEndian(fields[8..])))
                return skipped + 12;
        }

        return 0;
    }

    private static bool Matches(ReadOnlySpan<byte> fields, ZipRecord record, long packed, long size) =>
        BinaryPrimitives.ReadUInt32LittleEndian(fields) == record.Crc && packed == record.PackedSize && size == record.Size;
}
