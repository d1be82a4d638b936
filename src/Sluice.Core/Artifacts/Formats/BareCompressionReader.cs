using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Files that are brotli or raw deflate from the first byte to the last, under any name. Neither has a magic: the front has to give a text
/// or a known format, and the end of the data has to be the end of the file.
/// </summary>
public sealed class BareCompressionReader : ArtifactReader
{
    private const int MinBytes = 24;

    /// <summary>What decodes to more than that is taken for compressed without having been decoded to its end.</summary>
    private const int MaxTrialBytes = 256 << 20;

    public override string Format => "bare-compression";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Binary && content.IsInMemory && !entry.Path.HasExtension(".br") && Find(content.Head.Span) is not null;

    public override void Read(Content content, EntrySink sink)
    {
        var (name, open) = Find(content.Head.Span) ?? throw new ArtifactException("the compressed data is damaged");
        using var plain = new CodecStream(new InputBuffer(content.Open()), open(), $"the {name} data");
        sink.Add(new EntryHeader(EntryPath.Label(name)) { Origin = EntryOrigin.Decoded, PackedSize = content.Length, Note = $"the whole file is compressed by {name}" }, plain);
    }

    private static readonly (string Name, Func<Codec> Open)[] Codecs = [("brotli", () => new BrotliCodec()), ("deflate", () => new Inflate())];

    private static (string Name, Func<Codec> Open)? Find(ReadOnlySpan<byte> file)
    {
        if (file.Length < MinBytes)
            return null;
        foreach (var codec in Codecs)
        {
            if (Holds(file, codec.Open))
                return codec;
        }

        return null;
    }

    private static bool Holds(ReadOnlySpan<byte> file, Func<Codec> open)
    {
        using var codec = open();
        Span<byte> front = stackalloc byte[RestoredData.FrontBytes];
        try
        {
            var hasEnded = codec.Decode(file, front, true, out var used, out var written);
            return written >= MinBytes && RestoredData.IsSomething(front[..written]) && (hasEnded ? used == file.Length : EndsWithFile(file[used..], codec));
        }
        catch (ArtifactException)
        {
            return false;
        }
    }

    private static bool EndsWithFile(ReadOnlySpan<byte> rest, Codec codec)
    {
        var buffer = new byte[64 << 10];
        for (long total = 0; total < MaxTrialBytes;)
        {
            var hasEnded = codec.Decode(rest, buffer, true, out var used, out var written);
            rest = rest[used..];
            total += written;
            if (hasEnded)
                return rest.IsEmpty;
            if (written == 0)
                return false;
        }

        return true;
    }
}
