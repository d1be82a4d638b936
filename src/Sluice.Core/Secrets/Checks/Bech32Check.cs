using System.Text;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Bech32 (BIP 173): a name, the digit 1, data in base 32, and a checksum of six characters over both. Keys of one case throughout. What
/// does not add up is none.
/// </summary>
internal sealed class Bech32Check : SecretCheck, IExampleMaker
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int SumLength = 6;

    public override string Name => "bech32";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var key = Encoding.ASCII.GetString(text[match.SecretStart..match.SecretEnd]).ToLowerInvariant();
        var one = key.LastIndexOf('1');
        return new CheckedSecret(one > 0 && key.Length - one > SumLength && Remainder(key[..one], key[(one + 1)..]) == 1 ? SecretProof.Structure : null, match.End);
    }

    /// <param name="length">Characters behind the 1, sum included.</param>
    public string Complete(string front, int length, Random random)
    {
        var data = IExampleMaker.Characters(Alphabet, length - SumLength, random);
        var remainder = Remainder(front[..^1].ToLowerInvariant(), data + new string('q', SumLength)) ^ 1;
        var sum = string.Concat(Enumerable.Range(0, SumLength).Select(i => Alphabet[(int)(remainder >> (5 * (SumLength - 1 - i)) & 31)]));
        return front.Any(char.IsAsciiLetterUpper) ? (data + sum).ToUpperInvariant() : data + sum;
    }

    private static uint Remainder(string name, string data)
    {
        var remainder = 1u;
        foreach (var c in name)
            remainder = Step(remainder, (uint)c >> 5);
        remainder = Step(remainder, 0);
        foreach (var c in name)
            remainder = Step(remainder, c & 31u);
        foreach (var c in data)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return 0;
            remainder = Step(remainder, (uint)value);
        }

        return remainder;
    }

    /// <summary>One digit more in the division by the polynomial of BIP 173.</summary>
    private static uint Step(uint remainder, uint value)
    {
        ReadOnlySpan<uint> polynomial = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var top = remainder >> 25;
        remainder = (remainder & 0x1ffffff) << 5 ^ value;
        for (var i = 0; i < polynomial.Length; i++)
            remainder ^= (top >> i & 1) != 0 ? polynomial[i] : 0;
        return remainder;
    }
}
