using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Tokens that end with the CRC-32 (the one of zip) of what stands before it, as a number of fixed length with leading zeros. A match by
/// chance has odds of one in four thousand million.
/// </summary>
/// <param name="digits">Of the number, in order of their worth.</param>
/// <param name="count">Digits of the number.</param>
/// <param name="covers">What the number is computed over; an underscore that parts it from the number never counts.</param>
/// <param name="otherwise">What a token is worth whose number is another.</param>
internal sealed class Crc32Check(string name, string digits, int count, Crc32Cover covers, SecretProof otherwise) : SecretCheck, IExampleMaker
{
    public const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public const string Base36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    public const string UpperHex = "0123456789ABCDEF";
    public const string LowerHex = "0123456789abcdef";

    public override string Name => name;

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var secret = text[match.SecretStart..match.SecretEnd];
        if (secret.Length > count && StatedBy(secret[^count..]) == SumOf(secret[..^count]))
            return new CheckedSecret(SecretProof.Checksum, match.End);
        // Thirty random characters of 62 without a digit or without a capital do not happen.
        var isRandom = otherwise != SecretProof.Shape || (secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && secret.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0);
        return new CheckedSecret(isRandom ? otherwise : null, match.End) { Doubt = "whose checksum does not hold" };
    }

    public string Complete(string front, int length, Random random)
    {
        var characters = IExampleMaker.Characters(Base62, length, random);
        return characters + SumFor(front + characters);
    }

    private string SumFor(string front)
    {
        var rest = SumOf(Encoding.ASCII.GetBytes(front));
        Span<char> number = stackalloc char[count];
        for (var i = count - 1; i >= 0; i--, rest /= (uint)digits.Length)
            number[i] = digits[(int)(rest % (uint)digits.Length)];
        return number.ToString();
    }

    private ulong? StatedBy(ReadOnlySpan<byte> number)
    {
        var stated = 0UL;
        foreach (var digit in number)
        {
            var worth = digits.IndexOf((char)digit, StringComparison.Ordinal);
            if (worth < 0)
                return null;
            stated = (stated * (ulong)digits.Length) + (ulong)worth;
        }

        return stated;
    }

    private uint SumOf(ReadOnlySpan<byte> front)
    {
        if (front.EndsWith("_"u8))
            front = front[..^1];
        if (covers == Crc32Cover.BehindPrefix)
            front = front[(front.LastIndexOf((byte)'_') + 1)..];
        var sum = Crc32.Append(0, front);
        return covers == Crc32Cover.AllLowestByteFirst ? BinaryPrimitives.ReverseEndianness(sum) : sum;
    }
}

internal enum Crc32Cover
{
    /// <summary>What follows the last underscore: GitHub's form.</summary>
    BehindPrefix,
    All,

    /// <summary>All, and the bytes of the sum are written lowest first.</summary>
    AllLowestByteFirst,
}
