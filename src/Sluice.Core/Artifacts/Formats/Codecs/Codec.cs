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
/// <param name="smallPieceBytes">Pieces with less than this count against <see cref="MaxSmallPieces"/>: what it takes to open one is out of proportion.</param>
internal sealed class PiecesStream(Func<Stream?> next, int smallPieceBytes = 1) : ReadOnlyStream
{
    /// <summary>Each piece costs its decoder's memory, and one that holds next to nothing takes a few bytes.</summary>
    private const int MaxSmallPieces = 1000;

    private Stream? _piece;
    private long _pieceBytes;
    private int _smallPieces;

    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        while (!HasEnded && !buffer.IsEmpty)
        {
            _piece ??= next();
            HasEnded = _piece is null;
            var count = _piece?.Read(buffer) ?? 0;
            _pieceBytes += count;
            if (count > 0)
                return count;
            ClosePiece();
        }

        return 0;
    }

    private void ClosePiece()
    {
        if (_pieceBytes < smallPieceBytes && ++_smallPieces > MaxSmallPieces)
            throw new ArtifactException($"more than {MaxSmallPieces} pieces hold next to nothing") { Anomaly = AnomalyKind.Bomb };
        _pieceBytes = 0;
        _piece?.Dispose();
        _piece = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _piece?.Dispose();
        base.Dispose(disposing);
    }
}
