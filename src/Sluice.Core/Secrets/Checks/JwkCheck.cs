using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Secrets.Hidden;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>The private member of a JSON Web Key. Tells the kind and size of the key, and the fingerprint that its public half has everywhere (RFC 7638).</summary>
internal sealed class JwkCheck : SecretCheck
{
    /// <summary>Members of a key of RSA with 8192 bits, on either side of one of them.</summary>
    private const int MaxObject = 8 << 10;

    public override string Name => "jwk";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match) => new(SecretProof.Structure, match.End);

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (ObjectAround(text, match) is not { } json)
            return [];
        using var key = JsonDocument.Parse(json);
        return Text(key.RootElement, "kty") switch
        {
            "RSA" when Text(key.RootElement, "n") is { } n && Text(key.RootElement, "e") is { } e => Told(string.Create(CultureInfo.InvariantCulture, $"RSA {n.Length * 6 / 8 * 8}"), $$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""),
            "EC" when Text(key.RootElement, "crv") is { } curve && Text(key.RootElement, "x") is { } x && Text(key.RootElement, "y") is { } y => Told("EC " + curve, $$"""{"crv":"{{curve}}","kty":"EC","x":"{{x}}","y":"{{y}}"}"""),
            "OKP" when Text(key.RootElement, "crv") is { } curve && Text(key.RootElement, "x") is { } x => Told(curve, $$"""{"crv":"{{curve}}","kty":"OKP","x":"{{x}}"}"""),
            _ => [],
        };
    }

    /// <summary>The object that has the member, without the escapes of a text that it stands in. Null when that is none.</summary>
    private static byte[]? ObjectAround(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var front = Math.Max(0, match.Start - MaxObject);
        var start = text[front..match.Start].LastIndexOf((byte)'{');
        var end = text[match.End..Math.Min(text.Length, match.End + MaxObject)].IndexOf((byte)'}');
        if (start < 0 || end < 0)
            return null;
        var json = text[(front + start)..(match.End + end + 1)];
        var plain = json.Contains((byte)'\\') ? NestedText.Unescape(HiddenBytes.Unescape(json)) : json.ToArray();
        return JsonSyntax.IsObject(plain) ? plain : null;
    }

    /// <summary>Members of keys are words and base 64: others are those of something else.</summary>
    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? text : null;

    private static IReadOnlyList<(string Name, string Value)> Told(string kind, string members) =>
        [("key", kind), ("fingerprint", "sha256:" + Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(members))))];
}
