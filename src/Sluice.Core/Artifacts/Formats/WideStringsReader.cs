namespace Sluice.Artifacts.Formats;

/// <summary>
/// The UTF-16 strings of programs, of databases, of what pictures say of themselves and of formats that nobody knows, one a line, in UTF-8. ASCII strings
/// stand in the bytes as they are, where every search of contents meets them. What is too large for memory is searched in its bytes only.
/// </summary>
public sealed class WideStringsReader : ArtifactReader
{
    private const int MinCharacters = 8;

    public override string Format => "wide-strings";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal or ContentKind.WindowsPdb
            or ContentKind.Image or ContentKind.Audio or ContentKind.Video or ContentKind.Sqlite or ContentKind.JavaHeapDump or ContentKind.Binary
        && content.IsInMemory && !BinaryPropertyList.IsOne(content.Head.Span) && TryFind(content.Head.Span, 0, out _, out _);

    public override void Read(Content content, EntrySink sink)
    {
        var program = content.Head.Span;
        using var text = new MemoryStream();
        Span<byte> line = stackalloc byte[512];
        for (var at = 0; TryFind(program, at, out var start, out var end); at = end)
        {
            var used = 0;
            for (var i = start; i < end; i += 2)
            {
                line[used++] = program[i];
                if (used < line.Length)
                    continue;
                text.Write(line);
                used = 0;
            }

            text.Write(line[..used]);
            // The last character of a string whose zeros come first has none behind it.
            if (start > 0 && program[start - 1] == 0 && end < program.Length && program[end] is > 0x20 and < 0x7f)
                text.WriteByte(program[end]);
            text.WriteByte((byte)'\n');
        }

        sink.AddStrings("wide strings", text.GetBuffer().AsMemory(0, (int)text.Length));
    }

    /// <summary>
    /// A run of printable characters with a zero behind each. Looks at one pair in every eight and walks back from it, so that code and
    /// zeros are passed over at a few hundredths of a cycle a byte. Runs start at even distances from each other or not: both are tried.
    /// </summary>
    private static bool TryFind(ReadOnlySpan<byte> program, int at, out int start, out int end)
    {
        const int stride = (MinCharacters * 2) - 2;
        for (var probe = at + stride; probe + 2 < program.Length; probe += stride)
        {
            if (!TryPair(program, probe, out var pair))
                continue;
            start = pair;
            while (start - 2 >= at && IsPair(program, start - 2))
                start -= 2;
            end = pair + 2;
            while (end + 1 < program.Length && IsPair(program, end))
                end += 2;
            if (end - start >= MinCharacters * 2)
                return true;
            probe = Math.Max(probe, end - 2);
        }

        start = end = 0;
        return false;
    }

    /// <summary>The pair at the place or one byte later.</summary>
    private static bool TryPair(ReadOnlySpan<byte> program, int at, out int pair)
    {
        pair = at;
        if (program[at] == 0)
            pair++;
        else if (program[at + 1] != 0)
            return false;
        return IsPair(program, pair);
    }

    private static bool IsPair(ReadOnlySpan<byte> program, int at) =>
        program[at + 1] == 0 && program[at] is (>= 0x20 and < 0x7f) or (byte)'\t';
}
