using System.Globalization;
using Sluice.Secrets;

namespace Sluice.Training;

/// <summary>
/// Fills the slots of a template: credentials as people and generators make them, and what looks like them. The same random numbers give the same values.
/// Words for training and for testing are different ones.
/// </summary>
internal sealed class SlotValues(Random random, bool isTest)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz", Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Digits = "0123456789", Symbols = "!@#%^*-_+=?~";

    /// <summary>A person takes a value with such a word for a placeholder too.</summary>
    private static readonly HashSet<string> ForPlaceholders = new(StringComparer.Ordinal)
    {
        "password", "secret", "token", "change", "replace", "your", "enter", "insert", "here", "sample", "dummy", "hidden", "masked", "todo", "fake", "mock", "test", "testing", "undefined", "null", "unset", "none", "some", "lorem", "super", "value", "string", "example", "invalid", "wrong", "default", "temp",
    };

    private static readonly string[] Words = ReadWords();

    private static readonly Dictionary<string, string[]> NamesByKind = new(StringComparer.Ordinal)
    {
        ["password"] = ["password", "db password", "admin password", "root pwd", "smtp passwd", "ldap pass", "user passphrase", "service account password", "ftp pwd", "mysql password", "keystore passphrase", "backup password prod"],
        ["key"] = ["api key", "acme api key", "private key", "signing key", "encryption key", "access key", "secret access key", "storage account key", "consumer key", "license key", "webhook signing key", "hmac key", "master key", "client key", "app key prod"],
        ["secret"] = ["client secret", "jwt secret", "session secret", "shared secret", "app secret", "oauth client secret", "webhook secret", "consumer secret", "cookie secret", "api secret", "admin secret"],
        ["token"] = ["token", "api token", "auth token", "access token", "refresh token", "bot token", "deploy token", "service token", "bearer token", "acme token"],
    };

    private static readonly string[] Placeholders =
    [
        "changeme", "change-me-please", "your-password", "your_api_key_here", "YOUR_TOKEN", "<your-token>", "xxxxxxxxxxxxxxxx", "********", "REPLACE_ME", "insert-token-here", "placeholder", "my-secret-token", "enter_your_key", "example-password", "dummy-token",
        "${PASSWORD}", "{{ password }}", "%PASSWORD%", "$TOKEN", "test-password", "fake-token", "some-secret-value", "[redacted]", "<password>", "0123456789abcdef", "abcdefghijklmnop", "secretpassword", "mysecretpassword", "not-a-real-secret", "TO" + "DO: set me",
    ];

    private static readonly string[] Sentences =
    [
        "Password must have at least eight characters.", "The token is not valid.", "Enter your password", "Your session has expired, please log in again", "Invalid credentials", "Please confirm your password!", "No token was given; see the documentation",
        "Access denied", "Secret not found", "Keep it safe", "The password you entered is incorrect.", "Unexpected token", "must not be empty", "At least one upper case letter and a digit", "Reset link sent", "This key is used to sign tokens",
    ];

    private static readonly string[] Seeds = ["abandon", "ability", "able", "absorb", "acid", "actor", "adult", "aerobic", "agent", "album", "alley", "amused", "anchor", "apart", "arctic", "armor", "artist", "atom", "autumn", "avocado", "awake", "bacon", "balcony", "bamboo", "banner", "barely", "basket", "beach", "below", "bench"];

    /// <param name="slot">Without the sign that says whether it is a credential.</param>
    public string Of(string slot)
    {
        var (kind, argument) = slot.Split(':', 2) is [var k, var a] ? (k, a) : (slot, "");
        return kind switch
        {
            "name" => Name(argument),
            "password" or "strong" => Strong(),
            "human" => Human(),
            "key" => Key(),
            "token" => random.Next(3) == 0 ? $"{Word()[..3]}_{Characters(Lower + Upper + Digits, random.Next(24, 44))}" : Key(),
            "alnum" => Characters(Lower + Upper + Digits, random.Next(20, 44)),
            "lowernum" => Characters(Lower + Digits, random.Next(24, 40)),
            "hex" => Characters(Digits + "abcdef", argument.Length > 0 ? int.Parse(argument, CultureInfo.InvariantCulture) : 32),
            "b64" => Convert.ToBase64String(Bytes(random.Next(24, 64))),
            "b64url" => Convert.ToBase64String(Bytes(random.Next(24, 48))).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            "django" => Characters(Lower + Digits + "!@#$%^&*(-_=+)", 50),
            "salt64" => Characters(Lower + Upper + Digits + "!@#%^*()-_[]{}~+=,.;:/?|", 64),
            "seed" => string.Join(' ', Enumerable.Range(0, 12).Select(_ => Pick(Seeds))),
            _ => LookAlike(kind, argument),
        };
    }

    private string LookAlike(string kind, string argument) => kind switch
    {
        "ph" => Pick(Placeholders),
        "uuid" => new Guid(Bytes(16)).ToString(),
        "sha1" or "gitsha" => Hex(20),
        "sha256" => Hex(32),
        "md5" => Hex(16),
        "hexid" => Hex(8).ToUpperInvariant(),
        "publickeytoken" => Hex(8),
        "wp" => Hex(random.Next(2) == 0 ? 4 : 10),
        "sri" => "sha384-" + Convert.ToBase64String(Bytes(48)),
        "crypt" => "$2b$12$" + Characters(Lower + Upper + Digits + "./", 53),
        "pubkey" => "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB" + Convert.ToBase64String(Bytes(96)) + " " + Word() + "@host",
        "b64img" => "iVBORw0KGgoAAAANSUhEUgAA" + Convert.ToBase64String(Bytes(60)),
        "version" => $"{Pick(["", "^", "~", "v", ">="])}{random.Next(20)}.{random.Next(20)}.{random.Next(40)}",
        "int" => random.Next(8, 90000).ToString(CultureInfo.InvariantCulture),
        "color" => "#" + Hex(3),
        "url" => $"https://{Word()}.acme.test/{Word()}/{Word()}",
        "jdbc" => $"jdbc:postgresql://{Word()}.acme.test:5432/{Word()}",
        "host" => $"{Word()}.{Word()}.acme.test",
        "path" => $"/etc/{Word()}/{Word()}.pem",
        "email" => $"{Word()}@acme.test",
        "user" => Pick(["app", "root", "svc_" + Word(), Word(), "admin"]),
        "alnumid" => Word() + "-" + random.Next(10, 99).ToString(CultureInfo.InvariantCulture),
        "word" => argument == "upper" ? Word().ToUpperInvariant() : Word(),
        "kebab" => string.Join('-', Many()),
        "snake" => string.Join('_', Many()),
        "ident" => random.Next(4) switch { 0 => Camel(Many()) + random.Next(2, 10).ToString(CultureInfo.InvariantCulture), 1 => Pick(["?", "$", "@", "_", "#", ":"]) + string.Concat(Many().Select(Title)), 2 => string.Concat(Many().Select(Title)), _ => Camel(Many()) },
        "sentence" => Pick(Sentences),
        _ => throw new FormatException($"there is no slot '{kind}'"),
    };

    private string[] Many() => [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Word())];

    private static string Camel(string[] words) => words[0] + string.Concat(words.Skip(1).Select(Title));

    private static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Name(string argument)
    {
        var parts = argument.Split(':');
        var words = Pick(NamesByKind[parts[0]]).Split(' ');
        return parts[1] switch
        {
            "camel" => Camel(words),
            "pascal" => string.Concat(words.Select(Title)),
            "snake" => string.Join('_', words),
            "scream" => string.Join('_', words).ToUpperInvariant(),
            _ => throw new FormatException($"there is no case '{parts[1]}'"),
        };
    }

    /// <summary>By a password manager: all classes.</summary>
    private string Strong()
    {
        while (true)
        {
            var text = Characters(Lower + Upper + Digits + (random.Next(3) == 0 ? "" : Symbols), random.Next(10, 28));
            if (text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && char.IsAsciiLetterOrDigit(text[0]))
                return text;
        }
    }

    /// <summary>By a person who was told to use all classes.</summary>
    private string Human()
    {
        var (first, second) = (Title(Word()), Title(Word()));
        var number = random.Next(2, 9999).ToString(CultureInfo.InvariantCulture);
        return random.Next(5) switch
        {
            0 => $"{first}{Pick(["-", "_", "."])}{second}{number}!",
            1 => Leet(first) + Pick(["@", "#", "!", "*"]) + number + Leet(second)[..2],
            2 => $"{first[..3]}{Pick(["#", "%", "+"])}{number}{second[..2].ToUpperInvariant()}{Pick(["!", "?", ""])}",
            3 => Leet(Word()) + number + Pick(["!", "#", "*", "@"]) + Word()[..2].ToUpperInvariant(),
            _ => $"{second[..3].ToLowerInvariant()}{number}{Characters(Upper, 2)}{Pick(["!", "@", "-"])}{first[..4]}",
        };
    }

    private static string Leet(string word) => word.Replace('o', '0').Replace('e', '3').Replace('a', '4').Replace('i', '1').Replace('s', '5');

    /// <summary>By a vendor.</summary>
    private string Key() => random.Next(6) switch
    {
        0 => Characters(Lower + Upper + Digits, random.Next(20, 44)),
        1 => Characters(Lower + Digits, random.Next(20, 40)),
        2 => Hex(random.Next(2) == 0 ? 16 : random.Next(12, 33)),
        3 => Convert.ToBase64String(Bytes(random.Next(18, 64))),
        4 => Convert.ToBase64String(Bytes(random.Next(18, 40))).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        _ => Characters(Upper + Digits, random.Next(20, 32)),
    };

    private string Word()
    {
        while (true)
        {
            var at = random.Next(Words.Length);
            if ((at & 1) == (isTest ? 1 : 0))
                return Words[at];
        }
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private string Hex(int bytes) => Convert.ToHexStringLower(Bytes(bytes));

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Generators use their alphabet: a key of some length has a digit.</summary>
    private string Characters(string alphabet, int length)
    {
        while (true)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (length < 10 || !alphabet.Contains('1', StringComparison.Ordinal) || text.Any(char.IsAsciiDigit))
                return text;
        }
    }

    private static string[] ReadWords()
    {
        using var reader = new StreamReader(typeof(SecretScanner).Assembly.GetManifestResourceStream("Sluice.Secrets.words.txt")!);
        return [.. reader.ReadToEnd().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length is >= 4 and <= 9 && !ForPlaceholders.Contains(word))];
    }
}
