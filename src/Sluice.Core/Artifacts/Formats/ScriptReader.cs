using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>What a file that starts with <c>#!</c> asks to be run by: a fact of that entry.</summary>
public sealed record ScriptFacts(string Interpreter);

/// <summary>Learns the interpreter line of scripts.</summary>
public sealed class ScriptReader : ArtifactReader
{
    /// <summary>Linux reads 256 bytes of the line (binfmt_script).</summary>
    private const int MaxLine = 256;

    public override string Format => "script";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => content.IsInMemory && WithoutMark(content.Head.Span).StartsWith("#!"u8);

    public override void Read(Content content, EntrySink sink)
    {
        var line = WithoutMark(content.Head.Span)[2..];
        line = line[..Math.Min(line.Length, MaxLine)];
        var end = line.IndexOfAny((byte)'\n', (byte)'\r');
        sink.Learn(new ScriptFacts(Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Trim()));
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\ufeff"u8) ? bytes[3..] : bytes;
}
