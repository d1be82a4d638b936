using System.Buffers.Binary;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>A 64-bit ELF library of nothing but what it imports: one segment to load, a dynamic section, symbols and their names.</summary>
internal static class ImportingLibrary
{
    private const int Dynamic = 0x100, Symbols = 0x200;

    public static byte[] Of(params string[] functions)
    {
        var texts = Symbols + (24 * (functions.Length + 1));
        byte[] names = [0, .. functions.SelectMany(name => (byte[])[.. Encoding.ASCII.GetBytes(name), 0])];
        var file = new byte[texts + names.Length];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(file);
        (file[16], file[18], file[20], file[32], file[54], file[56]) = (3, 62, 1, 64, 56, 2);
        Segment(file.AsSpan(64), 1, 0, file.Length);
        Segment(file.AsSpan(120), 2, Dynamic, 48);
        foreach (var (i, tag, value) in new[] { (0, 5, texts), (1, 6, Symbols) })
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(Dynamic + (i * 16)), tag);
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(Dynamic + (i * 16) + 8), value);
        }

        var at = 1;
        for (var i = 0; i < functions.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Symbols + (24 * (i + 1))), at);
            at += functions[i].Length + 1;
        }

        names.CopyTo(file, texts);
        return file;
    }

    private static void Segment(Span<byte> header, int type, long offset, long size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, type);
        foreach (var field in new[] { 8, 16 })
            BinaryPrimitives.WriteInt64LittleEndian(header[field..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], size);
    }
}
