using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>What is a piece of a program rather than a value: expressions, patterns, names of members, settings and algorithms.</summary>
internal static class CodeShape
{
    private const int LongestAlgorithm = 9;

    /// <summary>Of statements: so many are none of a password.</summary>
    private const int ManySigns = 6;

    private static readonly string[] Algorithms =
        ["hmac", "scram", "sha1", "sha224", "sha256", "sha384", "sha512", "md5", "aes", "aes128", "aes192", "aes256", "rsa", "okp", "dsa", "ecdsa", "ecdh", "eddsa", "ed25519", "ed448", "x25519", "x448", "gcm", "cbc", "ctr", "ccm", "poly1305", "chacha20", "pbkdf2", "hkdf", "scrypt", "darwin", "linux", "windows", "win32", "arm64", "amd64", "x64", "x86", "p256ecdsa", "base64", "base64url", "utf8", "utf16", "utf16le", "utf32", "latin1", "ascii", "ucs2", "bytes32", "bytes20", "uint256", "uint128", "uint64", "uint32", "int256", "int64", "int32", "float32", "float64", "oauth2", "oauth1", "p256", "p384", "p521", "p256dh", "sigv4", "spki", "pkcs1", "pkcs8", "pkcs12", "x509", "crc32", "rs256", "rs384", "rs512", "es256", "es384", "es512", "ps256", "hs256", "hs384", "hs512"];

    private static readonly byte[][] PatternSigns = [[.. "\\d"u8], [.. "\\w"u8], [.. "\\s"u8], [.. "(?"u8], [.. ".*"u8], [.. "[^"u8], [.. "a-z"u8], [.. "A-Z"u8], [.. "0-9"u8], [.. "%s"u8], [.. "%d"u8], [.. ",}"u8], [.. ")?"u8]];
    private static readonly ByteClass Drawing = ByteClass.Of("mMlLhHvVcCsSqQtTaAzZ0123456789., -"u8);
    private static readonly ByteSet CodeBytes = ByteSet.Of("(){}<>[]"u8);

    /// <summary>Random values hold any two symbols by chance; code is made of words besides.</summary>
    public static bool IsCode(ReadOnlySpan<byte> value, in AssignedValue written)
    {
        if (IsPattern(value) || IsDotted(value, written.Link == Link.Comma ? 1 : 2) || IsRestOfStatement(value) || IsAlgorithm(value) || IsDrawing(value) || IsOptions(value) || value.StartsWith("--"u8) || (value[0] == '[' && value.Contains((byte)']')))
            return true;
        var brackets = 0;
        foreach (var b in value)
            brackets += CodeBytes.Contains(b) ? 1 : 0;
        var isMarked = value.IndexOf("=>"u8) >= 0 || value.IndexOf("</"u8) >= 0 || value.IndexOf("/>"u8) >= 0 || value[0] is (byte)'#' or (byte)'.' || (brackets >= 1 && written.Quote == 0);
        return isMarked && ValueShape.WordShare(value) > 0.3;
    }

    /// <summary>A regular expression or a format: two signs of one.</summary>
    private static bool IsPattern(ReadOnlySpan<byte> value)
    {
        var signs = value[0] == '^' ? 1 : 0;
        signs += value[^1] == '$' ? 1 : 0;
        foreach (var sign in PatternSigns)
            signs += value.IndexOf(sign) >= 0 ? 1 : 0;
        return signs >= 2;
    }

    /// <summary>Words with dots, colons or slashes between them: a member, the key of a translation, a scope.</summary>
    /// <param name="fewest">Separators between names that are no words.</param>
    private static bool IsDotted(ReadOnlySpan<byte> value, int fewest)
    {
        var separators = 0;
        if (value[^1] is (byte)'!' or (byte)',' or (byte)';')
            value = value[..^1];
        // What a pattern has found, in the names of colours and styles.
        if (value.IndexOf((byte)'$') is > 0 and var group && value.Length - group <= 3)
        {
            separators = 1;
            value = value[..group].TrimEnd("-."u8);
        }

        foreach (var b in value)
        {
            if (b is (byte)'.' or (byte)':' or (byte)'/')
                separators++;
            else if (!SecretText.WordBytes.Contains(b) && b is not ((byte)'-' or (byte)'$'))
                return false;
        }

        return separators >= 1 && (ValueShape.WordShare(value) > 0.6 || (separators >= fewest && AreNames(value)) || (separators >= 2 && IsReversedHost(value)));
    }

