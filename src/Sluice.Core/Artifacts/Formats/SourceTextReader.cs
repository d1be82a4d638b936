using System.Text;
using Sluice.Artifacts.Manifests;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Source files that ship as data: in the report of a bundler, in coverage data, in a cache, in an object from names to texts. Each text that
/// reads like code becomes an entry under the name that stands beside it.
/// </summary>
public sealed class SourceTextReader : ArtifactReader
{
    /// <summary>A content needs one text of this many lines; once it has one, shorter files count too.</summary>
    private const int MinLines = 3;

    private const int MinContentBytes = 128;
    private const int MaxProjects = 16;

    private static readonly ByteClass Quotes = ByteClass.Of("\"'`"u8);

    public override string Format => "source-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && content.IsInMemory && content.Length >= MinContentBytes && MayHoldTable(content.Head.Span);

    public override void Read(Content content, EntrySink sink)
    {
        var text = content.Head.Span;
        var rows = SourceTables.Read(text);
        if (rows.Count == 0)
            return;
        var buffer = new byte[16 << 10];
        if (!rows.Exists(row => CodeText.CountLines(Unescape(content.Head.Span, row.Text, ref buffer)) >= MinLines))
            return;
        var sources = new List<Entry>();
        long taken = 0;
        foreach (var row in rows)
        {
            var source = Unescape(text, row.Text, ref buffer);
            if (CodeText.CountLines(source) == 0)
                continue;
            taken += row.Text.End - row.Text.Start;
            var name = Encoding.UTF8.GetString(Unescape(text, row.Name, ref buffer, isName: true));
            sources.Add(sink.AddDecoded(name, Unescape(text, row.Text, ref buffer).ToArray(), $"at byte {row.Text.Start}"));
        }

        sink.Learn(new SourceTextFacts(sources, (double)taken / text.Length, ProjectsIn(content.Head)).And(sink.Container.Fact<SourceTextFacts>()));
    }

    /// <summary>The end of a name of a source file, where a table has it: before a colon, a comma or the end of an object.</summary>
    private static bool MayHoldTable(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\n"u8) < 0 && !text.Contains((byte)'`'))
            return false;
        for (var at = 0; at < text.Length && Quotes.FirstIn(text[at..]) is >= 0 and var hop; at += hop + 1)
        {
            var quote = at + hop;
            if (quote > 3 && SourceName.EndsLikeSource(text[..quote]) && Follower(text, quote + 1) is (byte)':' or (byte)',' or (byte)'}' or (byte)'?')
                return true;
        }

        return false;
    }

    private static byte Follower(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at < text.Length ? text[at] : (byte)0;
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, SourceTables.Span literal, ref byte[] buffer, bool isName = false)
    {
        var at = literal.Start;
        if (isName && text[at] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
            return text[literal.Start..literal.End];
        return JavaScriptText.TryReadLiteral(text, ref at, ref buffer, out var length) ? buffer.AsSpan(0, length) : default;
    }

    /// <summary>A table with the package.json of some other project is a template or a sample of that.</summary>
    private static List<string> ProjectsIn(ReadOnlyMemory<byte> content)
    {
        var text = content.Span;
        var names = new List<string>();
        var buffer = Array.Empty<byte>();
        for (var at = 0; names.Count < MaxProjects && at < text.Length && text[at..].IndexOf("package.json\""u8) is >= 0 and var hop;)
        {
            var start = text[..(at + hop)].LastIndexOf((byte)'"') + 1;
            var isInstalled = text[start..(at + hop)].IndexOf("node_modules"u8) >= 0;
            at += hop + "package.json\"".Length;
            var literal = at;
            while (literal < text.Length && text[literal] is (byte)' ' or (byte)':' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                literal++;
            if (!isInstalled && literal < text.Length && text[literal] == '"' && JavaScriptText.TryReadLiteral(text, ref literal, ref buffer, out var length) && NameOf(buffer.AsMemory(0, length)) is { } name)
                names.Add(name);
        }

        return names;
    }

    private static string? NameOf(ReadOnlyMemory<byte> manifest)
    {
        try
        {
            using var document = JsonFields.Parse(manifest);
            return document.RootElement.Text("name");
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
