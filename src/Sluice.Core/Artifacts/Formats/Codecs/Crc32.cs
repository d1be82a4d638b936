using System.Runtime.InteropServices;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>The checksum of gzip and zip (ISO 3309), by the vectorised code that the .NET runtime carries.</summary>
internal static unsafe partial class Crc32
{
    /// <summary>Goes on from <paramref name="crc"/>; 0 starts.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return crc;
        fixed (byte* first = bytes)
            return Crc(crc, first, bytes.Length);
    }

    [LibraryImport("libSystem.IO.Compression.Native", EntryPoint = "CompressionNative_Crc32")]
    private static partial uint Crc(uint crc, byte* bytes, int count);
}

/// <summary>Passes bytes on and keeps their checksum and count.</summary>
internal sealed class Crc32Stream(Stream inner) : ReadOnlyStream
{
    public uint Crc { get; private set; }

    public long Count { get; private set; }

    /// <summary>The end was reached in good order.</summary>
    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var count = inner.Read(buffer);
        HasEnded = count == 0;
        Crc = Crc32.Append(Crc, buffer[..count]);
        Count += count;
        return count;
    }
}
