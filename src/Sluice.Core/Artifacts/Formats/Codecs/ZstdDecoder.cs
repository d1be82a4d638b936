using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>One Zstandard frame (RFC 8878) by the system's libzstd.</summary>
internal sealed unsafe partial class ZstdDecoder : Codec
{
    private const int WindowLogMaxParameter = 100;

    /// <summary>128 MiB: what <c>zstd --long</c> writes, and the most that the zstd tool accepts unasked.</summary>
    private const int MaxWindowLog = 27;

    private readonly Context _context;

    public ZstdDecoder()
    {
        _context = NativeLibraries.Need(NativeLibraries.Zstd, static () => new Context());
        _ = SetParameter(_context.Pointer, WindowLogMaxParameter, MaxWindowLog);
    }

    public override bool Decode(ReadOnlySpan<byte> input, Span<byte> output, bool isLast, out int consumed, out int written)
    {
        fixed (byte* source = input, target = output)
        {
            var packed = new Buffer { Start = source, Size = (nuint)input.Length };
            var plain = new Buffer { Start = target, Size = (nuint)output.Length };
            var status = DecompressStream(_context.Pointer, &plain, &packed);
            consumed = (int)packed.Position;
            written = (int)plain.Position;
            if (IsError(status) != 0)
                throw new ArtifactException($"the zstd data cannot be read: {Marshal.PtrToStringUTF8(ErrorName(status))}");
            return status == 0;
        }
    }

    public override void Dispose() => _context.Dispose();

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_createDStream")]
    private static partial nint Create();

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_freeDStream")]
    private static partial nuint Free(nint context);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_DCtx_setParameter")]
    private static partial nuint SetParameter(nint context, int parameter, int value);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint DecompressStream(nint context, Buffer* output, Buffer* input);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint status);

    [LibraryImport(NativeLibraries.Zstd, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint status);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer have the same shape.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Start;
        public nuint Size;
        public nuint Position;
    }

    private sealed class Context : SafeHandle
    {
        public Context()
            : base(0, ownsHandle: true) => SetHandle(Create());

        public override bool IsInvalid => handle == 0;

        public nint Pointer => handle;

        protected override bool ReleaseHandle() => IsError(Free(handle)) == 0;
    }
}
