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
/// <param name="keepsCodec">The codec serves further pieces and outlives this one.</param>
internal sealed class CodecStream(InputBuffer input, Codec codec, string what, bool keepsCodec = false) : ReadOnlyStream
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
        if (disposing && !keepsCodec)
            codec.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Pieces that follow each other (members, frames, streams) as one stream.</summary>
/// <param name="next">Opens the piece at hand; null when what follows is none.</param>
internal sealed class PiecesStream(Func<Stream?> next) : ReadOnlyStream
{
    /// <summary>Each piece costs its decoder's memory, and one that holds nothing takes a few bytes.</summary>
    private const int MaxEmptyPieces = 1000;

    private Stream? _piece;
    private int _emptyPieces;

    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (!HasEnded && !buffer.IsEmpty)
        {
            _piece ??= next();
            HasEnded = _piece is null;
            var count = _piece?.Read(buffer) ?? 0;
            if (count > 0)
            {
                _emptyPieces = 0;
                return count;
            }

            if (++_emptyPieces > MaxEmptyPieces)
                throw new ArtifactException($"more than {MaxEmptyPieces} empty pieces follow each other") { Anomaly = AnomalyKind.Bomb };
            _piece?.Dispose();
            _piece = null;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece?.Dispose();
        base.Dispose(disposing);
    }
}
