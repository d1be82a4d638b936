using System.Buffers.Text;
using System.Text.Json;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>The checks that rules may name.</summary>
internal static class SecretChecks
{
    private static readonly SecretCheck[] All = [new AwsPairCheck(), new Base62Check(), new GcpServiceAccountCheck(), new JwtCheck(), new PrivateKeyCheck()];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(check => check.Name)];

    /// <summary>Null when there is none of the name.</summary>
    public static SecretCheck? Find(string name) => Array.Find(All, check => check.Name == name);
}

/// <summary>The last six characters are the checksum of the thirty before them. Tokens of an older form have none and stay unproven.</summary>
internal sealed class Base62Check : SecretCheck
{
    public override string Name => "crc32-base62";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var secret = text[match.SecretStart..match.SecretEnd];
        if (secret.Length >= Base62Checksum.BodyLength && Base62Checksum.Holds(secret[^Base62Checksum.BodyLength..]))
            return new CheckedSecret(SecretProof.Checksum, match.End);
        // Thirty random characters of 62 without a digit or without a capital do not happen.
        return new CheckedSecret(secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && secret.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 ? SecretProof.Shape : null, match.End);
    }
}

/// <summary>Three parts, of which the first two are JSON objects in base 64 and the first names an algorithm (RFC 7519, section 7.2).</summary>
internal sealed class JwtCheck : SecretCheck
{
    public override string Name => "jwt";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var token = text[match.SecretStart..match.SecretEnd];
        var first = token.IndexOf((byte)'.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf((byte)'.');
        var isProven = second > 0 && IsObject(token[..first], "alg") && IsObject(token.Slice(first + 1, second), null);
        return new CheckedSecret(isProven ? SecretProof.Structure : null, match.End);
    }

    private static bool IsObject(ReadOnlySpan<byte> part, string? with)
    {
        if (!Base64Url.IsValid(part, out var length))
            return false;
        var json = new byte[length];
        Base64Url.DecodeFromUtf8(part, json, out _, out _);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && (with is null || document.RootElement.TryGetProperty(with, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
