using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>What is a piece of a program rather than a value: expressions, patterns, names of members, settings and algorithms.</summary>
internal static class CodeShape
{
    private const int LongestAlgorithm = 9;

    /// <summary>Of statements: so many are none of a password.</summary>
    private const int ManySigns = 6;

    private static readonly string[] Algorithms =
        ["hmac", "sha1", "sha224", "sha256", "sha384", "sha512", "md5", "aes", "aes128", "aes192", "aes256", "rsa", "okp", "dsa", "ecdsa", "ecdh", "eddsa", "ed25519", "ed448", "x25519", "x448", "gcm", "cbc", "ctr", "ccm", "poly1305", "chacha20", "pbkdf2", "hkdf", "scrypt", "rs256", "rs384", "rs512", "es256", "es384", "es512", "ps256", "hs256", "hs384", "hs512"];

    private static readonly byte[][] PatternSigns = [[.. "\\d"u8], [.. "\\w"u8], [.. "\\s"u8], [.. "(?"u8], [.. ".*"u8], [.. "[^"u8], [.. "a-z"u8], [.. "A-Z"u8], [.. "0-9"u8], [.. "%s"u8], [.. "%d"u8], [.. ",}"u8], [.. ")?"u8]];
    private static readonly ByteSet CodeBytes = ByteSet.Of("(){}<>[]"u8);

    /// <summary>Random values hold any two symbols by chance; code is made of words besides.</summary>
    public static bool IsCode(ReadOnlySpan<byte> value, in AssignedValue written)
    {
        if (IsPattern(value) || IsDotted(value) || IsRestOfStatement(value) || IsAlgorithm(value) || value.StartsWith("--"u8) || (value[0] == '[' && value.Contains((byte)']')))
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
    private static bool IsDotted(ReadOnlySpan<byte> value)
    {
        var separators = 0;
        if (value[^1] == '!')
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

        return separators >= 1 && (ValueShape.WordShare(value) > 0.6 || (separators >= 2 && AreNames(value)));
    }

    /// <summary>Parts with dots between them that each begin with a small letter and hold one digit at most: the names of settings.</summary>
    private static bool AreNames(ReadOnlySpan<byte> value)
    {
        var (start, digits) = (0, 0);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '.')
                (start, digits) = (i + 1, 0);
            else if ((i == start && !char.IsAsciiLetterLower((char)value[i])) || !char.IsAsciiLetterOrDigit((char)value[i]) || (digits += char.IsAsciiDigit((char)value[i]) ? 1 : 0) > 1)
                return false;
        }

        return start < value.Length;
    }

    /// <summary>What stands between the end of one string and the start of the next, as in <c>"token: "+text(a)+"</c>.</summary>
    private static bool IsRestOfStatement(ReadOnlySpan<byte> value)
    {
        var inner = value.Trim(" \t"u8);
        if (inner is not [(byte)'+' or (byte)',' or (byte)')' or (byte)';' or (byte)']' or (byte)'}' or (byte)'.', var next, .. var rest] || rest.IsEmpty)
            return false;
        if (inner[0] == '+' && inner[^1] == '+' && (char.IsAsciiLetter((char)next) || next is (byte)' ' or (byte)'('))
            return true;
        var signs = 0;
        foreach (var b in inner)
            signs += CodeBytes.Contains(b) || b is (byte)';' or (byte)',' or (byte)'=' ? 1 : 0;
        return signs >= ManySigns || (signs >= 3 && ValueShape.WordShare(inner) > 0.3);
    }

    /// <summary>Names of ciphers, digests and kinds of keys, with dashes between them.</summary>
    private static bool IsAlgorithm(ReadOnlySpan<byte> value)
    {
        var (start, isKnown) = (0, false);
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
