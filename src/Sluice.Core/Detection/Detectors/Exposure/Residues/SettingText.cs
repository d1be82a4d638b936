using System.Buffers;
using System.Text;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary>Tells values that were filled in from placeholders, and keys that hold secrets from those that do not.</summary>
internal static class SettingText
{
    private const int MaxRead = 256 << 10;

    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create(" /\"'`\r\n?#");

    private static readonly string[] SecretWords = ["secret", "token", "passw", "pwd", "apikey", "api_key", "api-key", "private_key", "access_key", "accesskey", "credential", "auth_key", "_auth", "encryption_key", "signing_key", "_key", "_dsn", "connection"];

    private static readonly string[] PlaceholderWords =
    [
        "example", "changeme", "change-me", "change_me", "changethis", "your", "xxx", "placeholder", "replace", "insert", "dummy", "todo", "none", "null", "undefined", "redacted", "****", "....", "<", "${", "{{", "$(", "%(", "process.env", "env(", "sample", "test", "localhost", "password", "secret", "default", "my-", "my_", "foobar", "postgres",
    ];

    /// <summary>The front of a text, enough of it for settings.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxRead)]);

    public static bool NamesSecret(string key) => Array.Exists(SecretWords, word => key.Contains(word, StringComparison.OrdinalIgnoreCase)) && !key.Contains("public", StringComparison.OrdinalIgnoreCase) && !key.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase) && !key.EndsWith("_URL", StringComparison.OrdinalIgnoreCase);

    /// <summary>A value that a person or a machine made up to be secret: not empty, no reference, no word that says it is to be filled in.</summary>
    public static bool IsFilledIn(string value)
    {
        var text = value.Trim().Trim('"', '\'', '`', ';');
        if (text.Length < 6 || text.StartsWith('$') || Array.Exists(PlaceholderWords, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return false;
        // Plain words and numbers are modes and ports; what is secret mixes kinds of characters.
        var kinds = (text.Any(char.IsAsciiDigit) ? 1 : 0) + (text.Any(char.IsAsciiLetterLower) ? 1 : 0) + (text.Any(char.IsAsciiLetterUpper) ? 1 : 0) + (text.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
        return kinds >= 2 && text.Distinct().Count() >= 5 && !bool.TryParse(text, out _) && !text.All(c => char.IsAsciiDigit(c) || c is '.' or ':' or '-') && !text.StartsWith('/') && !text.StartsWith("./", StringComparison.Ordinal);
    }

    /// <summary><c>scheme://user:password@host</c> with a password that is filled in.</summary>
    public static bool HasPasswordInUrl(string text)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var authority = text.AsSpan(at + 3);
            var end = authority.IndexOfAny(AuthorityEnds);
            authority = end < 0 ? authority : authority[..end];
            var sign = authority.LastIndexOf('@');
            var colon = sign > 0 ? authority[..sign].IndexOf(':') : -1;
            if (colon >= 0 && IsPassword(authority[(colon + 1)..sign].ToString()) && !authority[(sign + 1)..].StartsWith("localhost") && !authority[(sign + 1)..].StartsWith("127."))
                return true;
        }

        return false;
    }

    private static bool IsPassword(string text) => text.Length >= 6 && !Array.Exists(PlaceholderWords, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) && text.Distinct().Count() >= 4;
}
