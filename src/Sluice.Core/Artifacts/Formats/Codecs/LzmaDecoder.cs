using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>One .xz or .lzma stream by the system's liblzma.</summary>
internal sealed unsafe partial class LzmaDecoder : Codec
{
    /// <summary>A stream states how much memory it wants; <c>xz -9</c> needs 65 MiB.</summary>
    private const ulong MaxMemoryBytes = 256 << 20;

    private const int Run = 0;
    private const int Finish = 3;
    private const int StreamEnd = 1;
    private const int MemoryLimit = 6;
    private const int BufferError = 10;

    private readonly StateHandle _state;
    private readonly byte[] _header;
    private int _headerUsed;

    private LzmaDecoder(bool isXz, byte[] header)
    {
        _header = header;
        _state = new StateHandle();
        var status = NativeLibraries.Need(NativeLibraries.Lzma, () => isXz ? StartXz(_state.Stream, MaxMemoryBytes, 0) : StartAlone(_state.Stream, MaxMemoryBytes));
        _state.IsStarted = status == 0;
        if (status != 0)
            throw new ArtifactException($"the xz decoder does not start (error {status})");
    }

    public static LzmaDecoder ForXz() => new(true, []);

    public static LzmaDecoder ForLzma() => new(false, []);

    /// <summary>LZMA in a zip (APPNOTE 5.8): properties of its own in front, and the size in the zip's header instead of the stream's.</summary>
    public static LzmaDecoder ForZip(ReadOnlySpan<byte> properties, long? size)
    {
        var header = new byte[13];
        properties.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(5), size ?? -1);
        return new LzmaDecoder(false, header);
    }

    public override bool Decode(ReadOnlySpan<byte> input, Span<byte> output, bool isLast, out int consumed, out int written)
    {
        consumed = 0;
        if (_headerUsed < _header.Length)
        {
            var isEnd = Step(_header.AsSpan(_headerUsed), output, Run, out var used, out written);
            _headerUsed += used;
            if (isEnd || written > 0)
                return isEnd;
        }

        return Step(input, output, isLast ? Finish : Run, out consumed, out written);
    }

    public override void Dispose() => _state.Dispose();

    private bool Step(ReadOnlySpan<byte> input, Span<byte> output, int action, out int consumed, out int written)
    {
        var stream = _state.Stream;
        fixed (byte* source = input, target = output)
        {
            stream->NextIn = source;
            stream->AvailIn = (nuint)input.Length;
            stream->NextOut = target;
            stream->AvailOut = (nuint)output.Length;
            var status = Code(stream, action);
            consumed = input.Length - (int)stream->AvailIn;
            written = output.Length - (int)stream->AvailOut;
            if (status == MemoryLimit)
                throw new ArtifactException($"the xz data asks for more than {MaxMemoryBytes >> 20} MiB of memory");
            // 2 to 4 tell about the kind of check; a buffer error only means that there was nothing to do.
            if (status > 4 && status != BufferError)
                throw new ArtifactException("the xz data is damaged");
            return status == StreamEnd;
        }
    }

    [LibraryImport(NativeLibraries.Lzma, EntryPoint = "lzma_stream_decoder")]
    private static partial int StartXz(LzmaStream* stream, ulong memoryLimit, uint flags);

    [LibraryImport(NativeLibraries.Lzma, EntryPoint = "lzma_alone_decoder")]
    private static partial int StartAlone(LzmaStream* stream, ulong memoryLimit);

    [LibraryImport(NativeLibraries.Lzma, EntryPoint = "lzma_code")]
    private static partial int Code(LzmaStream* stream, int action);

    [LibraryImport(NativeLibraries.Lzma, EntryPoint = "lzma_end")]
    private static partial void End(LzmaStream* stream);

    /// <summary>lzma_stream of lzma/base.h: 136 bytes where pointers have 8.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LzmaStream
    {
        public byte* NextIn;
        public nuint AvailIn;
        public ulong TotalIn;
        public byte* NextOut;
        public nuint AvailOut;
        public ulong TotalOut;
        public nint Allocator;
        public nint State;
        public nint Reserved1, Reserved2, Reserved3, Reserved4;
        public ulong SeekPosition, Reserved5;
        public nuint Reserved6, Reserved7;
        public int Reserved8, Reserved9;
    }

    private sealed class StateHandle : SafeHandle
    {
        public StateHandle()
            : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(LzmaStream)));

        public bool IsStarted { get; set; }

        public override bool IsInvalid => handle == 0;

        public LzmaStream* Stream => (LzmaStream*)handle;

        protected override bool ReleaseHandle()
        {
            if (IsStarted)
                End(Stream);
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
