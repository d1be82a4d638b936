using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Sluice.Secrets.Checks;

/// <summary>The secret key packet at the front of an OpenPGP file (RFC 9580, section 5.5.3; version 4). Every length in it must fit.</summary>
/// <param name="IsEncrypted">With a passphrase.</param>
internal sealed record OpenPgpSecretKey(bool IsEncrypted, IReadOnlyList<(string Name, string Value)> Details)
{
    private const int SecretKeyTag = 5;

    /// <summary>Version, time of creation, algorithm.</summary>
    private const int FrontBytes = 6;

    private const int MaxCurveBytes = 16;

    /// <summary>RSA, its two restricted forms, ElGamal, DSA; how many numbers their public halves have.</summary>
    private static readonly Dictionary<byte, (string Name, int Numbers)> Numbered = new() { [1] = ("RSA", 2), [2] = ("RSA", 2), [3] = ("RSA", 2), [16] = ("ElGamal", 3), [17] = ("DSA", 4) };

    /// <summary>Algorithms of RFC 9580 whose public half is a string of fixed length.</summary>
    private static readonly Dictionary<byte, (string Name, int Bytes)> Fixed = new() { [25] = ("X25519", 32), [26] = ("X448", 56), [27] = ("Ed25519", 32), [28] = ("Ed448", 57) };

    /// <summary>Null when the file does not begin with one.</summary>
    public static OpenPgpSecretKey? Read(ReadOnlySpan<byte> file)
    {
        var packet = PacketOf(file);
        if (packet.Length <= FrontBytes || packet[0] != 4 || PublicLength(packet, out var kind) is not (> FrontBytes and var length) || length >= packet.Length)
            return null;
        var secret = packet[length..];
        if (!IsSecretPart(secret))
            return null;
        return new OpenPgpSecretKey(secret[0] != 0, [("key", kind), ("fingerprint", FingerprintOf(packet[..length]))]);
    }

    /// <summary>The content of the first packet, when it is a secret key; empty for anything else (section 4.2).</summary>
    private static ReadOnlySpan<byte> PacketOf(ReadOnlySpan<byte> file)
    {
        if (file.Length < 3 || (file[0] & 0x80) == 0)
            return default;
        var isNew = (file[0] & 0x40) != 0;
        if ((isNew ? file[0] & 0x3f : file[0] >> 2 & 0x0f) != SecretKeyTag)
            return default;
        var (start, length) = isNew ? NewLength(file) : (file[0] & 3) switch
        {
            0 => (2, file[1]),
            1 => (3, BinaryPrimitives.ReadUInt16BigEndian(file[1..])),
            2 when file.Length > 5 => (5, BinaryPrimitives.ReadInt32BigEndian(file[1..])),
            _ => (0, -1),
        };
        return length <= 0 || length > file.Length - start ? default : file.Slice(start, length);
    }

    private static (int Start, int Length) NewLength(ReadOnlySpan<byte> file) => file[1] switch
    {
        < 192 => (2, file[1]),
        < 224 => (3, ((file[1] - 192) << 8) + file[2] + 192),
        255 when file.Length > 6 => (6, BinaryPrimitives.ReadInt32BigEndian(file[2..])),
        _ => (0, -1),
    };

    /// <returns>Where the public half ends; 0 when it is none.</returns>
    private static int PublicLength(ReadOnlySpan<byte> packet, out string kind)
    {
        kind = "";
        var (algorithm, at) = (packet[FrontBytes - 1], FrontBytes);
        if (Numbered.TryGetValue(algorithm, out var numbered))
        {
            kind = numbered.Name;
            for (var number = 0; number < numbered.Numbers; number++)
            {
                if (NumberLength(packet[at..], out var bits) is not (> 2 and var length))
                    return 0;
                if (number == 0)
                    kind += string.Create(CultureInfo.InvariantCulture, $" {bits}");
                at += length;
            }

            return at;
        }

        if (Fixed.TryGetValue(algorithm, out var plain))
        {
            kind = plain.Name;
            return at + plain.Bytes;
        }

        return algorithm is 18 or 19 or 22 ? CurveLength(packet, algorithm, out kind) : 0;
    }

    /// <summary>The identifier of a curve, a point, and for ECDH how keys are derived.</summary>
    private static int CurveLength(ReadOnlySpan<byte> packet, byte algorithm, out string kind)
    {
        kind = algorithm switch { 18 => "ECDH", 19 => "ECDSA", _ => "EdDSA" };
        var identifier = packet[FrontBytes];
        var at = FrontBytes + 1 + identifier;
        if (identifier is 0 or > MaxCurveBytes || at >= packet.Length || NumberLength(packet[at..], out _) is not (> 2 and var point))
            return 0;
        at += point;
        if (algorithm != 18)
            return at;
        return at < packet.Length && packet[at] == 3 ? at + 4 : 0;
    }

    /// <summary>Two bytes that count bits, and as many bytes as they take (section 3.2); 0 when it is none.</summary>
    private static int NumberLength(ReadOnlySpan<byte> rest, out int bits)
    {
        bits = rest.Length > 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : 0;
        var bytes = (bits + 7) / 8;
        // The highest bit that is counted is set.
        return bits > 0 && rest.Length >= 2 + bytes && 8 - BitOperations.LeadingZeroCount((uint)rest[2]) + 24 == ((bits - 1) % 8) + 1 ? 2 + bytes : 0;
    }

    /// <summary>Plain numbers, or how they are encrypted (section 3.7.2); GnuPG leaves the numbers out that are on a card, which is no secret key.</summary>
    private static bool IsSecretPart(ReadOnlySpan<byte> secret) => secret[0] switch
    {
        0 => secret.Length > 16,
        253 or 254 or 255 => secret.Length > 16 && secret[1] is >= 1 and <= 13 && (secret[0] == 253 || secret[2] is 0 or 1 or 3),
        <= 13 => secret.Length > 16,
        _ => false,
    };

    /// <summary>Version 4 (section 5.5.4.2).</summary>
    private static string FingerprintOf(ReadOnlySpan<byte> publicHalf)
    {
        byte[] hashed = [0x99, (byte)(publicHalf.Length >> 8), (byte)publicHalf.Length, .. publicHalf];
#pragma warning disable CA5350 // The format says SHA-1; it names the key and proves nothing.
        return Convert.ToHexString(SHA1.HashData(hashed));
#pragma warning restore CA5350
    }
}
