using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>
/// All LZ4 frames (LZ4 frame format 1.6, and the legacy one that kernels are packed with) as one stream. Memory is that of one block,
/// at most 8 MiB, for all of them. Checksums are passed over.
/// </summary>
internal sealed class Lz4Frames(InputBuffer input) : ReadOnlyStream
{
    private const uint Magic = 0x184d2204;
    private const uint LegacyMagic = 0x184c2102;
    private const uint StoredFlag = 1u << 31;
    private const int HistoryBytes = 64 << 10;
    private const int LegacyBlockBytes = 8 << 20;

    /// <summary>History, then the block at hand, up to <see cref="_end"/>.</summary>
    private byte[] _window = [];
    private int _start;
    private int _end;
    private Frame? _frame;
    private long _frameBytes;

    public bool HasEnded { get; private set; }

    public static bool IsFrame(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is Magic or LegacyMagic;

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end)
        {
            if (!TryNextBlock())
                return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _window.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>False behind the last frame. A block may be empty.</summary>
    private bool TryNextBlock()
    {
        if (_frame is null && !IsFrame(input.Peek(4)))
        {
            HasEnded = true;
            return false;
        }

        _frame ??= OpenFrame();
        if (IsAtFrameEnd(_frame))
        {
            CloseFrame(_frame);
            return true;
        }

        Decode(_frame, input.TakeUInt32("the lz4 data"));
        return true;
    }

    private Frame OpenFrame()
    {
        _start = _end = 0;
        _frameBytes = 0;
        if (input.TakeUInt32("the lz4 header") == LegacyMagic)
            return Sized(new Frame(Fields.None, LegacyBlockBytes, null, IsLegacy: true));
        var descriptor = input.Take(2, "the lz4 header");
        var (fields, blockSize) = ((Fields)descriptor[0], (descriptor[1] >> 4) & 7);
        if ((descriptor[0] & 0xc0) != 0x40 || blockSize < 4)
            throw new ArtifactException("the lz4 header is damaged");
        if (fields.HasFlag(Fields.Dictionary))
            throw new ArtifactException("the lz4 data needs a dictionary that is not in it");
        long? size = fields.HasFlag(Fields.ContentSize) ? BinaryPrimitives.ReadInt64LittleEndian(input.Take(8, "the lz4 header")) : null;
        input.Take(1, "the lz4 header");
        return Sized(new Frame(fields, 1 << (8 + (2 * blockSize)), size, IsLegacy: false));
    }

    private Frame Sized(Frame frame)
    {
        if (_window.Length < HistoryBytes + frame.MaxBlockBytes)
            _window = GC.AllocateUninitializedArray<byte>(HistoryBytes + frame.MaxBlockBytes);
        return frame;
    }

    /// <summary>The legacy format has no mark: it ends where the file does or another frame starts.</summary>
    private bool IsAtFrameEnd(Frame frame) =>
        frame.IsLegacy
            ? input.IsAtEnd || IsFrame(input.Peek(4))
            : input.Peek(4).SequenceEqual("\0\0\0\0"u8);

    private void CloseFrame(Frame frame)
    {
        _frame = null;
        if (frame.IsLegacy)
            return;
        input.Take(frame.Fields.HasFlag(Fields.ContentChecksum) ? 8 : 4, "the lz4 data");
        if (frame.ContentSize is { } size && size != _frameBytes)
            throw new ArtifactException("the length in the lz4 header is wrong") { Anomaly = AnomalyKind.LyingSize };
    }

    private void Decode(Frame frame, uint field)
    {
        var isStored = !frame.IsLegacy && (field & StoredFlag) != 0;
        var length = frame.IsLegacy ? field : field & ~StoredFlag;
        // What does not shrink grows by one byte in 255 in the legacy format, and is stored in the other.
        if (length > frame.MaxBlockBytes + (frame.IsLegacy ? (frame.MaxBlockBytes / 255) + 16 : 0))
            throw new ArtifactException("a block of the lz4 data is larger than its header allows");
        var packed = input.TakeGrowing((int)length, "the lz4 data");
        if (frame.Fields.HasFlag(Fields.BlockChecksum))
            input.Take(4, "the lz4 data");
        KeepHistory();
        if (isStored)
            packed.CopyTo(_window, _start);
        _end = isStored ? _start + packed.Length : Lz4Block.Decode(packed, _window.AsSpan(0, _start + frame.MaxBlockBytes), _start);
        _frameBytes += _end - _start;
    }

    /// <summary>Blocks may refer to the 64 KiB in front of them.</summary>
    private void KeepHistory()
    {
        var kept = Math.Min(_end, HistoryBytes);
        _window.AsSpan(_end - kept, kept).CopyTo(_window);
        _start = _end = kept;
    }

    private sealed record Frame(Fields Fields, int MaxBlockBytes, long? ContentSize, bool IsLegacy);

    [Flags]
    private enum Fields : byte
    {
        None = 0,
        Dictionary = 1,
        ContentChecksum = 4,
        ContentSize = 8,
        BlockChecksum = 16,
    }
}
