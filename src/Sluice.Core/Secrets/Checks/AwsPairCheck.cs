using System.Globalization;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>The identifier of an access key opens nothing; with its secret near by it does. Tells the account that the key belongs to.</summary>
internal sealed class AwsPairCheck : SecretCheck
{
    private const int SecretLength = 40;
    private const int KeyLength = 20;
    private static readonly ByteClass Characters = ByteClass.Of([.. ByteSet.Base64.Members()]);

    /// <summary>A pair stands in one assignment or one section of a file.</summary>
    private const int Nearby = 400;

    private static readonly Func<object, NextPlace[]> SecretsOf = static _ => [new NextPlace(SecretLength, SecretIn)];

    public override string Name => "aws-pair";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match) => Check(text, match, new SecretAnswers());

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match, SecretAnswers answers) =>
        new(answers.IsNear(this, SecretsOf, text, match.Start - Nearby, match.End + Nearby) ? SecretProof.Structure : SecretProof.Shape, match.End);

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match) =>
        AccountOf(text[match.SecretStart..match.SecretEnd]) is { } account ? [("account", account)] : [];

    /// <summary>
    /// Of keys made since 2019: behind the prefix stands base 32, of whose first 48 bits the highest is set and the next 40 are the number
    /// of the account (Tal Be'ery, "A short note on AWS KEY ID", 2023).
    /// </summary>
    private static string? AccountOf(ReadOnlySpan<byte> key)
    {
        if (key.Length < KeyLength)
            return null;
        var bits = 0UL;
        foreach (var b in Base32Text.DecodeInPlace(key[4..KeyLength].ToArray())[..6])
            bits = bits << 8 | b;
        return (bits & 1UL << 47) == 0 ? null : ((bits & 0x7fff_ffff_ff80) >> 7).ToString("D12", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Forty random characters of base 64 that stand alone: a SHA-1 in hexadecimal has no upper case. Looks at one byte in forty and walks back from it
    /// while the bytes fit.
    /// </summary>
    private static int SecretIn(ReadOnlySpan<byte> text, int from, int end)
    {
        // No farther than it takes to see whether one goes on.
        text = text[..Math.Min(text.Length, end + 1)];
        var start = from > 0 && Characters.Contains(text[from - 1]) ? EndOfRun(text, from) : from;
        while (start + SecretLength <= end)
        {
            var before = Characters.LastOutside(text.Slice(start, SecretLength));
            if (before >= 0)
            {
                start += before + 1;
                continue;
            }

            var stop = EndOfRun(text, start + SecretLength);
            if (stop == start + SecretLength && IsRandom(text.Slice(start, SecretLength)))
                return start;
            start = stop;
        }

        return -1;
    }

    private static int EndOfRun(ReadOnlySpan<byte> text, int at) =>
        Characters.FirstOutside(text[at..]) is >= 0 and var length ? at + length : text.Length;

    private static bool IsRandom(ReadOnlySpan<byte> secret) =>
        secret.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && secret.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && !SecretText.IsPlaceholder(secret);
}
