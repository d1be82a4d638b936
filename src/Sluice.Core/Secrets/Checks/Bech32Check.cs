using System.Text;
using Sluice.Artifacts;
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

    /// <summary>Of a digit in lower case; -1 for what is none.</summary>
    private static readonly sbyte[] Values = ValuesOfBytes();

    /// <summary>What is taken away for each digit that leaves the remainder at its front.</summary>
    private static readonly uint[] Divisors = DivisorsOfDigits();

    public override string Name => "bech32";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var key = text[match.SecretStart..match.SecretEnd];
        var one = key.LastIndexOf((byte)'1');
        return new CheckedSecret(one > 0 && key.Length - one > SumLength && Remainder(key[..one], key[(one + 1)..]) == 1 ? SecretProof.Structure : null, match.End);
    }

    /// <param name="length">Characters behind the 1, sum included.</param>
    public string Complete(string front, int length, Random random)
    {
        var data = IExampleMaker.Characters(Alphabet, length - SumLength, random);
        var remainder = Remainder(Encoding.ASCII.GetBytes(front[..^1]), Encoding.ASCII.GetBytes(data + new string('q', SumLength))) ^ 1;
        var sum = string.Concat(Enumerable.Range(0, SumLength).Select(i => Alphabet[(int)(remainder >> (5 * (SumLength - 1 - i)) & 31)]));
        return front.Any(char.IsAsciiLetterUpper) ? (data + sum).ToUpperInvariant() : data + sum;
    }

    /// <param name="name">In either case, which counts as lower.</param>
    private static uint Remainder(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var remainder = 1u;
        foreach (var b in name)
            remainder = Step(remainder, (uint)LiteralIndex.Lower(b) >> 5);
        remainder = Step(remainder, 0);
        foreach (var b in name)
            remainder = Step(remainder, b & 31u);
        foreach (var b in data)
        {
            var value = Values[LiteralIndex.Lower(b)];
            if (value < 0)
                return 0;
            remainder = Step(remainder, (uint)value);
        }

        return remainder;
    }

    private static sbyte[] ValuesOfBytes()
    {
        var values = new sbyte[256];
        for (var b = 0; b < values.Length; b++)
            values[b] = (sbyte)Alphabet.IndexOf((char)b, StringComparison.Ordinal);
        return values;
    }

    private static uint[] DivisorsOfDigits()
    {
        ReadOnlySpan<uint> polynomial = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var divisors = new uint[32];
        for (var digit = 0; digit < divisors.Length; digit++)
        {
            for (var bit = 0; bit < polynomial.Length; bit++)
                divisors[digit] ^= (digit >> bit & 1) != 0 ? polynomial[bit] : 0;
        }

        return divisors;
    }

    /// <summary>One digit more in the division by the polynomial of BIP 173.</summary>
    private static uint Step(uint remainder, uint value) => (remainder & 0x1ffffff) << 5 ^ value ^ Divisors[(int)(remainder >> 25)];
}
