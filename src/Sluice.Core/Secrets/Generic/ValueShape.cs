using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>What a value is by its form alone, where that rules out a credential. The cheap questions first.</summary>
internal static class ValueShape
{
    /// <summary>A sentence has as many words; what people remember as a pass phrase has no more than a name allows.</summary>
    private const int WordsOfText = 3;

    /// <summary>What stands around the name of something, in templates and shells.</summary>
    private static readonly (byte[] Open, byte[] Close)[] Brackets =
        [([.. "${"u8], [.. "}"u8]), ([.. "$("u8], [.. ")"u8]), ([.. "{{"u8], [.. "}}"u8]), ([.. "<%"u8], [.. "%>"u8]), ([.. "#{"u8], [.. "}"u8]), ([.. "%("u8], [.. ")s"u8]), ([.. "[["u8], [.. "]]"u8])];

    private static readonly LiteralIndex References = new(
        ["process.env", "os.environ", "getenv", "env.", "env(", "environ[", "secrets.", "vault:", "vault/", "ref+vault", "ref+aws", "ref+gcp", "arn:aws", "keyvault", "secretkeyref", "ssm:", "op://", "gcp:", "sops:", "enc[", "enc(", "{cipher}", "%env", "$env", "lookup(", "valuefrom", "secretsmanager", "projects/"]);

    /// <summary>Wherever they stand in a value.</summary>
    private static readonly LiteralIndex Placeholders = new(
        ["changeme", "change_me", "change-me", "changeit", "changethis", "example", "placeholder", "redacted", "xxx", "***", "...", "foobar", "secretsecret", "passwordpassword", "notreal", "your_", "your-", "yourpass", "yourapi", "yoursecret", "yourtoken", "yourkey", "youraccess", "not set", "notset", "mysecret", "mypassword", "mytoken", "myapikey", "somesecret", "supersecret", "topsecret", "p@ssw0rd", "passw0rd", "pa$$w0rd", "pa55w", "123456", "abcdef", "abc123", "qwerty", "asdf", "letmein", "deadbeef", "00000000", "11111111"]);

    /// <summary>As words of their own, which random values and the passwords of people seldom hold.</summary>
    private static readonly string[] PlaceholderWords =
        ["change", "replace", "your", "enter", "insert", "here", "sample", "dummy", "hidden", "masked", "todo", "fixme", "fake", "mock", "test", "testing", "undefined", "null", "unset", "none", "some", "lorem", "super", "secret", "password", "value", "string", "example", "invalid", "wrong", "default", "temp"];

    /// <summary>Keys in armour are judged by the rules of their kinds.</summary>
    private static readonly byte[][] PublicFronts = [[.. "ssh-rsa "u8], [.. "ssh-ed25519 "u8], [.. "ecdsa-sha2-"u8], [.. "-----BEGIN"u8], [.. "MIIBIjAN"u8], [.. "MIGfMA0"u8], [.. "MFkwEwYH"u8], [.. "data:"u8], [.. "pk_"u8], [.. "pk-"u8], [.. "age1"u8]];
    private static readonly byte[][] DigestFronts = [[.. "sha1-"u8], [.. "sha256-"u8], [.. "sha384-"u8], [.. "sha512-"u8], [.. "sha1:"u8], [.. "sha256:"u8], [.. "sha512:"u8], [.. "md5:"u8], [.. "$2a$"u8], [.. "$2b$"u8], [.. "$2y$"u8], [.. "$1$"u8], [.. "$5$"u8], [.. "$6$"u8], [.. "$apr1$"u8], [.. "$argon2"u8], [.. "$2x$"u8], [.. "$y$"u8], [.. "$7$"u8], [.. "$P$"u8], [.. "$H$"u8], [.. "$S$"u8], [.. "md5$"u8], [.. "sha1$"u8], [.. "sha256$"u8], [.. "bcrypt"u8], [.. "argon2"u8], [.. "pbkdf2"u8], [.. "{SSHA"u8], [.. "{SHA"u8], [.. "{MD5"u8], [.. "{bcrypt"u8], [.. "scrypt:"u8], [.. "SCRAM-SHA"u8]];
    private static readonly ByteClass ScopedName = ByteClass.Of("abcdefghijklmnopqrstuvwxyz0123456789-._/"u8);
    private static readonly ByteClass VersionCore = ByteClass.Of("0123456789."u8);
    private static readonly ByteClass VersionTail = ByteClass.Of("abcdefghijklmnopqrstuvwxyz0123456789.-+"u8);
    private static readonly ByteSet PathBytes = SecretText.WordBytes.Union(ByteSet.Of("-./~:@"u8));
    private static readonly ByteSet NumberBytes = ByteSet.Of("0123456789.,:-+/ TZeE%_^~<>=|*vx"u8);

