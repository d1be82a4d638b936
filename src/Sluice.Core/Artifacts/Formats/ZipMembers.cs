using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Adds the members of one zip. Buffers and the inflater are shared by all of them, one after the other.</summary>
internal sealed class ZipMembers(EntrySink sink) : IDisposable
{
    private const int TypeMask = 0xf000;
    private const int SymbolicLink = 0xa000;
    private const int MaxLinkBytes = 4096;

    private readonly Inflate _inflate = new();
    private readonly InputBuffer _input = new(Stream.Null);

    // What the member read last turned out to be.
    private uint _crc;
    private long _size;
    private bool _hasEnded;

    public void Dispose() => _inflate.Dispose();

    /// <summary>A member whose place and size are known.</summary>
    public void Add(ZipRecord record, Content data)
    {
        var header = HeaderOf(record);
        if (header.Kind != EntryKind.File)
        {
            AddWithoutContent(record, header, data);
            return;
        }

        if (!CanOpen(record, header))
            return;
        if (record.Method == 0)
        {
            AddStored(record, header, data);
            return;
        }

        using var packed = data.Open();
        _input.Restart(packed);
        AddPacked(record, header, _input, data.Length);
        if (_input.Position < data.Length && data.Slice(_input.Position, data.Length.Value - _input.Position) is { } slack && _hasEnded)
        {
            sink.Report(AnomalyKind.HiddenData, header.Path, "carries data behind the end of its compressed data");
            sink.AddDecoded($"(data behind {header.Path.Value})", slack, "data behind the end of a compressed member");
        }
    }

    /// <summary>
    /// A member that is read where it stands, before its size may be known. Leaves the input behind its descriptor. Returns what the
    /// record would have said, had it been written afterwards.
    /// </summary>
    public ZipRecord AddForward(ZipRecord record, InputBuffer input, string? note)
    {
        var header = HeaderOf(record) with { Note = note };
        var isOpenEnded = record is { HasDescriptor: true, PackedSize: 0 };
        if (isOpenEnded && (record.Method != 8 || record.IsEncrypted))
            throw new ArtifactException($"{header.Path.Value} does not say where it ends");
        var start = input.Position;
        if (header.Kind != EntryKind.File && record is { PackedSize: 0, HasDescriptor: false })
            sink.Add(header);
        else if (isOpenEnded)
            AddPacked(record, header with { Size = null, PackedSize = null }, input, null);
        else
            AddSection(record, header with { Kind = EntryKind.File }, input);
        if (!record.HasDescriptor)
            return record;
        var packed = input.Position - start;
        return ZipDescriptor.Take(input, record with { PackedSize = packed, Size = _size, Crc = _crc });
    }

    /// <summary>A signing block has its size at both ends and a magic number (APK Signature Scheme v2).</summary>
    public static bool IsApkSigningBlock(Content block)
    {
        if (block.Length is not (>= 32 and <= 64 << 20))
            return false;
        using var stream = block.Open();
        Span<byte> ends = stackalloc byte[32];
        stream.ReadExactly(ends[..8]);
        stream.Position = block.Length.Value - 24;
        stream.ReadExactly(ends[8..]);
        return ends[16..].SequenceEqual("APK Sig Block 42"u8) && ends[..8].SequenceEqual(ends[8..16])
            && BinaryPrimitives.ReadInt64LittleEndian(ends) == block.Length - 8;
    }

    private static EntryHeader HeaderOf(ZipRecord record)
    {
        var type = record.UnixMode & TypeMask;
        var isDirectory = record.Name is [.., (byte)'/' or (byte)'\\'] || type == 0x4000;
        return new EntryHeader(EntryPath.Parse(record.Name))
        {
            Kind = type switch
            {
                SymbolicLink => EntryKind.SymbolicLink,
                0x2000 or 0x6000 => EntryKind.Device,
                0x1000 => EntryKind.Fifo,
                _ => isDirectory ? EntryKind.Directory : EntryKind.File,
            },
            Mode = record.UnixMode & 0xfff,
            Size = record.Size,
            PackedSize = record.PackedSize,
        };
    }

