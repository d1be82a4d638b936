using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Zstandard (RFC 8878), all frames. Skippable frames, which decoders pass over, become entries of their own.</summary>
public sealed class ZstdReader : ArtifactReader
{
    public override string Format => "zstd";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Zstandard;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var frames = new Frames(new InputBuffer(packed));
        using var plain = new PiecesStream(frames.Next);
        sink.Add(Payload.Header(sink.Container.Path, content, ".zst", ".tzst"), plain);
        foreach (var (at, bytes) in frames.Skipped)
            sink.AddDecoded($"(skippable frame at {at})", bytes, "frame that decoders pass over");
        if (frames.UnreadBytes > 0)
            sink.Unscreened(null, $"{frames.UnreadBytes} bytes in skippable zstd frames");
        if (plain.HasEnded)
            TrailingData.Report(content, frames.Input, sink, "the last zstd frame");
    }

    private sealed class Frames(InputBuffer input)
    {
        /// <summary>In all frames together. The tables of contents of seekable formats are far smaller.</summary>
        private const int MaxSkippedBytes = 16 << 20;

        private int _room = MaxSkippedBytes;

        public InputBuffer Input => input;

        public List<(long At, byte[] Bytes)> Skipped { get; } = [];

        public long UnreadBytes { get; private set; }

        public CodecStream? Next()
        {
            while (IsSkippable(input.Peek(8)))
                PassOver();
            return input.Peek(4).SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? new CodecStream(input, new ZstdDecoder(), "the zstd data") : null;
        }

        private static bool IsSkippable(ReadOnlySpan<byte> header) =>
            header.Length == 8 && (header[0] & 0xf0) == 0x50 && header[1..4].SequenceEqual((ReadOnlySpan<byte>)[0x2a, 0x4d, 0x18]);

        private void PassOver()
        {
            var at = input.Position;
            long length = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(8, "a skippable frame")[4..]);
            if (length > _room)
            {
                UnreadBytes += length;
                if (input.Skip(length) < length)
                    throw ArtifactException.Truncated("a skippable frame");
                return;
            }

            if (length == 0)
                return;
            _room -= (int)length;
            Skipped.Add((at, input.TakeCopy((int)length, MaxSkippedBytes, "a skippable frame")));
        }
    }
}