    public static PutAside ReasonAgainst(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, in AssignedValue written)
    {
        if (IsReference(value, written))
            return PutAside.Reference;
        if (IsIdentifier(value))
            return PutAside.Identifier;
        if (StartsWithAny(value, DigestFronts))
            return PutAside.Digest;
        if (StartsWithAny(value, PublicFronts) || IsCurvePoint(value))
            return PutAside.PublicKey;
        if (RepeatsName(value, name))
            return PutAside.NameAgain;
        if (IsPlaceholder(value))
            return PutAside.Placeholder;
        if (IsAddress(value))
            return PutAside.Address;
        if (IsText(value))
            return PutAside.Text;
        return CodeShape.IsCode(value, written) ? PutAside.Code : PutAside.No;
    }

    private static bool IsReference(ReadOnlySpan<byte> value, in AssignedValue written)
    {
        if (value[0] == '$' && value.Length > 1 && (char.IsAsciiLetter((char)value[1]) || value[1] == '_') && IsWord(value[1..]))
            return true;
        if ((value[0] == '%' && value[^1] == '%') || (value[0] == '@' && value[^1] == '@') || (value[0] == '<' && value[^1] == '>') || (value[0] == '[' && value[^1] == ']') || (value[0] == '{' && value[^1] == '}') || (value.StartsWith("__"u8) && value.EndsWith("__"u8)))
            return true;
        if (value[0] == '@' && written.Link is Link.Flag or Link.Blank && value.Contains((byte)'.') && IsWord(value[1..]))
            return true;
        // References to other nodes of a document, to files and to what commands print.
        if (written is { Quote: 0, IsInString: false, Link: not Link.Command } && value[0] is (byte)'&' or (byte)'*' or (byte)'!' or (byte)'|' or (byte)'>' or (byte)'`' or (byte)'@')
            return true;
        foreach (var (open, close) in Brackets)
        {
            if (value.IndexOf(open) is >= 0 and var at && value[at..].IndexOf(close) > 0)
                return true;
        }

        // A value of a template that is not at its end where the text is.
        if (value.IndexOf("${"u8) >= 0)
            return true;
        return ContainsAny(value, References) && (value.Length < 40 || WordShare(value) > 0.25);
    }

    /// <summary>UUID, number, date or version.</summary>
    private static bool IsIdentifier(ReadOnlySpan<byte> value)
    {
        if (IsColor(value) || IsUuid(value.Trim("{}"u8)) || (value.StartsWith("urn:uuid:"u8) && IsUuid(value[9..])) || value.StartsWith("urn:ietf:"u8) || IsHeader(value) || IsVersion(value) || IsScopedPackage(value))
            return true;
        foreach (var b in value)
        {
            if (!NumberBytes.Contains(b))
                return false;
        }

        return true;
    }

    /// <summary>As package managers of JavaScript name them: <c>@scope/name</c>.</summary>
    private static bool IsScopedPackage(ReadOnlySpan<byte> value) => value[0] == '@' && value.Count((byte)'/') == 1 && value[1..].IndexOf((byte)'/') > 0 && ScopedName.FirstOutside(value[1..]) < 0;

    /// <summary>The name of a header that is nobody's standard: <c>x-acme-request-key-MD5</c>.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'x' or (byte)'X', (byte)'-', ..] || value.Count((byte)'-') < 3)
            return false;
        foreach (var b in value)
        {
            if (b != '-' && !char.IsAsciiLetterOrDigit((char)b))
                return false;
        }

