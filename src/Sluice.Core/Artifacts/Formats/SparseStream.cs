using System.Buffers.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// A sparse file of a tar archive with its holes filled in. A hole longer than <see cref="MaxHoleBytes"/> is shortened to that:
/// it hides nothing, and a few bytes may claim exabytes.
/// </summary>
internal sealed class SparseStream : ReadOnlyStream
{
    public const int MaxHoleBytes = 1 << 20;

    private readonly Stream _stored;
    private readonly IReadOnlyList<long> _parts;
    private readonly long _size;
    private int _part = -2;
    private long _position;
    private long _zeros;
    private long _bytes;

    private SparseStream(Stream stored, IReadOnlyList<long> parts, long size)
    {
        if (parts.Count % 2 != 0)
            throw new ArtifactException("a part has no length");
        _stored = stored;
        _parts = parts;
        _size = size;
    }

    /// <summary>The map stands in the header and in the blocks after it, which count as neither header nor content.</summary>
    public static List<long> GnuMap(TarHeader header, InputBuffer input)
    {
        var parts = new List<long>();
        AddParts(parts, header.Block.Slice(386, 96));
        var isExtended = header.Block[482] != 0;
        while (isExtended)
        {
            var block = input.Take(TarHeader.BlockBytes, "the map of a sparse file");
            AddParts(parts, block[..504]);
            isExtended = block[504] != 0;
            if (parts.Count > 1 << 21)
                throw new ArtifactException("a sparse file has too many parts");
        }

        return parts;
    }

    public static SparseStream Gnu(TarHeader header, List<long> map, Stream stored) =>
        new(stored, map, TarHeader.Number(header.Block.Slice(483, 12)) ?? 0);

    public static SparseStream Pax(TarExtensions extensions, Stream stored) =>
        new(stored, extensions.SparseParts ?? MapInFront(stored), extensions.SparseSize ?? 0);

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_zeros > 0)
            {
                var count = (int)Math.Min(buffer.Length, _zeros);
                buffer[..count].Clear();
                _zeros -= count;
                return count;
            }

            if (_bytes > 0)
            {
                var count = _stored.Read(buffer[..(int)Math.Min(buffer.Length, _bytes)]);
                if (count == 0)
                    throw ArtifactException.Truncated("the content of a sparse file");
                _bytes -= count;
                return count;
            }

            if (!NextPart())
                return _stored.Read(buffer);
        }

        return 0;
    }

    /// <summary>False after the last part: stored bytes that the map does not mention still follow.</summary>
    private bool NextPart()
    {
        if (_part >= _parts.Count)
            return false;
        _part += 2;
        var isEnd = _part >= _parts.Count;
        var offset = isEnd ? _size : _parts[_part];
        var length = isEnd ? 0 : _parts[_part + 1];
        if (offset < _position && !isEnd)
            throw new ArtifactException("the parts of a sparse file overlap");
        _zeros = Math.Clamp(offset - _position, 0, MaxHoleBytes);
        _bytes = length;
        _position = offset > long.MaxValue - length ? throw new ArtifactException("a sparse file has no end") : Math.Max(_position, offset + length);
        return true;
    }

    private static void AddParts(List<long> parts, ReadOnlySpan<byte> fields)
    {
        for (; fields.Length >= 24 && fields[0] != 0; fields = fields[24..])
        {
            parts.Add(TarHeader.Number(fields[..12]) ?? throw new ArtifactException("an offset is damaged"));
            parts.Add(TarHeader.Number(fields[12..24]) ?? throw new ArtifactException("a length is damaged"));
        }
    }

    /// <summary>Decimal numbers, one a line, padded to a full block: the count of parts, then offset and length of each.</summary>
    private static List<long> MapInFront(Stream stored)
    {
        var parts = new List<long>();
        var block = new byte[TarHeader.BlockBytes];
        long? count = null;
        var carried = 0;
        var number = new byte[24];
        while (count is null || parts.Count < count * 2)
        {
            if (stored.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length)
                throw ArtifactException.Truncated("the map of a sparse file");
            foreach (var b in block)
            {
                if (count is not null && parts.Count == count * 2)
                    break;
                if (b != '\n')
                {
                    if (carried == number.Length)
                        throw new ArtifactException("a number is damaged");
                    number[carried++] = b;
                    continue;
                }

                var value = Number(number.AsSpan(0, carried));
                carried = 0;
                if (count is null)
                    count = value <= 1 << 20 ? value : throw new ArtifactException("too many parts");
                else
                    parts.Add(value);
            }
        }

        return parts;
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long value, out var used) && used == digits.Length && value >= 0 ? value : throw new ArtifactException("a number is damaged");
}
