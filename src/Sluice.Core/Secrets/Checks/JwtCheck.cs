using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Three parts, of which the first two are JSON objects in base 64 and the first names an algorithm (RFC 7519, section 7.2). Tells what
/// the token says of itself: who issued it, for whom, until when, in which role.
/// </summary>
/// <param name="role">Of a key of Supabase (of its demonstration as well), which it must be; null for all tokens but those that Supabase makes for browsers.</param>
internal sealed class JwtCheck(string name, string? role) : SecretCheck
{
    private static readonly string[] Told = ["iss", "aud", "azp", "client_id", "ref", "role", "scope", "scp", "exp"];

    private const int MaxItems = 4;

    public override string Name => name;

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var isToken = PartsOf(text, match, out var header, out var claims) && EncodedJson.IsObject(header, "\"alg\""u8) && EncodedJson.IsObject(claims, default);
        return new CheckedSecret(isToken && IsOfRole(claims) ? SecretProof.Structure : null, match.End);
    }

    public override DateTimeOffset? ExpiryOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        foreach (var (claim, value) in DetailsOf(text, match))
        {
            if (claim == "expires" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
        }

        return null;
    }

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (!PartsOf(text, match, out _, out var part) || EncodedJson.Decode(part) is not { } json || !JsonSyntax.IsObject(json))
            return [];
        var told = new string?[Told.Length];
        var reader = new Utf8JsonReader(json);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var name = NumberOf(ref reader);
            reader.Read();
            if (name >= 0)
                told[name] = TextOf(ref reader, Told[name]);
            reader.Skip();
        }

        if (Array.TrueForAll(told, value => value is null))
            return [];
        return [.. Told.Zip(told).Where(claim => claim.Second is not null).Select(claim => (Words(claim.First), Shown(claim.Second!)))];
    }

    /// <summary>Anybody may write anything into a claim: what would be found as a secret elsewhere is not shown here.</summary>
    private static string Shown(string value)
    {
        var matches = new List<SecretMatch>();
        Generic.GenericScanner.AddTo(matches, Encoding.UTF8.GetBytes($"client_secret=\"{value}\""), new Generic.SourceKind(Generic.Syntax.Code, IsSample: false), SecretScanner.BuiltIn);
        return matches.Count == 0 ? value : "***";
    }

    /// <summary>Few tokens name Supabase as their issuer: the others are told by their bytes.</summary>
    private bool IsOfRole(ReadOnlySpan<byte> claims)
    {
        if (EncodedJson.Decode(claims) is not { } json || json.AsSpan().IndexOf("supabase"u8) < 0)
            return role is null;
        using var parsed = JsonDocument.Parse(json);
        var isKey = TextOf(parsed.RootElement, "iss")?.StartsWith("supabase", StringComparison.Ordinal) == true;
        var ofRole = isKey ? TextOf(parsed.RootElement, "role") : null;
        return role is null ? ofRole != "anon" : ofRole == role;
    }

    private static string? TextOf(JsonElement claims, string claim) =>
        claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int NumberOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Told.Length; i++)
        {
            if (reader.ValueTextEquals(Told[i]))
                return i;
        }

        return -1;
    }

    private static bool PartsOf(ReadOnlySpan<byte> text, PatternMatch match, out ReadOnlySpan<byte> header, out ReadOnlySpan<byte> claims)
    {
        header = claims = default;
        var token = text[match.SecretStart..match.SecretEnd];
        var first = token.IndexOf((byte)'.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf((byte)'.');
        if (second <= 0)
            return false;
        header = token[..first];
        claims = token.Slice(first + 1, second);
        return true;
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

    /// <summary>Leaves the reader at the value, or at its end.</summary>
    private static string? TextOf(ref Utf8JsonReader reader, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number when name == "exp" && reader.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800:
                return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            case JsonTokenType.StartArray:
                var items = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.String && items.Count < MaxItems)
                        items.Add(reader.GetString()!);
                    reader.Skip();
                }

                return string.Join(' ', items);
            default:
                return null;
        }
    }
}