        return WordShare(value) > 0.35;
    }

    /// <summary>"CSS Color Module", hexadecimal notation.</summary>
    private static bool IsColor(ReadOnlySpan<byte> value) => value[0] == '#' && value.Length is 4 or 5 or 7 or 9 && IsHexadecimal(value[1..]);

    private static bool IsHexadecimal(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }

    /// <summary>A point of P-256 as browsers exchange it ("Voluntary Application Server Identification", section 3.2): 65 bytes, the first of which is 4.</summary>
    private static bool IsCurvePoint(ReadOnlySpan<byte> value) =>
        (value = value.TrimEnd((byte)'=')) is [(byte)'B', >= (byte)'A' and <= (byte)'P', ..] && value.Length == 87 && IsWord(value);

    /// <summary>By its length; databases of accounts keep such in the column of the password.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> value) => (value = value.TrimStart((byte)'*')).Length is 32 or 40 or 56 or 64 or 96 or 128 && IsHexadecimal(value);

    /// <summary>Semantic Versioning 2.0.0, with a release that comes before or a build behind it.</summary>
    private static bool IsVersion(ReadOnlySpan<byte> value)
    {
        var core = value.IndexOfAny((byte)'-', (byte)'+') is > 0 and var end ? value[..end] : value;
        return core.Count((byte)'.') == 2 && HasVersion(value) && VersionCore.FirstOutside(core) < 0 && VersionTail.FirstOutside(value[core.Length..]) < 0;
    }

    /// <summary>Three numbers with dots between them: in lock files packages that are named for credentials have versions.</summary>
    public static bool HasVersion(ReadOnlySpan<byte> value)
    {
        var dots = 0;
        for (var at = 1; at < value.Length && dots < 2; at++)
        {
            if (value[at] == '.' && at + 1 < value.Length && char.IsAsciiDigit((char)value[at - 1]) && char.IsAsciiDigit((char)value[at + 1]))
                dots++;
            else if (!char.IsAsciiDigit((char)value[at]))
                dots = 0;
        }

        return dots == 2;
    }

    private static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 36 || value[8] != '-' || value[13] != '-' || value[18] != '-' || value[23] != '-')
            return false;
        foreach (var b in value)
        {
            if (b != '-' && !char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }

    private static bool IsAddress(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("://"u8) >= 0 || value[0] == '/' || value.StartsWith("./"u8) || value.StartsWith("../"u8) || value.StartsWith("~/"u8) || value.StartsWith("C:\\"u8))
            return !IsRandomBase64(value);
        var dot = value.LastIndexOf((byte)'.');
        var isPathLike = PathValues.FirstOutside(value) < 0;
        // A path within something, to a file with an extension.
        if (isPathLike && value.Contains((byte)'/') && dot > value.LastIndexOf((byte)'/') && value.Length - dot is >= 3 and <= 6 && AreLetters(value[(dot + 1)..]))
            return true;
        // A file name, a host or a mail address ends in a dot and a few letters.
        if (isPathLike && dot > 0 && value.Length - dot is >= 3 and <= 6 && AreLetters(value[(dot + 1)..]) && WordShare(value) > 0.6)
            return true;
        if (isPathLike && dot > 0 && IsSourceFile(value[..dot], value[(dot + 1)..]))
            return true;
        return isPathLike && value.Count((byte)'/') >= 2 && WordShare(value) > 0.6;
    }

    /// <summary>Small letters, few digits and the extension of a language: random values of that form hold capitals or more digits.</summary>
    private static bool IsSourceFile(ReadOnlySpan<byte> name, ReadOnlySpan<byte> extension)
    {
        var makeup = Makeup.Of(name);
        return makeup.Upper == 0 && makeup.Digits * 4 <= name.Length && SourceKind.IsLanguage(extension) && (name.IndexOfAny((byte)'-', (byte)'_') > 0 || WordShare(name) > 0.4);
    }

    private static readonly ByteClass PathValues = ByteClass.Of([.. PathBytes.Members()]);

    private static bool IsRandomBase64(ReadOnlySpan<byte> value) =>
        value[0] == '/' && value.Length >= 24 && value.IndexOf("//"u8) < 0 && WordShare(value) < 0.4;

    public static bool HasDigit(ReadOnlySpan<byte> value) => value.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;

    public static double WordShare(ReadOnlySpan<byte> value) => WordModel.Measure(value).WordShare;

    private static bool AreLetters(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
        {
            if (!char.IsAsciiLetter((char)b))
                return false;
        }

        return true;
    }

    /// <summary>Several words with blanks between them, or letters beyond ASCII.</summary>
    private static bool IsText(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyInRange((byte)0x80, (byte)0xff) >= 0)
            return true;
        int blanks = 0, letters = 0;
        foreach (var b in value)
        {
            blanks += b == ' ' ? 1 : 0;
            letters += char.IsAsciiLetter((char)b) ? 1 : 0;
        }

        if (IsFormat(value) || (value[0] == '\\' && value.Length > 2 && AreLetters(value.TrimStart((byte)'\\'))))
            return true;
        if (HasEscapedLetters(value) || (value.StartsWith("\\u"u8) && value.Length == 6))
            return true;
        if (blanks == 0)
            return AreWords(value, letters);
        return (letters + blanks) * 10 >= value.Length * 8 && (blanks + 1 >= WordsOfText || WordShare(value) > 0.5) && !IsSeedPhrase(value, blanks);
    }

    /// <summary>Words with places for others among them: <c>%1 expected near '%2'</c>.</summary>
    private static bool IsFormat(ReadOnlySpan<byte> value) => (value.IndexOf("%1"u8) >= 0 || value.IndexOf("{0}"u8) >= 0) && value.Contains((byte)' ') && WordShare(value) > 0.4;

    /// <summary>Words alone, or a name of words in one case with a digit or two. Words change their case seldom.</summary>
    private static bool AreWords(ReadOnlySpan<byte> value, int letters)
    {
        if (letters * 2 < value.Length)
            return false;
        var makeup = Makeup.Of(value);
        var wording = WordModel.Measure(value);
        if (wording.WordShare < 0.7 && (wording.Fluency < 0.7 || letters * 10 < value.Length * 7 || makeup.Changes * 5 > value.Length))
            return false;
        // Names of headers and of packages: many words, with a number or an abbreviation among them.
        return makeup.Digits == 0 || (makeup.Separators >= 3 && wording.WordShare >= 0.7) || (makeup.Others == 0 && makeup.Digits * 7 <= value.Length && (makeup.Separators == 0 || makeup.Upper == 0));
    }

    /// <summary>Letters of other alphabets, as programs write them in strings: two of any kind, or one with an accent among letters.</summary>
    private static bool HasEscapedLetters(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOf("\\u"u8);
        if (value.StartsWith("\\0_"u8) || value.StartsWith("\\0"u8) && AreLetters(value[2..]))
            return true;
        // A sign that no word has, between words.
        if (first > 0 && value[(first + 2)..] is [(byte)'0', (byte)'0', (byte)'0' or (byte)'1', _, .. var behind] && AreLetters(value[..first]) && AreLetters(behind))
            return true;
        return first >= 0 && (value.Count("\\u"u8) >= 2 || (value[(first + 2)..] is [(byte)'0', (byte)'0', (byte)'c' or (byte)'C' or (byte)'d' or (byte)'D' or (byte)'e' or (byte)'E' or (byte)'f' or (byte)'F', ..] && AreLetters(value[..first])));
    }

    /// <summary>Twelve to twenty-four short words in lower case with a blank between each (BIP 39).</summary>
    public static bool IsSeedPhrase(ReadOnlySpan<byte> value, int blanks)
    {
        if (blanks is not (11 or 14 or 17 or 20 or 23))
            return false;
        var length = 0;
        foreach (var b in value)
        {
            if (b == ' ' ? length < 3 : !char.IsAsciiLetterLower((char)b) || length == 8)
                return false;
            length = b == ' ' ? 0 : length + 1;
        }

        return length >= 3;
    }

    public static bool IsWord(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
        {
            if (!SecretText.WordBytes.Contains(b) && b is not ((byte)'-' or (byte)'.'))
                return false;
        }

        return true;
    }

    /// <summary>The value is the name, or the name the value, whatever their separators.</summary>
    private static bool RepeatsName(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        Span<byte> left = stackalloc byte[CredentialName.MaxBytes], right = stackalloc byte[CredentialName.MaxBytes];
        if (value.Length > CredentialName.MaxBytes || name.Length > CredentialName.MaxBytes)
            return false;
        var a = left[..Letters(value, left)];
        var b = right[..Letters(name, right)];
        if (a.Length < 4 || b.Length < 4)
            return false;
        if (IsSameName(value, name) || IsMember(value, name))
            return true;
        return (a.Length + 4 >= value.Length && b.IndexOf(a) >= 0) || (b.Length > 7 && a.IndexOf(b) >= 0 && !HasDigit(value)) || (a.IndexOf(b) >= 0 && a.Length - b.Length <= 3 && value.Length - b.Length <= 5);
    }

    /// <summary>The last parts of both are the same: <c>this.apiKey = options.apiKey</c>.</summary>
    private static bool IsMember(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name) =>
        value.LastIndexOf((byte)'.') is > 0 and var dot && value.Length - dot > 4 && name[(name.LastIndexOf((byte)'.') + 1)..].SequenceEqual(value[(dot + 1)..]) && IsWord(value);

    /// <summary>Letter by letter and number by number, whatever stands between.</summary>
    private static bool IsSameName(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        var at = 0;
        foreach (var b in value)
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
                continue;
            while (at < name.Length && !char.IsAsciiLetterOrDigit((char)name[at]))
                at++;
            if (at == name.Length || (name[at++] | 0x20) != (b | 0x20))
                return false;
        }

        return name[at..].IndexOfAnyExcept("_-."u8) < 0;
    }

    private static int Letters(ReadOnlySpan<byte> value, Span<byte> letters)
    {
        var count = 0;
        foreach (var b in value)
        {
            if (char.IsAsciiLetter((char)b))
                letters[count++] = (byte)(b | 0x20);
        }

        return count;
    }

    /// <summary>A random value of some length holds a short word by chance; one that reads as words does not.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> value) =>
        SecretText.IsPlaceholder(value) || (ContainsAny(value, Placeholders) && (value.Length < 20 || WordShare(value) > 0.35)) || HasPlaceholderWord(value) || EndsInCounting(value);

    /// <summary>Letters and 123.</summary>
    private static bool EndsInCounting(ReadOnlySpan<byte> value)
    {
        var letters = value.TrimEnd("0123456789"u8);
        return letters.Length < value.Length && value[letters.Length..] is [(byte)'1', (byte)'2', (byte)'3', ..] && letters.Length <= 10 && AreLetters(letters.TrimEnd("_-@!#."u8));
    }

    private static bool HasPlaceholderWord(ReadOnlySpan<byte> value)
    {
        var start = 0;
        for (var i = 0; i <= value.Length; i++)
        {
            // A capital begins a word, unless one stands before it.
            var ends = i == value.Length || !char.IsAsciiLetter((char)value[i]) || (i > start && char.IsAsciiLetterUpper((char)value[i]) && char.IsAsciiLetterLower((char)value[i - 1]));
            if (!ends)
                continue;
            if (i - start >= 4 && IsPlaceholderWord(value[start..i]))
                return true;
            start = i < value.Length && char.IsAsciiLetter((char)value[i]) ? i : i + 1;
        }

        return false;
    }

    private static bool IsPlaceholderWord(ReadOnlySpan<byte> word)
    {
        foreach (var known in PlaceholderWords)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, known))
                return true;
        }

        return false;
    }

    private static bool ContainsAny(ReadOnlySpan<byte> value, LiteralIndex words) => words.StandsIn(value[..Math.Min(value.Length, AssignmentReader.LongestValue)]);

    private static bool StartsWithAny(ReadOnlySpan<byte> value, byte[][] fronts)
    {
        foreach (var front in fronts)
        {
            if (value.StartsWith(front))
                return true;
        }

        return false;
    }
}
