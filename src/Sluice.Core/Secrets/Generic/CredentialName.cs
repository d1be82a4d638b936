using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>What kind of credential a name speaks of.</summary>
internal enum NameKind : byte
{
    /// <summary>None, or something about one: its length, its address, a text for people.</summary>
    None,
    Password,
    Secret,
    Token,
    Key,

    /// <summary>A "key" or "auth" of something that is not known.</summary>
    Weak,
}

/// <summary>A name taken apart into words: at capitals, digits and separators.</summary>
/// <param name="HasUnknownTail">Behind the word for the credential stands one that says nothing.</param>
/// <param name="IsAbout">It speaks of a credential, and names a thing about it.</param>
internal readonly record struct CredentialName(NameKind Kind, bool HasUnknownTail, bool IsAbout)
{
    public const int MaxBytes = 64;
    private const int MaxWords = 10;
    private const int MostDigits = 2;

    /// <summary>What names consist of. A <c>$</c> before one belongs to the language.</summary>
    public static readonly ByteSet Bytes = SecretText.WordBytes.Union(ByteSet.Of("-."u8));

    public static CredentialName Of(ReadOnlySpan<byte> name)
    {
        // Public by its vendor's design, and the name of a file.
        if (name.SequenceEqual("sentry_key"u8) || name.EndsWith("etc/passwd"u8))
            return new CredentialName(NameKind.None, false, true);
        Span<WordRoles> roles = stackalloc WordRoles[MaxWords];
        var count = Split(name[Math.Max(0, name.Length - MaxBytes)..], roles);
        roles = roles[..count];
        var credential = LastCredential(roles, out var kind);
        if (credential < 0)
            return default;
        for (var i = 0; i < credential; i++)
        {
            if ((roles[i] & WordRoles.Harmless) != 0 && (roles[i] & WordRoles.Qualifier) == 0)
                return new CredentialName(NameKind.None, false, true);
        }

        var hasUnknown = false;
        foreach (var role in roles[(credential + 1)..])
        {
            if ((role & WordRoles.Aspect) != 0)
                return new CredentialName(NameKind.None, false, true);
            hasUnknown |= (role & WordRoles.Neutral) == 0;
        }

        // Passes are made over pictures, too, and things are passed.
        if (hasUnknown && (roles[credential] & WordRoles.Doubtful) != 0)
            return new CredentialName(NameKind.None, false, true);
        return new CredentialName(kind, hasUnknown, false);
    }

    /// <summary>Whether a value is itself the name of a credential, or has one in it: words, with a digit or two at most.</summary>
    public static bool IsAmong(ReadOnlySpan<byte> value)
    {
        var digits = 0;
        foreach (var b in value)
        {
            if (char.IsAsciiDigit((char)b) && ++digits <= MostDigits)
                continue;
            if (!char.IsAsciiLetter((char)b) && b is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)'/'))
                return false;
        }

        return Of(value) is { Kind: not NameKind.None } or { IsAbout: true };
    }

    private static int LastCredential(ReadOnlySpan<WordRoles> roles, out NameKind kind)
    {
        for (var i = roles.Length - 1; i >= 0; i--)
        {
            var role = roles[i];
            kind = KindOf(role);
            if (kind != NameKind.None)
                return i;
            if ((role & WordRoles.Weak) == 0)
                continue;
            // A key of nothing in particular is the key of a map; what authorizes may stand alone.
            var isKey = (role & WordRoles.Qualifier) == 0;
            if (i == 0 && isKey)
                continue;
            kind = i > 0 && (roles[i - 1] & WordRoles.Qualifier) != 0 ? NameKind.Key : NameKind.Weak;
            return i;
        }

        kind = NameKind.None;
        return -1;
    }

    private static NameKind KindOf(WordRoles role) =>
        (role & WordRoles.Password) != 0 ? NameKind.Password
        : (role & WordRoles.Secret) != 0 ? NameKind.Secret
        : (role & WordRoles.Token) != 0 ? NameKind.Token
        : (role & WordRoles.Key) != 0 ? NameKind.Key
        : NameKind.None;

    /// <summary>The roles of the words, the last ones where there are too many.</summary>
    private static int Split(ReadOnlySpan<byte> name, Span<WordRoles> roles)
    {
        Span<byte> word = stackalloc byte[MaxBytes];
        int count = 0, length = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var b = i < name.Length ? name[i] : (byte)'_';
            var isUpper = char.IsAsciiLetterUpper((char)b);
            // "APIKey" is "API" and "Key"; "apiKey" is "api" and "Key".
            var begins = isUpper && length > 0 && (char.IsAsciiLetterLower((char)name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower((char)name[i + 1]) && char.IsAsciiLetterUpper((char)name[i - 1])));
            if (length > 0 && (begins || !char.IsAsciiLetter((char)b)))
            {
                if (count == roles.Length)
                {
                    roles[1..].CopyTo(roles);
                    count--;
                }

                roles[count++] = NameWords.Of(word[..length]);
                length = 0;
            }

            if (char.IsAsciiLetter((char)b))
                word[length++] = (byte)(b | 0x20);
        }

        return count;
    }
}
