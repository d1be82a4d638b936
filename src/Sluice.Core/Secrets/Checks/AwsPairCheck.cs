using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>The identifier of an access key opens nothing; with its secret near by it does.</summary>
internal sealed class AwsPairCheck : SecretCheck
{
    private const int SecretLength = 40;

    /// <summary>A pair stands in one assignment or one section of a file.</summary>
    private const int Nearby = 400;

    public override string Name => "aws-pair";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var around = text[Math.Max(0, match.Start - Nearby)..Math.Min(text.Length, match.End + Nearby)];
        return new CheckedSecret(HasSecret(around) ? SecretProof.Structure : SecretProof.Shape, match.End);
    }

    /// <summary>Forty random characters of base 64 that stand alone: a SHA-1 in hexadecimal has no upper case.</summary>
    private static bool HasSecret(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && ByteSet.Base64.Contains(text[at]))
                at++;
            if (at - start == SecretLength && IsRandom(text[start..at]))
                return true;
        }

        return false;
    }

    private static bool IsRandom(ReadOnlySpan<byte> secret) =>
        secret.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && secret.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && !SecretText.IsPlaceholder(secret);
}
