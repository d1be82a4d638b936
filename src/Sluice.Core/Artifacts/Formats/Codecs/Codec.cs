namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>
/// A decompressor that is fed by hand, so that it is known to the byte where its data ends. Wrong data ends in
/// <see cref="ArtifactException"/>.
/// </summary>
internal abstract class Codec : IDisposable
{
    /// <summary>Decodes what fits. True when the compressed data is complete; <paramref name="consumed"/> ends exactly there.</summary>
    /// <param name="isLast">No input follows this.</param>
    public abstract bool Decode(ReadOnlySpan<byte> input, Span<byte> output, bool isLast, out int consumed, out int written);

    public abstract void Dispose();
}

/// <summary>One compressed piece as plain bytes. Ends where the piece ends and leaves the input right behind it.</summary>
internal sealed class CodecStream(InputBuffer input, Codec codec, string what) : ReadOnlyStream
{
    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (!HasEnded && !buffer.IsEmpty)
        {
            var available = input.Available;
            HasEnded = codec.Decode(available, buffer, available.IsEmpty, out var consumed, out var written);
            input.Advance(consumed);
            if (written > 0)
                return written;
            if (!HasEnded && available.IsEmpty)
                throw ArtifactException.Truncated(what);
            if (!HasEnded && consumed == 0)
                throw new ArtifactException($"{what} makes no progress");
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            codec.Dispose();
        base.Dispose(disposing);
    }
}
