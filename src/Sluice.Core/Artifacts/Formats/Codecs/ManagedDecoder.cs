using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Lzw;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>bzip2 and LZW by SharpZipLib. Whatever it throws at bad input becomes <see cref="ArtifactException"/>.</summary>
internal sealed class ManagedDecoder(Stream packed, Func<Stream, Stream> open, string what) : ReadOnlyStream
{
    private readonly byte[] _chunk = new byte[32 << 10];
    private Stream? _plain;

    public static ManagedDecoder Bzip2(Stream packed) =>
        new(packed, static stream => new BZip2InputStream(stream) { IsStreamOwner = false }, "the bzip2 data");

    public static ManagedDecoder Compress(Stream packed) =>
        new(packed, static stream => new LzwInputStream(stream) { IsStreamOwner = false }, "the compressed data");

    public override int Read(Span<byte> buffer)
    {
        try
        {
            // Both decode their first block when they are made.
            _plain ??= open(packed);
            var count = Math.Max(_plain.Read(_chunk, 0, Math.Min(_chunk.Length, buffer.Length)), 0);
            _chunk.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        catch (Exception e) when (e is not (ArtifactException or OutOfMemoryException or OperationCanceledException))
        {
            throw new ArtifactException($"{what} is damaged or cut off: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _plain?.Dispose();
        base.Dispose(disposing);
    }
}
