using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>The fields that a local header and a central record have in common (APPNOTE 4.3.7 and 4.3.12).</summary>
internal sealed record ZipRecord
{
    public const uint LocalSignature = 0x04034b50;
    public const uint CentralSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint Zip64EndSignature = 0x06064b50;
    public const uint Zip64LocatorSignature = 0x07064b50;
    public const uint DescriptorSignature = 0x08074b50;
    public const int LocalBytes = 30;
    public const int CentralBytes = 46;

    private const int Zip64Field = 0x0001;
    private const int UnicodePathField = 0x7075;

    public required ushort Flags { get; init; }

    public required ushort Method { get; init; }

    public required uint Crc { get; init; }

    public required long PackedSize { get; init; }

    public required long Size { get; init; }

    /// <summary>The name as it stands in the record.</summary>
    public required byte[] RawName { get; init; }

    /// <summary>The Info-ZIP Unicode path that overrides the name; null when there is none.</summary>
    public byte[]? UnicodeName { get; init; }

    /// <summary>Where the local header starts by the central record; 0 in a local header.</summary>
    public long Offset { get; init; }

    public byte[] Comment { get; init; } = [];

    /// <summary>The extra fields as they stand in the record.</summary>
    public byte[] Extra { get; init; } = [];

    /// <summary>The Unix mode with its type bits; null when the record was not made on Unix.</summary>
    public int? UnixMode { get; init; }

    public byte[] Name => UnicodeName ?? RawName;

    /// <summary>Traditional, strong or AES.</summary>
    public bool IsEncrypted => (Flags & 0x2041) != 0 || Method == 99;

    /// <summary>Checksum and sizes follow the data.</summary>
    public bool HasDescriptor => (Flags & 8) != 0;

    public static ZipRecord TakeLocal(InputBuffer input)
    {
        var header = input.Take(LocalBytes, "a local header");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
            throw new ArtifactException("a local header is not where it should be");
        var record = Fixed(header[6..]);
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]), extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        record = record with { RawName = input.TakeCopy(nameBytes, ushort.MaxValue, "the name in a local header") };
        return record.WithExtra(input.TakeCopy(extraBytes, ushort.MaxValue, "the extra field of a local header"));
    }

    public static ZipRecord TakeCentral(InputBuffer input)
    {
        var header = input.Take(CentralBytes, "the central directory");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != CentralSignature)
            throw new ArtifactException("the central directory is damaged");
        var madeBy = header[5];
        var attributes = BinaryPrimitives.ReadUInt32LittleEndian(header[38..]);
        var record = Fixed(header[8..]) with
        {
            Offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]),
            // 3 is Unix, 19 is macOS.
            UnixMode = madeBy is 3 or 19 && attributes >> 16 != 0 ? (int)(attributes >> 16) : null,
        };
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]), extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        int commentBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        record = record with { RawName = input.TakeCopy(nameBytes, ushort.MaxValue, "a name in the central directory") };
        record = record.WithExtra(input.TakeCopy(extraBytes, ushort.MaxValue, "an extra field in the central directory"));
        return commentBytes == 0 ? record : record with { Comment = input.TakeCopy(commentBytes, ushort.MaxValue, "a comment in the central directory") };
    }

    private static ZipRecord Fixed(ReadOnlySpan<byte> fields) => new()
    {
        Flags = BinaryPrimitives.ReadUInt16LittleEndian(fields),
        Method = BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]),
        Crc = BinaryPrimitives.ReadUInt32LittleEndian(fields[8..]),
        PackedSize = BinaryPrimitives.ReadUInt32LittleEndian(fields[12..]),
        Size = BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]),
        RawName = [],
    };

    /// <summary>All extra fields but the name, and what stands behind them.</summary>
    public void AddRemarks(Remarks remarks)
    {
        ReadOnlySpan<byte> extra = Extra;
        while (extra.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]) is var length && length <= extra.Length - 4)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) != UnicodePathField || UnicodeName is null)
                remarks.Add(extra.Slice(4, length));
            extra = extra[(4 + length)..];
        }

        remarks.Add(extra);
    }

    private ZipRecord WithExtra(byte[] bytes)
    {
        var record = this with { Extra = bytes };
        ReadOnlySpan<byte> extra = bytes;
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
                return record;
            var field = extra.Slice(4, length);
            record = BinaryPrimitives.ReadUInt16LittleEndian(extra) switch
            {
                Zip64Field => record.WithZip64(field),
                UnicodePathField => record.WithUnicodePath(field),
                _ => record,
            };
            extra = extra[(4 + length)..];
        }

        return record;
    }

    /// <summary>The 64-bit values are there only for the fields that are all ones, in this order.</summary>
    private ZipRecord WithZip64(ReadOnlySpan<byte> field)
    {
        var (size, packed, offset) = (Size, PackedSize, Offset);
        Replace(ref size, ref field);
        Replace(ref packed, ref field);
        Replace(ref offset, ref field);
        return this with { Size = size, PackedSize = packed, Offset = offset };
    }

    private static void Replace(ref long value, ref ReadOnlySpan<byte> field)
    {
        if (value != uint.MaxValue || field.Length < 8)
            return;
        value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[8..];
        if (value < 0)
            throw new ArtifactException("a size in the zip is not possible");
    }

    /// <summary>Valid only for the name it was made for, which its checksum tells.</summary>
    private ZipRecord WithUnicodePath(ReadOnlySpan<byte> field) =>
        field.Length > 5 && field[0] == 1 && BinaryPrimitives.ReadUInt32LittleEndian(field[1..]) == Crc32.Append(0, RawName)
            ? this with { UnicodeName = field[5..].ToArray() }
            : this;
}

