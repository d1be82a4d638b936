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

    /// <summary>The longest form in use has 111: the work grows with the square.</summary>
    private const int MaxCharacters = 128;

    public override string Name => name;

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

    private static byte[] SumOf(ReadOnlySpan<byte> bytes) => SHA256.HashData(SHA256.HashData(bytes))[..SumBytes];

    private byte[] Decode(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxCharacters)
            return [];
        var number = BigInteger.Zero;
        foreach (var c in text)
        {
            var digit = alphabet.IndexOf((char)c, StringComparison.Ordinal);
            if (digit < 0)
                return [];
            number = (number * alphabet.Length) + digit;
        }

        return number.ToByteArray(isUnsigned: true, isBigEndian: true);
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
