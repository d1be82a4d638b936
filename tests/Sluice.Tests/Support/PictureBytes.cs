using System.Buffers.Binary;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>The smallest pictures that have the parts of large ones. Their pixels are noise.</summary>
public static class PictureBytes
{
    /// <summary>Without its end.</summary>
    public static byte[] Png => [0x89, .. "PNG\r\n\u001a\n"u8, .. PngChunk("IHDR", new byte[13])];

    public static byte[] PngEnd => PngChunk("IEND", []);

    public static byte[] Gif => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, .. new byte[6], 0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0, 0x3b];

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian(data.Length), .. body, .. BigEndian((int)ZipBytes.Crc(body))];
    }

    public static byte[] Jpeg(params (byte Marker, byte[] Data)[] segments) =>
    [
        0xff, 0xd8, .. Segment(0xe0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. segments.SelectMany(segment => Segment(segment.Marker, segment.Data)),
        // Two scans, with stuffing and a restart in them.
        .. Segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, .. Segment(0xda, [1, 1, 0, 0, 63, 0]), 0x78, 0xff, 0xd9,
    ];

    public static byte[] WebP(string type, byte[] data)
    {
        byte[] chunks = [.. "WEBP"u8, .. Chunk("VP8X", new byte[10]), .. Chunk("VP8L", new byte[7]), .. Chunk(type, data)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    public static byte[] Icon(byte[] png) => [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, .. BitConverter.GetBytes(png.Length), .. BitConverter.GetBytes(22), .. png];

    private static byte[] Chunk(string type, byte[] data) => [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] Segment(byte marker, byte[] data) => [0xff, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
