using System.Buffers.Binary;
using System.Numerics;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Base58Check: bytes of a fixed front and length and, behind them, the first four of SHA-256 of SHA-256 of all, written as one number
/// (https://en.bitcoin.it/wiki/Base58Check_encoding). What does not add up is none; what does anyone can
/// make for a test, so that it counts no more than the place it is found in.
/// </summary>
internal sealed class Base58Check(string name, string alphabet, params Base58Form[] forms) : SecretCheck, IExampleMaker
{
    public const string Bitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    public const string Ripple = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

    private const int SumBytes = 4;

    private const ulong Base = 58;

    /// <summary>A digit has fewer bits than six, and five of them fit in 32.</summary>
    private const int BitsOfDigit = 6, DigitsOfLimb = 5;

    /// <summary>The longest form in use has 111: the work grows with the square.</summary>
    private const int MaxCharacters = 128;

    public override string Name => name;

    /// <summary>What each byte is worth; negative for those that are no digit.</summary>
    private int[] Digits => field ??= DigitsOf(alphabet);

    private static int[] DigitsOf(string alphabet)
    {
        var digits = new int[256];
        for (var b = 0; b < digits.Length; b++)
            digits[b] = alphabet.IndexOf((char)b, StringComparison.Ordinal);
        return digits;
    }

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        Span<byte> buffer = stackalloc byte[MaxCharacters];
        var bytes = buffer[..Decode(text[match.SecretStart..match.SecretEnd], buffer)];
        return new CheckedSecret(IsKey(bytes) ? SecretProof.Structure : null, match.End);
    }

    private bool IsKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= SumBytes)
            return false;
        Span<byte> sum = stackalloc byte[ShortSha256.SumBytes];
        foreach (var form in forms)
        {
            if (!form.Fits(bytes[..^SumBytes]))
                continue;
            SumOf(bytes[..^SumBytes], sum);
            return bytes[^SumBytes..].SequenceEqual(sum[..SumBytes]);
        }

        return false;
    }

    public string Complete(string front, int length, Random random)
    {
        var form = forms[random.Next(forms.Length)];
        var key = new byte[form.Length];
        random.NextBytes(key);
        byte[] bytes = [.. form.Front, .. key, .. form.End];
        var sum = new byte[ShortSha256.SumBytes];
        SumOf(bytes, sum);
        return Encode([.. bytes, .. sum[..SumBytes]]);
    }

    /// <param name="sum">Its first bytes count.</param>
    private static void SumOf(ReadOnlySpan<byte> bytes, Span<byte> sum)
    {
        ShortSha256.Of(bytes, sum);
        ShortSha256.Of(sum, sum);
    }

    /// <summary>How many bytes the number has; none for what is no number of these digits. Takes as many digits at once as a limb holds.</summary>
    /// <param name="bytes">Gets them, the highest first; no shorter than the text.</param>
    private int Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length > MaxCharacters)
            return 0;
        Span<uint> limbs = stackalloc uint[MaxCharacters * BitsOfDigit / 32];
        var (count, digits) = (0, Digits);
        for (var at = 0; at < text.Length;)
        {
            var (carry, scale) = (0UL, 1UL);
            for (var end = Math.Min(text.Length, at + DigitsOfLimb); at < end; at++)
            {
                var digit = digits[text[at]];
                if (digit < 0)
                    return 0;
                (carry, scale) = ((carry * Base) + (ulong)digit, scale * Base);
            }

            for (var limb = 0; limb < count; limb++)
            {
                carry += limbs[limb] * scale;
                limbs[limb] = (uint)carry;
                carry >>= 32;
            }

            if (carry != 0)
                limbs[count++] = (uint)carry;
        }

        return BigEndian(limbs[..count], bytes);
    }

    private static int BigEndian(ReadOnlySpan<uint> limbs, Span<byte> bytes)
    {
        if (limbs.IsEmpty)
            return 0;
        // The highest limb is not zero.
        var zeros = BitOperations.LeadingZeroCount(limbs[^1]) / 8;
        Span<byte> highest = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(highest, limbs[^1]);
        highest[zeros..].CopyTo(bytes);
        var length = sizeof(uint) - zeros;
        for (var limb = limbs.Length - 2; limb >= 0; limb--, length += sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(bytes[length..], limbs[limb]);
        return length;
    }

    private string Encode(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = "";
        for (; number > 0; number /= alphabet.Length)
            text = alphabet[(int)(number % alphabet.Length)] + text;
        return text;
    }
}

/// <param name="Front">The fixed bytes at the front; the first is never zero, so that no length is lost in the number.</param>
/// <param name="Length">Bytes between front and end.</param>
internal sealed record Base58Form(byte[] Front, int Length, byte[] End)
{
    public bool Fits(ReadOnlySpan<byte> bytes) => bytes.Length == Front.Length + Length + End.Length && bytes.StartsWith(Front) && bytes.EndsWith(End);
}
