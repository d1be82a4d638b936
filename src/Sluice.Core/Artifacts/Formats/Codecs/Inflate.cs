using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>
/// Raw deflate (RFC 1951) by the inflater that the .NET runtime carries. DeflateStream reads ahead and takes a cut-off stream
/// for a complete one: where the data ends, and whether it does, is just what a gate has to know.
/// See docs/decisions/native-decoders.md.
/// </summary>
internal sealed unsafe partial class Inflate : Codec
{
    private const int StreamEnd = 1;
    private const int BufferError = -5;
    private const int RawWindowBits = -15;

    private readonly StateHandle _state = new();

    public Inflate()
    {
        if (InflateInit2(_state.Stream, RawWindowBits) != 0)
            throw new InvalidOperationException("the inflater does not start");
        _state.IsStarted = true;
    }

    public override bool Decode(ReadOnlySpan<byte> input, Span<byte> output, bool isLast, out int consumed, out int written)
    {
        var stream = _state.Stream;
        fixed (byte* next = input, room = output)
        {
            // An empty span has no address, which the inflater refuses even for no bytes.
            byte none;
            stream->NextIn = next is null ? &none : next;
            stream->AvailIn = (uint)input.Length;
            stream->NextOut = room;
            stream->AvailOut = (uint)output.Length;
            var status = InflateNext(stream, 0);
            consumed = input.Length - (int)stream->AvailIn;
            written = output.Length - (int)stream->AvailOut;
            if (status is < 0 and not BufferError or 2)
                throw new ArtifactException("the deflate data is damaged");
            return status == StreamEnd;
        }
    }

    /// <summary>Starts afresh, for the next member.</summary>
    public void Reset()
    {
        if (InflateReset2(_state.Stream, RawWindowBits) != 0)
            throw new InvalidOperationException("the inflater does not start again");
    }

    public override void Dispose() => _state.Dispose();

    [LibraryImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_InflateInit2_")]
    private static partial int InflateInit2(ZStream* stream, int windowBits);

    [LibraryImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_Inflate")]
    private static partial int InflateNext(ZStream* stream, int flush);

    [LibraryImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_InflateReset2_")]
    private static partial int InflateReset2(ZStream* stream, int windowBits);

    [LibraryImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_InflateEnd")]
    private static partial int InflateEnd(ZStream* stream);

    /// <summary>PAL_ZStream of the runtime's pal_zlib.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ZStream
    {
        public byte* NextIn;
        public byte* NextOut;
        public nint Message;
        public nint State;
        public uint AvailIn;
        public uint AvailOut;
    }

    /// <summary>The inflater keeps a pointer to its stream: it must not move.</summary>
    private sealed class StateHandle : SafeHandle
    {
        public StateHandle()
            : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(ZStream)));

        public bool IsStarted { get; set; }

        public override bool IsInvalid => handle == 0;

        public ZStream* Stream => (ZStream*)handle;

        protected override bool ReleaseHandle()
        {
            if (IsStarted)
                _ = InflateEnd(Stream);
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
