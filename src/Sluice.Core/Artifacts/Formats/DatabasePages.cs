using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The pages of an SQLite database (https://www.sqlite.org/fileformat2.html, section 1): the records of each, whole, however many pages they go over.
/// What is damaged ends where it stops making sense; each page is followed once.
/// </summary>
internal sealed class DatabasePages
{
    private const int HeaderBytes = 100;
    private const byte TableLeaf = 13, IndexLeaf = 10, TableInterior = 5;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _pageBytes;
    private readonly int _usableBytes;

    public DatabasePages(ReadOnlyMemory<byte> file)
    {
        _file = file;
        var header = file.Span;
        if (header.Length < HeaderBytes)
            throw new EndOfStreamException("the database ends within its header");
        var size = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        _pageBytes = size == 1 ? 1 << 16 : size;
        _usableBytes = _pageBytes - header[20];
        if (_pageBytes < 512 || (_pageBytes & (_pageBytes - 1)) != 0 || _usableBytes < 480)
            throw new ArtifactException($"has pages of {_pageBytes} bytes, which no database has");
    }

    public int Count => _file.Length / _pageBytes;

    /// <summary>The children of an inner page of a table; none for other pages. Pages count from 1.</summary>
    public IEnumerable<int> ChildrenOf(int number)
    {
        if (Page(number) is not { IsEmpty: false } page || TypeOf(number) != TableInterior)
            yield break;
        foreach (var cell in CellsOf(number, 12))
        {
            if (cell + 4 <= page.Length)
                yield return BinaryPrimitives.ReadInt32BigEndian(page.Span[cell..]);
        }

        yield return BinaryPrimitives.ReadInt32BigEndian(page.Span[(Front(number) + 8)..]);
    }

    /// <summary>The records on a leaf of a table, or of a table that is its own index.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> RecordsOf(int number)
    {
        var type = TypeOf(number);
        if (type is not (TableLeaf or IndexLeaf))
            yield break;
        foreach (var cell in CellsOf(number, 8))
        {
            var record = RecordAt(Page(number), cell, type == TableLeaf);
            if (!record.IsEmpty)
                yield return record;
        }
    }

    /// <summary>Seven bits a byte, the ninth byte whole (section 1.6).</summary>
    /// <param name="at">Moved behind the number; unchanged when there is none.</param>
    public static long ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        long value = 0;
        for (var i = 0; i < 9 && at + i < bytes.Length; i++)
        {
            var b = bytes[at + i];
            value = i == 8 ? value << 8 | b : value << 7 | (uint)(b & 0x7f);
            if (i < 8 && b >= 0x80)
                continue;
            at += i + 1;
            return value;
        }

        return -1;
    }

    private static int Front(int number) => number == 1 ? HeaderBytes : 0;

    private ReadOnlyMemory<byte> Page(int number) => number > 0 && number <= Count ? _file.Slice((number - 1) * _pageBytes, _pageBytes) : default;

    private byte TypeOf(int number) => Page(number) is { IsEmpty: false } page ? page.Span[Front(number)] : (byte)0;

    private IEnumerable<int> CellsOf(int number, int headerBytes)
    {
        var page = Page(number);
        var front = Front(number);
        int count = BinaryPrimitives.ReadUInt16BigEndian(page.Span[(front + 3)..]);
        for (var i = 0; i < count && front + headerBytes + (2 * i) + 2 <= page.Length; i++)
            yield return BinaryPrimitives.ReadUInt16BigEndian(page.Span[(front + headerBytes + (2 * i))..]);
    }

    private ReadOnlyMemory<byte> RecordAt(ReadOnlyMemory<byte> page, int cell, bool isTable)
    {
        var bytes = page.Span;
        var at = cell;
        var length = ReadNumber(bytes, ref at);
        if (isTable)
            ReadNumber(bytes, ref at);
        if (length <= 0 || length > _file.Length)
            return default;
        var local = LocalBytes((int)length, isTable);
        if (at + local > bytes.Length)
            return default;
        return local == length ? page.Slice(at, local) : Gathered(bytes, at, local, (int)length);
    }

    /// <summary>How much of a record stands on its page: section 1.6.</summary>
    private int LocalBytes(int length, bool isTable)
    {
        var most = isTable ? _usableBytes - 35 : ((_usableBytes - 12) * 64 / 255) - 23;
        if (length <= most)
            return length;
        var least = ((_usableBytes - 12) * 32 / 255) - 23;
        var local = least + ((length - least) % (_usableBytes - 4));
        return local <= most ? local : least;
    }

    private ReadOnlyMemory<byte> Gathered(ReadOnlySpan<byte> page, int at, int local, int length)
    {
        if (at + local + 4 > page.Length)
            return default;
        var record = new byte[length];
        page.Slice(at, local).CopyTo(record);
        var next = BinaryPrimitives.ReadInt32BigEndian(page[(at + local)..]);
        // A ring of pages ends when the record is full.
        while (local < length && Page(next) is { IsEmpty: false } overflow)
        {
            var piece = overflow.Span[4..Math.Min(_usableBytes, 4 + length - local)];
            piece.CopyTo(record.AsSpan(local));
            local += piece.Length;
            next = BinaryPrimitives.ReadInt32BigEndian(overflow.Span);
        }

        return record.AsMemory(0, local);
    }
}
