using System.Buffers;
using System.IO.Compression;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>Brotli (RFC 7932) by the decoder that the .NET runtime carries.</summary>
internal sealed class BrotliCodec : Codec
{
    private BrotliDecoder _decoder;

    public override bool Decode(ReadOnlySpan<byte> input, Span<byte> output, bool isLast, out int consumed, out int written) =>
        _decoder.Decompress(input, output, out consumed, out written) switch
        {
            OperationStatus.Done => true,
            OperationStatus.InvalidData => throw new ArtifactException("the brotli data is damaged"),
            _ => false,
        };

    public override void Dispose() => _decoder.Dispose();
}
