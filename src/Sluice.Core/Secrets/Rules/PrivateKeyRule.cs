using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>
/// Private keys in PEM, OpenSSH, PGP armour and PuTTY's format, with their body: as a file, as a string with escaped line ends, as a
/// concatenation in source code. A header that is only mentioned has no body and does not count.
/// </summary>
internal sealed class PrivateKeyRule : SecretRule
{
    public const string Anchor = "PRIVATE KEY";

    private const string PuttyAnchor = "PuTTY-User-Key-File-";

    /// <summary>From the armour's five dashes to the words: "ENCRYPTED " and "OPENSSH " are the longest there are.</summary>
    private const int MaxHeaderPrefix = 24;
    private const int MaxBody = 16 << 10;

    /// <summary>An Ed25519 key in PKCS #8 is the shortest: 48 bytes.</summary>
    private const int MinBody = 60;

    public override Descriptor Descriptor { get; } = new("secret/private-key", "Private key", Severity.High,
        "Whoever unpacks the release can sign, decrypt or log in as the owner of the key.",
        "Replace the key now, everywhere its public half is trusted, then keep it in a key store and out of the build.")
    {
        Exceptions = "Keys with a password of their own warn. Test keys in test folders and in third-party code, and keys in the documentation, the declarations, the recorded messages and the programs of open code, warn or inform.",
    };

    public override IReadOnlyList<string> Anchors { get; } = [Anchor, PuttyAnchor];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor) =>
        text[anchor..].StartsWith("PuTTY"u8) ? MatchPutty(text, anchor) : MatchArmour(text, anchor);

    private SecretMatch? MatchArmour(ReadOnlySpan<byte> text, int anchor)
    {
        var before = text[Math.Max(0, anchor - MaxHeaderPrefix)..anchor];
        var begin = before.LastIndexOf("-----BEGIN "u8);
        var after = text[(anchor + Anchor.Length)..];
        if (begin < 0 || before[(begin + 11)..].Contains((byte)'-'))
            return null;
        var isPgp = after.StartsWith(" BLOCK"u8);
        after = after[(isPgp ? 6 : 0)..];
        if (!after.StartsWith("-----"u8))
            return null;
        var start = anchor - before.Length + begin;
        var (body, end, hasCipher) = Body(after[5..], isPgp);
        if (body.Length < MinBody || !IsKeyMaterial(body, isPgp) || !Bytes.LooksRandom(body))
            return null;
        var length = text.Length - after.Length + 5 + end - start;
        return new SecretMatch(this, start, length, new RedactedSecret("private key", body.Length, ""), SecretProof.Structure)
        {
            IsEncrypted = hasCipher || before[begin..].IndexOf("ENCRYPTED"u8) >= 0,
            IsNested = after[5..].StartsWith("\\\\"u8),
        };
    }

    private SecretMatch? MatchPutty(ReadOnlySpan<byte> text, int anchor)
    {
        var block = text.Slice(anchor, Math.Min(MaxBody, text.Length - anchor));
        // A look at the second line first: a flood of first lines must not cost a search each.
        var isKeyFile = block[..Math.Min(block.Length, 128)].IndexOf("Encryption:"u8) > 0;
        var lines = isKeyFile ? block.IndexOf("Private-Lines:"u8) : -1;
        if (lines < 0)
            return null;
        var (body, end, _) = Body(block[(lines + 16)..], false);
        return body.Length < 20 ? null : new SecretMatch(this, anchor, lines + 16 + end, new RedactedSecret("private key", body.Length, ""), SecretProof.Structure)
        {
            IsEncrypted = block[..lines].IndexOf("Encryption: none"u8) < 0,
        };
    }

    /// <summary>The base 64 up to the next dash, free of line ends, escapes, quotes, plus signs of concatenation and armour headers.</summary>
    private static (byte[] Body, int End, bool HasCipher) Body(ReadOnlySpan<byte> text, bool isPgp)
    {
        text = text[..Math.Min(text.Length, MaxBody)];
        var skipped = text[..Math.Min(text.Length, 24)].IndexOf("Proc-Type:"u8) >= 0 || isPgp ? EndOfHeaders(text) : 0;
        var hasCipher = text[..skipped].IndexOf("ENCRYPTED"u8) >= 0;
        var body = new List<byte>(2048);
        var at = skipped;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\')
                at += EscapeLength(text[at..]) - 1;
            else if (Bytes.Base64.Contains(c) && !(c == '+' && IsConcatenation(text, at)))
                body.Add(c);
            else if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'+' or (byte)',' or (byte)'=' or (byte)'`'))
                break;
        }

        return ([.. body], at, hasCipher);
    }

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
    private static bool IsKeyMaterial(ReadOnlySpan<byte> body, bool isPgp) => isPgp ? body[0] is (byte)'l' or (byte)'x' : body[0] == 'M' || body.StartsWith("b3BlbnNzaC1rZXk"u8);
}
