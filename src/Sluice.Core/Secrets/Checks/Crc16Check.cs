using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts.Formats;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Seeds in base 32 whose last two bytes are the CRC-16 (XMODEM, low byte first) of all before: nkeys of NATS, seeds of Stellar
/// (SEP-0023). What does not add up is none.
/// </summary>
internal sealed class Crc16Check : SecretCheck, IExampleMaker
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int SumBytes = 2;

    /// <summary>The longest in use have 58.</summary>
    private const int StackCharacters = 128;

    /// <summary>The sum of each byte.</summary>
    private static readonly ushort[] Sums = SumsOfBytes();

    public override string Name => "crc16-base32";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var secret = text[match.SecretStart..match.SecretEnd];
        Span<byte> characters = secret.Length <= StackCharacters ? stackalloc byte[StackCharacters] : new byte[secret.Length];
        secret.CopyTo(characters);
        var bytes = Base32Text.DecodeInPlace(characters[..secret.Length]);
        var holds = bytes.Length > SumBytes && SumOf(bytes[..^SumBytes]) == BinaryPrimitives.ReadUInt16LittleEndian(bytes[^SumBytes..]);
        return new CheckedSecret(holds ? SecretProof.Structure : null, match.End);
    }

    /// <param name="length">Bytes of the whole, sum included.</param>
    public string Complete(string front, int length, Random random)
    {
        var filled = front + IExampleMaker.Characters(Alphabet, length * 8 / 5, random);
        var bytes = Base32Text.DecodeInPlace(Encoding.ASCII.GetBytes(filled))[..length].ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(^SumBytes..), SumOf(bytes.AsSpan(..^SumBytes)));
        return Encode(bytes)[front.Length..];
    }

    private static ushort SumOf(ReadOnlySpan<byte> bytes)
    {
        ushort sum = 0;
        foreach (var b in bytes)
            sum = (ushort)(sum << 8 ^ Sums[(byte)(sum >> 8) ^ b]);
        return sum;
    }

    private static ushort[] SumsOfBytes()
    {
        var sums = new ushort[256];
        for (var b = 0; b < sums.Length; b++)
        {
            var sum = (ushort)(b << 8);
            for (var bit = 0; bit < 8; bit++)
                sum = (ushort)((sum & 0x8000) != 0 ? sum << 1 ^ 0x1021 : sum << 1);
            sums[b] = sum;
        }

        return sums;
    }

    private static string Encode(byte[] bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0u, 0);
        foreach (var b in bytes)
        {
            (bits, count) = ((bits << 8 | b) & 0xfffff, count + 8);
            while (count >= 5)
                text.Append(Alphabet[(int)(bits >> (count -= 5) & 31)]);
        }

        return count == 0 ? text.ToString() : text.Append(Alphabet[(int)(bits << (5 - count) & 31)]).ToString();
    }
}
