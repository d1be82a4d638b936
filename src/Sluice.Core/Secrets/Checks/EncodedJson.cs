using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Sluice.Secrets.Checks;

/// <summary>JSON objects in base 64, either alphabet, as parts of tokens.</summary>
internal static class EncodedJson
{
    private const int MaxBytes = 16 << 10;

    /// <summary>Null when it is none.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> part)
    {
        if (Decode(part) is not { } json)
            return null;
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
        }
        catch (JsonException)
        {
            return null;
        }

        document.Dispose();
        return null;
    }

    /// <summary>Null when it is no base 64, or too long.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> part)
    {
        part = part.TrimEnd((byte)'=');
        if (part.Length > MaxBytes)
            return null;
        Span<byte> url = part.Length <= 512 ? stackalloc byte[part.Length] : new byte[part.Length];
        part.CopyTo(url);
        url.Replace((byte)'+', (byte)'-');
        url.Replace((byte)'/', (byte)'_');
        var bytes = new byte[Base64Url.GetMaxDecodedLength(url.Length)];
        return Base64Url.DecodeFromUtf8(url, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : null;
    }
}
