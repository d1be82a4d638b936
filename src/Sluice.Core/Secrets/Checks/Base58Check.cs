using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
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
    private int[] Digits => field ??= [.. Enumerable.Range(0, 256).Select(b => alphabet.IndexOf((char)b, StringComparison.Ordinal))];

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var bytes = Decode(text[match.SecretStart..match.SecretEnd]);
        var holds = bytes.Length > SumBytes && Array.Exists(forms, form => form.Fits(bytes.AsSpan(..^SumBytes))) && SumOf(bytes.AsSpan(..^SumBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^SumBytes..));
        return new CheckedSecret(holds ? SecretProof.Structure : null, match.End);
    }

    public string Complete(string front, int length, Random random)
    {
        var form = forms[random.Next(forms.Length)];
        var key = new byte[form.Length];
        random.NextBytes(key);
        byte[] bytes = [.. form.Front, .. key, .. form.End];
        return Encode([.. bytes, .. SumOf(bytes)]);
    }

    private static byte[] SumOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        SHA256.HashData(digest, digest);
        return digest[..SumBytes].ToArray();
    }

    /// <summary>The bytes of the number, the highest first; none for what is no number of these digits. Takes as many digits at once as a limb holds.</summary>
    private byte[] Decode(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxCharacters)
            return [];
        Span<uint> limbs = stackalloc uint[MaxCharacters * BitsOfDigit / 32];
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var (carry, scale) = (0UL, 1UL);
            for (var end = Math.Min(text.Length, at + DigitsOfLimb); at < end; at++)
            {
                var digit = Digits[text[at]];
                if (digit < 0)
                    return [];
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

        return BigEndian(limbs[..count]);
    }

    private static byte[] BigEndian(ReadOnlySpan<uint> limbs)
    {
        var bytes = new byte[limbs.Length * sizeof(uint)];
        for (var limb = 0; limb < limbs.Length; limb++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - ((limb + 1) * sizeof(uint))), limbs[limb]);
        return bytes[(bytes.AsSpan().IndexOfAnyExcept((byte)0) is >= 0 and var zeros ? zeros : bytes.Length)..];
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