    private void AddWithoutContent(ZipRecord record, EntryHeader header, Content data)
    {
        // A folder deflated to nothing takes two bytes.
        if (record.Size == 0 && !record.IsEncrypted)
        {
            sink.Add(header with { PackedSize = null });
        }
        else if (header.Kind == EntryKind.SymbolicLink && CanOpen(record, header) && record.Size <= MaxLinkBytes)
        {
            var target = LinkTarget(record, data);
            sink.Add(header with { LinkTarget = target });
        }
        else
        {
            sink.Report(AnomalyKind.Ambiguous, header.Path, $"is a {header.Kind} that carries {record.Size} bytes");
            Add(record with { UnixMode = null, UnicodeName = null, RawName = [.. Encoding.UTF8.GetBytes(header.Path.Value), .. " (content)"u8] }, data);
        }
    }

    private string LinkTarget(ZipRecord record, Content data)
    {
        using var packed = data.Open();
        _input.Restart(packed);
        using var plain = record.Method == 0 ? _input.Section(null, "a link") : ZipCodecs.Open(record, _input, _inflate);
        var target = new byte[MaxLinkBytes];
        var count = plain.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(target, 0, count);
    }

    /// <summary>Adds the name at least of what cannot be opened, and says why it was not.</summary>
    private bool CanOpen(ZipRecord record, EntryHeader header)
    {
        var reason = record.IsEncrypted ? "is encrypted" : record.Method == 0 || ZipCodecs.CanOpen(record.Method) ? null : $"is compressed by {ZipCodecs.NameOf(record.Method)}, which is not supported";
        if (reason is null)
            return true;
        if (record.IsEncrypted)
            sink.Report(AnomalyKind.Encrypted, header.Path, reason);
        sink.Add(header with { Kind = EntryKind.File });
        sink.Unscreened(header.Path, reason);
        return false;
    }

    private void AddStored(ZipRecord record, EntryHeader header, Content data)
    {
        if (record.Size != data.Length)
            sink.Report(AnomalyKind.LyingSize, header.Path, $"has {data.Length} bytes where {record.Size} are announced");
        uint crc = 0;
        if (data.IsInMemory || data.Length <= Content.HeadBytes)
        {
            crc = Crc32.Append(0, data.Head.Span);
        }
        else
        {
            using var plain = new Crc32Stream(data.Open());
            plain.CopyTo(Stream.Null, 128 << 10);
            crc = plain.Crc;
        }

        CheckCrc(header, record.Crc, crc);
        sink.Add(header with { Size = data.Length }, data);
    }

    private void AddSection(ZipRecord record, EntryHeader header, InputBuffer input)
    {
        var end = input.Position + record.PackedSize;
        using var section = input.Section(record.PackedSize, "the data");
        if (CanOpen(record, header))
        {
            if (record.Method == 0)
                AddPlain(record, header, section);
            else
                AddPacked(record, header, _input.Restart(section), record.PackedSize);
        }

        input.Skip(end - input.Position);
    }

    private void AddPacked(ZipRecord record, EntryHeader header, InputBuffer input, long? packedSize)
    {
        using var plain = ZipCodecs.Open(record, input, _inflate);
        AddPlain(record, header with { PackedSize = packedSize }, plain);
    }

    private void AddPlain(ZipRecord record, EntryHeader header, Stream plain)
    {
        using var counted = new Crc32Stream(plain);
        sink.Add(header, counted);
        _hasEnded = counted.HasEnded;
        _crc = counted.Crc;
        _size = counted.Count;
        if (_hasEnded && header.Size is not null)
            CheckCrc(header, record.Crc, _crc);
    }

    private void CheckCrc(EntryHeader header, uint announced, uint actual)
    {
        if (announced != actual)
            sink.Report(AnomalyKind.ChecksumMismatch, header.Path, "does not have the checksum that the archive states");
    }
}
