using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Source trees that a tool wrote into one text, as people do for language models: each file below a line that names it
/// (<c>&lt;file path="…"&gt;</c>, <c>File: …</c>, <c>&lt;source&gt;…&lt;/source&gt;</c>).
/// </summary>
public sealed class SourceDigestReader : ArtifactReader
{
    /// <summary>Fewer are the examples of a document.</summary>
    private const int MinFiles = 3;

    private const int MinLines = 3;
    private const int MaxHeadingBytes = 600;

    /// <summary>What headings, rules and fences are drawn with.</summary>
    private static readonly ByteClass Decoration = ByteClass.Of("=-#*~`/_+<>!:| \t\r"u8);

    public override string Format => "source-digest";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && content.IsInMemory && entry.Marks.HasFlag(TextMarks.FileHeading) && Split(content.Head).Count >= MinFiles;

    public override void Read(Content content, EntrySink sink)
    {
        var files = Split(content.Head);
        var sources = files.ConvertAll(file => sink.AddDecoded(file.Name, content.Head[file.Start..file.End], $"at byte {file.Start}"));
        sink.Learn(new SourceTextFacts(sources, (double)files.Sum(file => (long)file.End - file.Start) / content.Head.Length, []).And(sink.Container.Fact<SourceTextFacts>()));
    }

    /// <summary>
    /// The source files with some lines of code; a heading of any other file only ends the one before it. A document that explains names a file
    /// again, goes on in prose below it or has the name within the example: none then.
    /// </summary>
    private static List<(string Name, int Start, int End)> Split(ReadOnlyMemory<byte> content)
    {
        var text = content.Span;
        var files = new List<(string Name, int Start, int End)>();
        string? name = null;
        var start = 0;
        var isFenced = false;
        var fencedHeadings = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            isFenced ^= line.StartsWith("```"u8);
            if (!TryReadHeading(line, out var next))
                continue;
            Keep(files, text, name, start, range.Start.Value);
            name = SourceName.Fits(next) ? Encoding.UTF8.GetString(next) : null;
            fencedHeadings += isFenced ? 1 : 0;
            start = Math.Min(range.End.Value + 1, text.Length);
        }

        Keep(files, text, name, start, text.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
            names.Add(file.Name);
        var explained = files.Count(file => HasFences(content.Span[file.Start..file.End]));
        return names.Count == files.Count && explained * 2 <= files.Count && fencedHeadings * 2 <= files.Count ? files : [];
    }

    private static void Keep(List<(string, int, int)> files, ReadOnlySpan<byte> text, string? name, int start, int end)
    {
        if (name is null)
            return;
        Undecorate(text, ref start, ref end);
        if (CodeText.CountLines(text[start..end]) >= MinLines)
            files.Add((name, start, end));
    }

    /// <summary>Code that ends before the text does: prose follows.</summary>
    private static bool HasFences(ReadOnlySpan<byte> text) => text.IndexOf("\n```"u8) >= 0;

    private static bool TryReadHeading(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (line.Length is < 8 or > MaxHeadingBytes)
            return false;
        var text = line.Trim(" \t\r"u8);
        if (text.StartsWith("<file path=\""u8) || text.StartsWith("<file name=\""u8))
            name = Until(text[12..], (byte)'"');
        else if (text.StartsWith("<source>"u8) && text.EndsWith("</source>"u8))
            name = text[8..^9];
        else if (text.TrimStart(Marks) is var plain && (plain.StartsWith("File: "u8) || plain.StartsWith("FILE: "u8) || plain.StartsWith("file: "u8)))
            name = plain[6..].Trim(Marks);
        return name.Length is > 1 and <= 512 && name.IndexOfAny(" \t"u8) < 0;
    }

    private static ReadOnlySpan<byte> Marks => "=-#*~`/+!: \t\r"u8;

    private static ReadOnlySpan<byte> Until(ReadOnlySpan<byte> text, byte end) => text.IndexOf(end) is >= 0 and var at ? text[..at] : default;

    /// <summary>Leaves out rules, fences and closing tags around the text of a file.</summary>
    private static void Undecorate(ReadOnlySpan<byte> text, ref int start, ref int end)
    {
        while (start < end && text[start..end].IndexOf((byte)'\n') is >= 0 and var length && IsDecoration(text.Slice(start, length)))
            start += length + 1;
        while (end > start && text[start..(end - 1)].LastIndexOf((byte)'\n') is var last && IsDecoration(text[(start + last + 1)..end].TrimEnd((byte)'\n')))
            end = start + last + 1;
    }

    private static bool IsDecoration(ReadOnlySpan<byte> line) =>
        Decoration.FirstOutside(line) < 0 || line.StartsWith("```"u8) || line.SequenceEqual("</file>"u8) || line.SequenceEqual("<document_content>"u8)
        || line.SequenceEqual("</document_content>"u8) || line.SequenceEqual("</document>"u8) || line.StartsWith("<document index="u8);
}
