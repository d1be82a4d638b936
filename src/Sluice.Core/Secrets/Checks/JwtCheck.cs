using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Three parts, of which the first two are JSON objects in base 64 and the first names an algorithm (RFC 7519, section 7.2). Tells what
/// the token says of itself: who issued it, for whom, until when, in which role.
/// </summary>
internal sealed class JwtCheck : SecretCheck
{
    private static readonly string[] Told = ["iss", "aud", "azp", "client_id", "ref", "role", "scope", "scp", "exp"];

    public override string Name => "jwt";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var token = text[match.SecretStart..match.SecretEnd];
        var first = token.IndexOf((byte)'.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf((byte)'.');
        if (second <= 0)
            return new CheckedSecret(null, match.End);
        using var header = EncodedJson.Parse(token[..first]);
        using var claims = EncodedJson.Parse(token.Slice(first + 1, second));
        if (header is null || claims is null || !header.RootElement.TryGetProperty("alg", out _))
            return new CheckedSecret(null, match.End);
        return new CheckedSecret(SecretProof.Structure, match.End) { Details = [.. Told.Select(name => (name, Value: TextOf(claims.RootElement, name))).Where(claim => claim.Value is not null).Select(claim => (Words(claim.name), claim.Value!))] };
    }

    private static string Words(string claim) => claim switch
    {
        "iss" => "issuer",
        "aud" => "audience",
        "azp" or "client_id" => "client",
        "ref" => "project",
        "scp" => "scope",
        "exp" => "expires",
        _ => claim,
    };

    private static string? TextOf(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when name == "exp" && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800 =>
            DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Take(4).Select(item => item.GetString())),
        _ => null,
    };
}
