using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Private keys in PEM, OpenSSH, PGP armour and PuTTY's format, with their body: as a file, as a string with escaped line ends, as a
/// concatenation in source code. A header that is only mentioned has no body and does not count.
/// </summary>
internal sealed class PrivateKeyCheck : SecretCheck
{
    private const int MaxBody = 16 << 10;

    /// <summary>An Ed25519 key in PKCS #8 is the shortest: 48 bytes.</summary>
    private const int MinBody = 60;

    private static ReadOnlySpan<byte> OpenSsh => "b3BlbnNzaC1rZXk"u8;

    /// <summary>The magic, and "none" where the name of the cipher stands.</summary>
    private static ReadOnlySpan<byte> OpenSshWithoutCipher => "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"u8;

    public override string Name => "pem";

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var header = text[match.Start..match.End];
        if (header.StartsWith("PuTTY"u8))
            return PuttyDetails(text[match.Start..Math.Min(text.Length, match.Start + MaxBody)]);
        var isPgp = header.IndexOf("KEY BLOCK"u8) > 0;
        var (body, _, hasCipher) = Body(text[match.End..], isPgp);
        if (!IsBody(body, hasCipher, isPgp))
            body = ArmourLines.BodyOf(text, match.Start, match.End, MaxBody).Body;
        // The sum at its end is no part of it.
        if (isPgp)
            return EncodedJson.Decode(body.AsSpan(0, body.Length / 4 * 4)) is { } packets && OpenPgpSecretKey.Read(packets) is { } key ? key.Details : [];
        return EncodedJson.Decode(body) is { } der ? PrivateKeyFacts.Of(der) : [];
    }

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match) =>
        text[match.Start..].StartsWith("PuTTY"u8) ? CheckPutty(text, match.Start) : CheckArmour(text, match);

    private static IReadOnlyList<(string Name, string Value)> PuttyDetails(ReadOnlySpan<byte> block)
    {
        var lines = block.IndexOf("Public-Lines:"u8);
        if (lines < 0)
            return [];
        var rest = block[(lines + "Public-Lines:".Length)..].TrimStart(" 0123456789"u8);
        // The next header ends with a colon, and begins with letters that look like another line of the key.
        var end = rest.IndexOf((byte)':');
        end = end < 0 ? -1 : rest[..end].LastIndexOfAny((byte)'\n', (byte)'\\');
        return end > 0 && EncodedJson.Decode(Body(rest[..end], false).Body) is { } blob ? PrivateKeyFacts.OfSsh(blob) : [];
    }

    private static CheckedSecret CheckArmour(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var isPgp = text[match.Start..match.End].IndexOf("KEY BLOCK"u8) > 0;
        var (body, end, hasCipher) = Body(text[match.End..], isPgp);
        if (!IsBody(body, hasCipher, isPgp))
            return CheckLines(text, match, isPgp);
        if (SecretText.IsPlaceholder(body) || IsCutShort(text[(match.End + end)..]))
            return new CheckedSecret(null, match.End);
        return new CheckedSecret(SecretProof.Structure, match.End + end)
        {
            IsEncrypted = hasCipher || IsEncrypted(text[match.Start..match.End], body),
            IsNested = text[match.End..].StartsWith("\\\\"u8),
        };
    }

    /// <summary>A key with a sign before each of its lines: what is left has to be one as far as it says how long it is.</summary>
    private static CheckedSecret CheckLines(ReadOnlySpan<byte> text, PatternMatch match, bool isPgp)
    {
        var (body, end, hasCipher) = ArmourLines.BodyOf(text, match.Start, match.End, MaxBody);
        var isWhole = hasCipher || isPgp ? IsBody(body, hasCipher, isPgp) : body.Length >= MinBody && EncodedJson.Decode(body) is { } key && PrivateKeyFacts.IsWhole(key);
        if (!isWhole || SecretText.IsPlaceholder(body))
            return new CheckedSecret(null, match.End);
        return new CheckedSecret(SecretProof.Structure, end) { IsEncrypted = hasCipher || IsEncrypted(text[match.Start..match.End], body) };
    }

    /// <summary>Long enough, and what such a key begins with; what is encrypted as a whole begins with anything.</summary>
    private static bool IsBody(byte[] body, bool hasCipher, bool isPgp) => body.Length >= MinBody && (hasCipher || IsKeyMaterial(body, isPgp));

    /// <summary>By the words of its frame, or the cipher that OpenSSH names.</summary>
    private static bool IsEncrypted(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body) =>
        header.IndexOf("ENCRYPTED"u8) >= 0 || (body.StartsWith(OpenSsh) && !body.StartsWith(OpenSshWithoutCipher));

    private static CheckedSecret CheckPutty(ReadOnlySpan<byte> text, int start)
    {
        var block = text.Slice(start, Math.Min(MaxBody, text.Length - start));
        // A look at the second line first: a flood of first lines must not cost a search each.
        var isKeyFile = block[..Math.Min(block.Length, 128)].IndexOf("Encryption:"u8) > 0;
        // And none beyond the next.
        var next = isKeyFile ? block[1..].IndexOf("PuTTY-User-Key-File-"u8) : -1;
        block = next < 0 ? block : block[..(next + 1)];
        var lines = isKeyFile ? block.IndexOf("Private-Lines:"u8) : -1;
        if (lines < 0)
            return new CheckedSecret(null, start);
        var (body, end, _) = Body(block[(lines + 16)..], false);
        return body.Length < 20 ? new CheckedSecret(null, start) : new CheckedSecret(SecretProof.Structure, start + lines + 16 + end) { IsEncrypted = block[..lines].IndexOf("Encryption: none"u8) < 0 };
    }

    /// <summary>The base 64 up to the next dash, free of line ends, escapes, quotes, plus signs of concatenation and armour headers.</summary>
    private static (byte[] Body, int End, bool HasCipher) Body(ReadOnlySpan<byte> text, bool isPgp)
    {
        text = text[..Math.Min(text.Length, MaxBody)];
        var skipped = text[..Math.Min(text.Length, 24)].IndexOf("Proc-Type:"u8) >= 0 || isPgp ? EndOfHeaders(text) : 0;
        var hasCipher = text[..skipped].IndexOf("ENCRYPTED"u8) >= 0;
        var body = new List<byte>(MinBody);
        var at = skipped;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\')
                at += EscapeLength(text[at..]) - 1;
            else if (ByteSet.Base64.Contains(c) && !(c == '+' && IsConcatenation(text, at)))
                body.Add(c);
            else if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'+' or (byte)',' or (byte)'=' or (byte)'`'))
                break;
        }

        return ([.. body], at, hasCipher);
    }

    /// <summary>Dots stand for the rest of it: no key, but what one looks like.</summary>
    private static bool IsCutShort(ReadOnlySpan<byte> rest) => rest.StartsWith("..."u8) || rest.StartsWith("\u2026"u8);

    /// <summary>Text in text in text has as many backslashes before the letter as it has levels.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)'\\') is > 0 and var letter ? letter + 1 : text.Length;

    private static bool IsConcatenation(ReadOnlySpan<byte> text, int at) => at > 0 && text[at - 1] is (byte)' ' or (byte)'"' or (byte)'\'';

    /// <summary>Headers end with an empty line, in a file or escaped.</summary>
    private static int EndOfHeaders(ReadOnlySpan<byte> text)
    {
        foreach (var separator in (byte[][])[[.. "\n\n"u8], [.. "\r\n\r\n"u8], [.. "\\n\\n"u8]])
        {
            if (text[..Math.Min(text.Length, 512)].IndexOf(separator) is >= 0 and var at)
                return at + separator.Length;
        }

        return 0;
    }

    /// <summary>DER starts with a sequence ("M"), OpenSSH with its magic, a secret key packet of PGP with tag 5.</summary>
    private static bool IsKeyMaterial(ReadOnlySpan<byte> body, bool isPgp) => isPgp ? body[0] is (byte)'l' or (byte)'x' : body[0] == 'M' || body.StartsWith(OpenSsh);
}
