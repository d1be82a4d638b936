using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The texts in the rows of SQLite databases, a line a column, with the column's name in front. In the file the columns of a row stand one behind the other
/// without anything in between, and long ones in pieces. Rows of deleted tables are searched where they lie, as bytes.
/// </summary>
public sealed class DatabaseReader : ArtifactReader
{
    private const int MaxTables = 10_000;

    /// <summary>Records may name the same pages again and again: no database of honest rows yields more than it has.</summary>
    private const int MaxGrowth = 4;

    /// <summary>Texts of a row that are shorter hide nothing.</summary>
    private const int MinTextBytes = 8;

    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:/"u8);

    public override string Format => "sqlite";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Sqlite;

    public override void Read(Content content, EntrySink sink)
    {
        var pages = new DatabasePages(content.Head);
        var seen = new HashSet<int>();
        var labels = new Labels();
        var encoding = EncodingOf(content.Head.Span[59]);
        foreach (var (name, root, columns) in TablesOf(pages, encoding))
        {
            sink.Cancel.ThrowIfCancellationRequested();
            using var text = new MemoryStream();
            foreach (var record in RecordsOf(pages, root, seen))
            {
                AddPacked(record, name, labels, sink);
                WriteRow(record.Span, columns, encoding, text);
                if (text.Length > (long)MaxGrowth * content.Head.Length)
                    throw new ArtifactException("the rows of the database refer to the same bytes again and again");
            }

            if (text.Length > 0)
                sink.AddStrings(name.Length > 0 ? name : "rows", text.GetBuffer().AsMemory(0, (int)text.Length));
        }
    }

    /// <summary>The rows of <c>sqlite_schema</c>: type, name, table, root page, statement.</summary>
    private static List<(string Name, int Root, string[] Columns)> TablesOf(DatabasePages pages, Encoding encoding)
    {
        var tables = new List<(string, int, string[])> { ("sqlite_schema", 1, []) };
        foreach (var record in RecordsOf(pages, 1, []))
        {
            var (name, statement, root, type) = ("", "", 0, "");
            var index = 0;
            foreach (var (kind, value) in ValuesOf(record.Span))
            {
                var bytes = record.Span[value];
                (type, name, root, statement) = index++ switch
                {
                    0 => (encoding.GetString(bytes), name, root, statement),
                    1 => (type, encoding.GetString(bytes), root, statement),
                    3 => (type, name, NumberOf(bytes, kind), statement),
                    4 => (type, name, root, encoding.GetString(bytes)),
                    _ => (type, name, root, statement),
                };
            }

            if (type == "table" && root > 1 && tables.Count < MaxTables)
                tables.Add((name, root, ColumnsOf(statement)));
        }

        return tables;
    }

    private static int NumberOf(ReadOnlySpan<byte> bytes, long kind)
    {
        long number = kind == 9 ? 1 : 0;
        foreach (var b in bytes)
            number = number << 8 | b;
        return number is > 0 and < int.MaxValue ? (int)number : 0;
    }

    /// <summary>The first word of each definition between the outer parentheses.</summary>
    private static string[] ColumnsOf(string statement)
    {
        var columns = new List<string>();
        var depth = 0;
        var start = -1;
        for (var at = 0; at < statement.Length; at++)
        {
            depth += statement[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (start < 0 && depth == 1 && statement[at] == '(')
                start = at + 1;
            else if (start >= 0 && ((depth == 1 && statement[at] == ',') || depth == 0))
            {
                columns.Add(statement[start..at].Trim().Split([' ', '\t', '\n', '\r'], 2)[0].Trim('"', '`', '[', ']', '\''));
                start = depth == 0 ? -1 : at + 1;
            }
        }

        return [.. columns];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> RecordsOf(DatabasePages pages, int root, HashSet<int> seen)
    {
        var pending = new Stack<int>([root]);
        while (pending.TryPop(out var page))
        {
            if (!seen.Add(page))
                continue;
            foreach (var record in pages.RecordsOf(page))
                yield return record;
            foreach (var child in pages.ChildrenOf(page).Reverse())
                pending.Push(child);
        }
    }

    /// <summary>Values that are packed or an archive, which a search of the bytes does not see.</summary>
    private static void AddPacked(ReadOnlyMemory<byte> record, string table, Labels labels, EntrySink sink)
    {
        foreach (var (kind, value) in ValuesOf(record.Span))
        {
            if (kind >= 12 && kind % 2 == 0 && ContentSniffer.Sniff(record.Span[value]) is ContentKind.Zip or ContentKind.Gzip or ContentKind.Zstandard or ContentKind.Bzip2 or ContentKind.Xz or ContentKind.Sqlite)
                sink.AddDecoded(labels.Next($"value of {table}"), record[value]);
        }
    }

    /// <summary>Names in a column of their own lead to the value in the next: settings are kept like that.</summary>
    private static void WriteRow(ReadOnlySpan<byte> record, string[] columns, Encoding encoding, MemoryStream text)
    {
        var index = 0;
        ReadOnlySpan<byte> before = default;
        foreach (var (kind, value) in ValuesOf(record))
        {
            var bytes = record[value];
            var column = index < columns.Length ? columns[index] : "";
            index++;
            if (kind < 12)
                continue;
            if (kind % 2 == 1 && encoding is not UTF8Encoding)
                bytes = Encoding.Convert(encoding, Encoding.UTF8, bytes.ToArray());
            if (bytes.Length >= MinTextBytes)
            {
                text.Write(Encoding.UTF8.GetBytes(column));
                text.Write(column.Length > 0 ? ": "u8 : default);
                WriteLine(text, bytes);
                if (IsName(before))
                {
                    text.Write(before);
                    text.Write(": "u8);
                    WriteLine(text, bytes);
                }
            }

            before = bytes;
        }
    }

    private static void WriteLine(MemoryStream text, ReadOnlySpan<byte> bytes)
    {
        text.Write(bytes);
        text.WriteByte((byte)'\n');
    }

    private static bool IsName(ReadOnlySpan<byte> text) =>
        text.Length is > 1 and < 64 && NameBytes.FirstOutside(text) < 0;

    /// <summary>The serial type of each value and where its bytes are: section 2.1.</summary>
    private static List<(long Kind, Range Bytes)> ValuesOf(ReadOnlySpan<byte> record)
    {
        var values = new List<(long, Range)>();
        var at = 0;
        var header = DatabasePages.ReadNumber(record, ref at);
        var start = header;
        while (at < header && at < record.Length)
        {
            var kind = DatabasePages.ReadNumber(record, ref at);
            long length = kind switch { < 0 => -1, <= 4 => kind, 5 => 6, 6 or 7 => 8, < 12 => 0, _ => (kind - 12) / 2 };
            if (length < 0 || start > record.Length)
                break;
            var end = Math.Min(record.Length, start + length);
            values.Add((kind, (int)start..(int)end));
            start += length;
        }

        return values;
    }

    private static Encoding EncodingOf(byte number) => number switch { 2 => Encoding.Unicode, 3 => Encoding.BigEndianUnicode, _ => new UTF8Encoding(false) };
}