/// <summary>Where the central directory is, by the end record and its 64-bit forms (APPNOTE 4.3.14 to 4.3.16).</summary>
/// <param name="Shift">Bytes in front of the archive that its offsets do not count: a self-extractor's program.</param>
/// <param name="End">Where the archive ends, its comment included.</param>
internal sealed record ZipEnd(long DirectoryOffset, long DirectoryBytes, long Entries, long Shift, long RecordOffset, long End, byte[] Comment)
{
    private const int RecordBytes = 22;
    private const int LocatorBytes = 20;
    private const int MaxTailBytes = RecordBytes + ushort.MaxValue;

    /// <summary>Where other end records stand that lead to a directory too: in a zip that is stored as a member, or in a second directory.</summary>
    public IReadOnlyList<long> OtherRecords { get; private init; } = [];

    /// <summary>The content ends before the comment does.</summary>
    public bool IsCutOff { get; private init; }

    /// <summary>The last end record that leads to a central directory; null when there is none.</summary>
    public static ZipEnd? Find(Content content)
    {
        var length = content.Length ?? 0;
        if (length < RecordBytes)
            return null;
        var tailBytes = (int)Math.Min(length, MaxTailBytes);
        var tail = Read(content, length - tailBytes, tailBytes);
        ZipEnd? found = null;
        var others = new List<long>();
        for (var at = tail.LastIndexOf("PK\u0005\u0006"u8); at >= 0; at = tail[..at].LastIndexOf("PK\u0005\u0006"u8))
        {
            if (tail.Length - at < RecordBytes || At(content, length - tailBytes + at, tail[at..]) is not { } end)
                continue;
            if (found is null)
                found = end;
            else
                others.Add(end.RecordOffset);
        }

        return found is null ? null : found with { OtherRecords = others };
    }

    private static ZipEnd? At(Content content, long position, ReadOnlySpan<byte> record)
    {
        int statedBytes = BinaryPrimitives.ReadUInt16LittleEndian(record[20..]);
        var commentBytes = Math.Min(statedBytes, record.Length - RecordBytes);
        long entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        var directoryEnd = position;
        if ((entries == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue) && Zip64(content, position) is { } wide)
            (entries, size, offset, directoryEnd) = wide;
        var end = position + RecordBytes + commentBytes;
        var comment = record.Slice(RecordBytes, commentBytes).ToArray();
        // The directory ends at its end record. Where it does not, its offset may still be right.
        var shift = directoryEnd - size - offset;
        foreach (var candidate in (ReadOnlySpan<long>)[shift, 0])
        {
            if (candidate >= 0 && IsDirectory(content, offset + candidate, size, entries))
                return new ZipEnd(offset + candidate, size, entries, candidate, position, end, comment) { IsCutOff = commentBytes < statedBytes };
        }

        return null;
    }

    private static bool IsDirectory(Content content, long offset, long size, long entries)
    {
        if (entries == 0)
            return size == 0 && offset >= 0 && offset <= content.Length;
        return size >= ZipRecord.CentralBytes && offset >= 0 && offset <= content.Length - size
            && BinaryPrimitives.ReadUInt32LittleEndian(Read(content, offset, 4)) == ZipRecord.CentralSignature;
    }

    private static (long Entries, long Size, long Offset, long End)? Zip64(Content content, long position)
    {
        if (position < LocatorBytes)
            return null;
        var locator = Read(content, position - LocatorBytes, LocatorBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != ZipRecord.Zip64LocatorSignature)
            return null;
        // The locator's offset is wrong behind a prefix; right in front of the locator is where everyone writes it.
        foreach (var at in (ReadOnlySpan<long>)[BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), position - LocatorBytes - 56])
        {
            if (at < 0 || at > content.Length - 56)
                continue;
            var record = Read(content, at, 56);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != ZipRecord.Zip64EndSignature)
                continue;
            long entries = BinaryPrimitives.ReadInt64LittleEndian(record[32..]), size = BinaryPrimitives.ReadInt64LittleEndian(record[40..]);
            var offset = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
            return entries < 0 || size < 0 || offset < 0 ? null : (entries, size, offset, at);
        }

        return null;
    }

    private static ReadOnlySpan<byte> Read(Content content, long offset, int count)
    {
        if (content.IsInMemory)
            return content.Head.Span.Slice((int)offset, count);
        var bytes = new byte[count];
        using var stream = content.Open();
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
