using System.Buffers.Binary;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes SQLite databases of one table, as https://www.sqlite.org/fileformat2.html has it: a page for the schema, one for the rows, and what overflows.</summary>
public static class DatabaseBytes
{
    private const int PageBytes = 4096;

    /// <summary>What of a row stands on a page of its table when not all of it does: section 1.6.</summary>
    private const int MaxLocal = PageBytes - 35, MinLocal = ((PageBytes - 12) * 32 / 255) - 23;

    /// <param name="rows">Texts, bytes and small numbers.</param>
    public static byte[] Of(object[][] rows, string[]? columns = null)
    {
        columns ??= ["name", "value"];
        var pages = new List<byte[]> { new byte[PageBytes], new byte[PageBytes] };
        var schema = $"CREATE TABLE settings ({string.Join(", ", columns.Select(column => column + " TEXT"))})";
        WriteLeaf(pages, 0, 100, [Record("table", "settings", "settings", 2, schema)]);
        WriteLeaf(pages, 1, 0, [.. rows.Select(row => Record([.. row]))]);
        WriteHeader(pages[0], pages.Count);
        return [.. pages.SelectMany(page => page)];
    }

    private static void WriteHeader(byte[] page, int pages)
    {
        "SQLite format 3\0"u8.CopyTo(page);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(16), PageBytes);
        (page[18], page[19], page[21], page[22], page[23]) = (1, 1, 64, 32, 32);
        BinaryPrimitives.WriteInt32BigEndian(page.AsSpan(28), pages);
        BinaryPrimitives.WriteInt32BigEndian(page.AsSpan(44), 4);
        BinaryPrimitives.WriteInt32BigEndian(page.AsSpan(56), 1);
    }

    private static void WriteLeaf(List<byte[]> pages, int number, int header, byte[][] records)
    {
        var page = pages[number];
        var end = PageBytes;
        page[header] = 13;
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(header + 3), (ushort)records.Length);
        for (var i = 0; i < records.Length; i++)
        {
            var cell = Cell(pages, i + 1, records[i]);
            end -= cell.Length;
            cell.CopyTo(page, end);
            BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(header + 8 + (2 * i)), (ushort)end);
        }

        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(header + 5), (ushort)end);
    }

    private static byte[] Cell(List<byte[]> pages, int row, byte[] record)
    {
        byte[] front = [.. Number(record.Length), .. Number(row)];
        if (record.Length <= MaxLocal)
            return [.. front, .. record];
        var local = MinLocal + ((record.Length - MinLocal) % (PageBytes - 4));
        local = local <= MaxLocal ? local : MinLocal;
        var first = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(first, pages.Count + 1);
        foreach (var piece in record[local..].Chunk(PageBytes - 4))
        {
            var page = new byte[PageBytes];
            pages.Add(page);
            piece.CopyTo(page, 4);
            BinaryPrimitives.WriteInt32BigEndian(page, piece.Length == PageBytes - 4 && record.Length > local + ((pages.Count - 2) * (PageBytes - 4)) ? pages.Count + 1 : 0);
        }

        return [.. front, .. record[..local], .. first];
    }

    private static byte[] Record(params object[] values)
    {
        var types = values.SelectMany(value => value switch { string text => Number((2 * Encoding.UTF8.GetByteCount(text)) + 13), byte[] bytes => Number((2 * bytes.Length) + 12), _ => [1] }).ToArray();
        return [.. Number(types.Length + 1), .. types, .. values.SelectMany(value => value switch { string text => Encoding.UTF8.GetBytes(text), byte[] bytes => bytes, _ => [(byte)(int)value] })];
    }

    private static byte[] Number(int value) => value switch
    {
        < 1 << 7 => [(byte)value],
        < 1 << 14 => [(byte)(value >> 7 | 0x80), (byte)(value & 0x7f)],
        _ => [(byte)(value >> 14 | 0x80), (byte)(value >> 7 & 0x7f | 0x80), (byte)(value & 0x7f)],
    };
}
