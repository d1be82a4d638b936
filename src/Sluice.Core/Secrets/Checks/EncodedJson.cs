using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Sluice.Secrets.Checks;

/// <summary>JSON objects in base 64, either alphabet, as parts of tokens.</summary>
internal static class EncodedJson
{
    private const int MaxBytes = 16 << 10;
    private const int StackBytes = 1024;

    /// <summary>Null when it is none.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> part) =>
        Decode(part) is { } json && JsonSyntax.IsObject(json) ? JsonDocument.Parse(json) : null;

    /// <summary>Tells whether it is one, and looks for some bytes in it, without keeping anything.</summary>
    public static bool IsObject(ReadOnlySpan<byte> part, ReadOnlySpan<byte> holding)
    {
        if (part.Length > MaxBytes)
            return false;
        Span<byte> buffer = 2 * part.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[2 * part.Length];
        return TryDecode(part, buffer, out var length) && buffer[..length].IndexOf(holding) >= 0 && JsonSyntax.IsObject(buffer[..length]);
    }

    /// <summary>Null when it is no base 64, or too long.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> part)
    {
        if (part.Length > MaxBytes)
            return null;
        var bytes = new byte[2 * part.Length];
        return TryDecode(part, bytes, out var length) ? bytes[..length] : null;
    }

    /// <param name="bytes">Twice as long as the part; gets what it stands for at its front.</param>
    private static bool TryDecode(ReadOnlySpan<byte> part, Span<byte> bytes, out int length)
    {
        part = part.TrimEnd((byte)'=');
        var url = bytes.Slice(part.Length, part.Length);
        part.CopyTo(url);
        url.Replace((byte)'+', (byte)'-');
        url.Replace((byte)'/', (byte)'_');
        return Base64Url.DecodeFromUtf8(url, bytes[..part.Length], out _, out length) == OperationStatus.Done;
    }
}
