using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// What pictures carry and no viewer draws: comments, metadata, chunks of private types, and whatever stands behind the end. Small texts are
/// found where they stand, in the bytes of the picture; packed, long and cut ones and those that assign something become entries.
/// </summary>
public sealed class PictureReader : ArtifactReader
{
    /// <summary>Shorter pieces that stand in the bytes as they are hide nothing from a search of those.</summary>
    private const int MinBytes = 64;

    /// <summary>A name of four letters, an operator, and the shortest value.</summary>
    private const int MinAssignment = 11;

    public override string Format => "picture";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Image;

    public override void Read(Content content, EntrySink sink)
    {
        var labels = new Labels();
        var parts = new PictureParts(content.Head);
        foreach (var part in parts.Find())
        {
            if (part.IsPacked)
                RestoredData.AddZlib(part.Bytes, labels.Next(part.Label), sink);
            else if (part.Bytes.Length >= MinBytes && RestoredData.IsSomething(part.Bytes.Span))
                sink.AddDecoded(labels.Next(part.Label), part.Bytes);
            else if (Assignments(part.Bytes.Span) is { Length: > 0 } text)
                sink.AddDecoded(labels.Next(part.Label), text);
        }

        var rest = content.Head[parts.End..];
        if (rest.Length >= MinBytes && rest.Span.IndexOfAnyExcept((byte)0) >= 0)
            sink.AddDecoded("appended data", rest, $"behind the end of the picture, at byte {parts.End}");
        else if (Assignments(rest.Span) is { Length: > 0 } text)
            sink.AddDecoded("appended data", text);
    }

    /// <summary>The texts among the numbers of a comment or of EXIF that may give a name a value, a line each.</summary>
    private static byte[] Assignments(ReadOnlySpan<byte> part)
    {
        var lines = new MemoryStream();
        for (var at = 0; at < part.Length;)
        {
            var rest = part[at..];
            var length = rest.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            var line = rest[..(length < 0 ? rest.Length : length)];
            at += line.Length + 1;
            if (line.Length < MinAssignment || (line.IndexOf((byte)'=') < 0 && line.IndexOf(": "u8) < 0 && line.IndexOf("\":"u8) < 0))
                continue;
            lines.Write(line);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
