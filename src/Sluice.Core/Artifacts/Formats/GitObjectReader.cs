using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>A loose git object: zlib over a type, a size and the content (gitformat-loose).</summary>
public sealed class GitObjectReader : ArtifactReader
{
    /// <summary>A type, a size in decimal and NUL.</summary>
    private const int MaxHeaderBytes = 32;

    public override string Format => "git-object";

    public override ReaderNeeds Needs => ReaderNeeds.Seek;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Binary && content.CanSeek && IsObject(content);

    internal static bool IsObject(Content content) => content.Head.Length > 8 && Deflated.IsZlib(content.Head.Span) && TypeOf(Front(content)) is not null;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        using var plain = Deflated.Zlib(new InputBuffer(packed));
        var header = new byte[MaxHeaderBytes];
        var length = 0;
        while (length == 0 || header[length - 1] != 0)
        {
            if (length == MaxHeaderBytes || plain.Read(header.AsSpan(length, 1)) == 0)
                throw new ArtifactException("the object's header has no end");
            length++;
        }

        sink.Add(new EntryHeader(EntryPath.Label(TypeOf(header) ?? "object")) { Origin = EntryOrigin.Decoded, PackedSize = content.Length }, plain);
        sink.AccountFor();
    }

    private static byte[] Front(Content content)
    {
        var front = new byte[8];
        try
        {
            using var packed = Content.Of(content.Head[..Math.Min(content.Head.Length, 256)]).Open();
            using var plain = Deflated.Zlib(new InputBuffer(packed));
            plain.ReadAtLeast(front, front.Length, throwOnEndOfStream: false);
        }
        catch (ArtifactException)
        {
            // Not zlib after all: two bytes that look like it are common.
        }

        return front;
    }

    private static string? TypeOf(ReadOnlySpan<byte> header)
    {
        foreach (var type in GitObject.Types)
        {
            if (header.Length > type.Length && header[type.Length] == ' ' && System.Text.Ascii.Equals(header[..type.Length], type))
                return type;
        }

        return null;
    }
}