    /// <summary>What vendors call their own things: <c>org.acme.msg3077.stream</c>. Small letters and few digits; each part begins with a letter.</summary>
    private static bool IsReversedHost(ReadOnlySpan<byte> value)
    {
        var (digits, start) = (0, 0);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '.')
                start = i + 1;
            else if (i == start ? !char.IsAsciiLetterLower((char)value[i]) : !char.IsAsciiLetterLower((char)value[i]) && !char.IsAsciiDigit((char)value[i]) && value[i] != '_')
                return false;
            digits += char.IsAsciiDigit((char)value[i]) ? 1 : 0;
        }

        return start < value.Length && digits * 4 <= value.Length;
    }

    /// <summary>Parts with dots, colons or slashes between them that each begin with a small letter and hold one digit at most: the names of settings. Without digits, in capitals, too.</summary>
    private static bool AreNames(ReadOnlySpan<byte> value)
    {
        var (start, digits) = (0, 0);
        var hasDigits = value.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is (byte)'.' or (byte)':' or (byte)'/')
                (start, digits) = (i + 1, 0);
            else if (value[i] == '-' && !hasDigits)
                continue;
            else if ((i == start && !char.IsAsciiLetterLower((char)value[i]) && hasDigits) || (!char.IsAsciiLetterOrDigit((char)value[i]) && (hasDigits || value[i] != '_')) || (digits += char.IsAsciiDigit((char)value[i]) ? 1 : 0) > 1)
                return false;
        }

        return start < value.Length;
    }

    /// <summary>What stands between the end of one string and the start of the next, as in <c>"token: "+text(a)+"</c>.</summary>
    private static bool IsRestOfStatement(ReadOnlySpan<byte> value)
    {
        var inner = value.Trim(" \t"u8);
        // And in a language with two kinds of quotes: <c>'no token "' + name + '" there'</c>.
        if (inner is [(byte)'"' or (byte)'\'' or (byte)'`', .. var opened, _] && inner[^1] == inner[0])
            inner = opened.Trim(" \t"u8);
        if (inner is not [(byte)'+' or (byte)',' or (byte)')' or (byte)';' or (byte)']' or (byte)'}' or (byte)'.', var next, .. var rest] || rest.IsEmpty)
            return false;
        if (inner[0] == '+' && inner[^1] == '+' && (char.IsAsciiLetter((char)next) || next is (byte)' ' or (byte)'(' or (byte)'_' or (byte)'$'))
            return true;
        var signs = 0;
        foreach (var b in inner)
            signs += CodeBytes.Contains(b) || b is (byte)';' or (byte)',' or (byte)'=' ? 1 : 0;
        return signs >= ManySigns || (signs >= 3 && ValueShape.WordShare(inner) > 0.3);
    }

    /// <summary>"The grammar for path data" of SVG.</summary>
    private static bool IsDrawing(ReadOnlySpan<byte> value) => value is [(byte)'m' or (byte)'M', ..] && Drawing.FirstOutside(value) < 0 && value.IndexOfAny((byte)',', (byte)'.', (byte)' ') > 0;

    /// <summary>Several settings in one text: <c>left=100,top=100</c>.</summary>
    private static bool IsOptions(ReadOnlySpan<byte> value) => value.Count((byte)'=') >= 2 && value.Contains((byte)',') && ValueShape.WordShare(value) > 0.3;

    /// <summary>Names of ciphers, digests and kinds of keys, with dashes between them.</summary>
    private static bool IsAlgorithm(ReadOnlySpan<byte> value)
    {
        var (start, isKnown) = (0, false);
        value = value.TrimEnd((byte)'=');
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && value[i] is not ((byte)'-' or (byte)'_' or (byte)'/' or (byte)':'))
                continue;
            if (i - start is 0 or > LongestAlgorithm)
                return false;
            isKnown |= IsAlgorithmWord(value[start..i]);
            start = i + 1;
        }

        return isKnown;
    }

    private static bool IsAlgorithmWord(ReadOnlySpan<byte> word)
    {
        foreach (var known in Algorithms)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, known))
                return true;
        }

        return false;
    }
}
