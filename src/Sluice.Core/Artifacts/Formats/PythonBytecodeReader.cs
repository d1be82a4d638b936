using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>What compiled Python says of itself.</summary>
/// <param name="Version">The version of Python that wrote it: "3.11".</param>
/// <param name="SourcePath">The path it was compiled from; null when it does not say.</param>
public sealed record PythonBytecodeFacts(string Version, string? SourcePath);

/// <summary>
/// The constants and names in <c>.pyc</c> files of CPython 2.7 and 3: strings one a line, those that are assigned to names with these, byte strings that are something as entries of
/// their own, and what lies behind the code, where Python does not look.
/// </summary>
public sealed class PythonBytecodeReader : ArtifactReader
{
    /// <summary>Shorter byte strings that are no text hide nothing.</summary>
    private const int MinBinaryBytes = 128;

    public override string Format => "python-bytecode";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.PythonBytecode;

    public override void Read(Content content, EntrySink sink)
    {
        var version = PythonVersion.Of(content.Head.Span)
            ?? throw new ArtifactException($"compiled by an unknown version of Python (magic {content.Head.Span[0] | content.Head.Span[1] << 8})");
        using var text = new MemoryStream();
        var labels = new Labels();
        var marshal = new PythonMarshal(content.Head.Span[version.HeaderBytes..], version);
        string? source = null;
        try
        {
            while (marshal.TryNext(out var constant))
            {
                if (constant.Role == PythonRole.Source)
                    source ??= Encoding.UTF8.GetString(constant.Bytes);
                if (constant.IsText || constant.Bytes.Length < MinBinaryBytes || ContentSniffer.Sniff(constant.Bytes) is ContentKind.Text)
                    Append(text, constant);
                else if (ContentSniffer.Sniff(constant.Bytes) is not (ContentKind.Binary or ContentKind.Unknown or ContentKind.Compress))
                    sink.AddDecoded(labels.Next("bytes"), constant.Bytes.ToArray());
            }
        }
        finally
        {
            sink.Learn(new PythonBytecodeFacts(version.ToString(), source));
            if (text.Length > 0)
                sink.AddStrings("constants", text.GetBuffer().AsMemory(0, (int)text.Length));
        }

        var named = new NamedConstants();
        PythonAssignments.Find(content.Head.Span[version.HeaderBytes..], version, named);
        named.AddTo(sink);
        var end = version.HeaderBytes + marshal.Position;
        if (end < content.Head.Length)
            sink.AddDecoded("data behind the code", content.Head[end..], $"at byte {end}");
    }

    /// <summary>Short byte strings that are no text (tables of lines and of exceptions) would only make the text look binary.</summary>
    private static void Append(MemoryStream text, PythonConstant constant)
    {
        if (constant.Bytes.IsEmpty || (!constant.IsText && ContentSniffer.Sniff(constant.Bytes) != ContentKind.Text))
            return;
        text.Write(constant.Bytes);
        text.WriteByte((byte)'\n');
    }
}
