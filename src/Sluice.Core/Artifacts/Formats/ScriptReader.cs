using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>What a file that starts with <c>#!</c> asks to be run by: a fact of that entry.</summary>
/// <param name="Interpreter">The line without <c>#!</c> and the space around.</param>
public sealed record ScriptFacts(string Interpreter)
{
    /// <summary>A byte order mark stands before <c>#!</c>: the kernel sees no script.</summary>
    public bool HasByteOrderMark { get; init; }

    /// <summary>The line ends with a carriage return, which the kernel takes for a part of the interpreter's name.</summary>
    public bool HasCarriageReturn { get; init; }
}

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
        sink.Learn(new ScriptFacts(Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Trim())
        {
            HasByteOrderMark = content.Head.Span[0] != '#',
            HasCarriageReturn = end >= 0 && line[end] == '\r',
        });
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\ufeff"u8) ? bytes[3..] : bytes;
}
