using System.Buffers.Binary;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Apple's binary property lists (CFBinaryPList.c): objects, a table of where each begins, a trailer of 32 bytes. Objects are read one by one and
/// never followed, so that lists which hold themselves do no harm.
/// </summary>
internal readonly ref struct BinaryPropertyList
{
    private const int TrailerBytes = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _offsetBytes;
    private readonly int _referenceBytes;
    private readonly int _table;

    private BinaryPropertyList(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        var trailer = bytes[^TrailerBytes..];
        (_offsetBytes, _referenceBytes) = (trailer[6], trailer[7]);
        var (count, top, table) = (BinaryPrimitives.ReadUInt64BigEndian(trailer[8..]), BinaryPrimitives.ReadUInt64BigEndian(trailer[16..]), BinaryPrimitives.ReadUInt64BigEndian(trailer[24..]));
        if (_offsetBytes is < 1 or > 8 || _referenceBytes is < 1 or > 8 || count > (ulong)bytes.Length || table > (ulong)bytes.Length || (count * (ulong)_offsetBytes) > (ulong)bytes.Length - table || top >= count)
            throw new ArtifactException("the trailer of the property list is damaged");
        (Count, Top, _table) = ((int)count, (int)top, (int)table);
    }

    internal enum ObjectKind
    {
        Other,
        Text,
        WideText,
        Data,
        Dictionary,
    }

    /// <summary>How many objects there are, by the trailer.</summary>
    public int Count { get; }

    /// <summary>The object that holds the others.</summary>
    public int Top { get; }

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length > 8 + TrailerBytes && bytes.StartsWith("bplist0"u8);

    /// <exception cref="ArtifactException">It is damaged.</exception>
    public static BinaryPropertyList Open(ReadOnlySpan<byte> bytes) => IsOne(bytes) ? new BinaryPropertyList(bytes) : throw new ArtifactException("not a binary property list");

    /// <param name="start">Where its bytes begin.</param>
    /// <param name="length">In bytes; for a dictionary the references of the keys and then of the values.</param>
    public ObjectKind Object(int index, out int start, out int length)
    {
        if (index < 0 || index >= Count)
            throw new ArtifactException("an object of the property list is not there");
        var at = Number(_table + (index * _offsetBytes), _offsetBytes);
        if (at >= _bytes.Length - TrailerBytes)
            throw new ArtifactException("an object of the property list lies outside it");
        var position = (int)at;
        var marker = _bytes[position++];
        var kind = (marker >> 4) switch
        {
            4 => ObjectKind.Data,
            5 or 7 => ObjectKind.Text,
            6 => ObjectKind.WideText,
            0xd => ObjectKind.Dictionary,
            _ => ObjectKind.Other,
        };
        long count = marker & 0xf;
        if (kind != ObjectKind.Other && count == 0xf)
        {
            // A count that does not fit stands behind as a number of 2^n bytes.
            var width = 1 << Math.Min(_bytes[position++] & 0xf, 4);
            count = width <= 8 ? Number(position, width) : long.MaxValue;
            position += width;
        }

        (start, length) = (position, 0);
        if (kind == ObjectKind.Other)
            return kind;
        var unit = kind switch
        {
            ObjectKind.WideText => 2,
            ObjectKind.Dictionary => 2 * _referenceBytes,
            _ => 1,
        };
        if (count > (_bytes.Length - position) / unit)
            throw new ArtifactException("an object of the property list lies outside it");
        length = (int)count * unit;
        return kind;
    }

    /// <summary>The texts among the members of the top dictionary.</summary>
    public Dictionary<string, string> TopTexts()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(Top, out var start, out var length) != ObjectKind.Dictionary)
            return texts;
        var count = length / (2 * _referenceBytes);
        for (var i = 0; i < count; i++)
        {
            if (Text((int)Number(start + (i * _referenceBytes), _referenceBytes)) is { } key && Text((int)Number(start + ((count + i) * _referenceBytes), _referenceBytes)) is { } value)
                texts.TryAdd(key, value);
        }

        return texts;
    }

    private string? Text(int index) => Object(index, out var start, out var length) switch
    {
        ObjectKind.Text => Encoding.UTF8.GetString(_bytes.Slice(start, Math.Min(length, EntryPath.MaxLength))),
        ObjectKind.WideText => Encoding.BigEndianUnicode.GetString(_bytes.Slice(start, Math.Min(length, EntryPath.MaxLength & ~1))),
        _ => null,
    };

    /// <summary>Big-endian; at most what fits an offset.</summary>
    private long Number(int at, int width)
    {
        if (at < 0 || at > _bytes.Length - width)
            throw new ArtifactException("a number of the property list lies outside it");
        long value = 0;
        foreach (var b in _bytes.Slice(at, width))
        {
            if (value >= 1L << 47)
                throw new ArtifactException("a number of the property list is not possible");
            value = (value << 8) | b;
        }

        return value;
    }
}
