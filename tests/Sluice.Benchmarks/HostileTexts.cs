using System.Text;
using Sluice.Secrets;

namespace Sluice.Benchmarks;

/// <summary>Texts that are made to slow a search for secrets down: three aimed at each rule, and some at the parts of the search.</summary>
internal static class HostileTexts
{
    /// <summary>Longer than anything that the search looks at in one piece.</summary>
    public const int Bytes = 1 << 18;

    /// <summary>So many that none is remembered until it comes again.</summary>
    private const int DifferentValues = 400;

    public static IEnumerable<(string Name, byte[] Text)> All()
    {
        foreach (var (name, piece) in Pieces())
            yield return (name, Repeated(piece));
        yield return KeyLists();
        foreach (var rule in SecretScanner.BuiltIn.Rules)
        {
            var example = ExampleTemplate.Expand(rule.Fires[0], 7);
            yield return ($"{rule.Id}: beginnings", Repeated(example[..(example.Length * 2 / 3)]));
            yield return ($"{rule.Id}: all but the end", Repeated(example[..^1] + " "));
            yield return ($"{rule.Id}: one value after the other", Repeated(Values(rule)));
        }
    }

    private static IEnumerable<(string Name, string Piece)> Pieces()
    {
        yield return ("letters", "a");
        yield return ("digits", "7");
        yield return ("base 64", "QUtJQUlPU0ZPRE5ON0VYQU1QTEU");
        yield return ("stretches of 16", "a1b2c3d4e5f6a7b8 ");
        yield return ("stretches of 15", "a1b2c3d4e5f6a7b ");
        yield return ("assignments", "password = \"a1b2c3d4e5f6a7b8c9d0\"\n");
        yield return ("names", "password_secret_token_key=");
        yield return ("operators", "=:=:=:=:");
        yield return ("quotes", "\"'\"'");
        yield return ("escapes", "\\u0022\\n\\x22%22");
        yield return ("backslashes", "\\");
        yield return ("addresses", "https://u:p@");
        yield return ("schemes", "://://");
        yield return ("users", "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:");
        yield return ("armours", "-----BEGIN PRIVATE KEY-----\n");
        yield return ("PuTTY", "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n");
        yield return ("web tokens", "eyJhbGciOiJIUzI1NiJ9.");
        yield return ("web tokens, one long", "eyJ");
        yield return ("dashes", "-");
        yield return ("underscores", "_");
        yield return ("prefixes", "ghp_gho_npm_xoxb-sk_live_AKIAglpat-");
        yield return ("keys of AWS", "AK" + "IAIOSFODNN7AAAAAAA ");
        yield return ("atoms", "AzCaACDb+AStAPIM?sig=7Q~");
        yield return ("nothing but atoms", "$2a$$2b$$2y$");
        yield return ("hexadecimal", "0123456789abcdef0123456789abcdef01234567 ");
        yield return ("UUIDs", "123e4567-e89b-42d3-a456-426614174000 ");
        yield return ("lines", "\n");
        yield return ("blanks", " ");
        yield return ("zeros", "\0");
        yield return ("high bytes", "é");
        yield return ("connection strings", "Server=a;User Id=b;Password=");
        yield return ("JSON", "{\"name\":\"token\",\"value\":\"");
    }

    /// <summary>Lists of 64 numbers that look like keys of wallets and are none: each is different, and each asks for a proof.</summary>
    public static (string Name, byte[] Text) KeyLists()
    {
        var (text, random, bytes) = (new StringBuilder(), new Random(64), new byte[64]);
        while (text.Length < Bytes)
        {
            random.NextBytes(bytes);
            text.Append('[').AppendJoin(',', bytes).Append("]\n");
        }

        return ("lists of 64 numbers", Encoding.ASCII.GetBytes(text.ToString(0, Bytes)));
    }

    /// <summary>Different ones: what is found out about one says nothing of the next.</summary>
    private static string Values(SecretRule rule) =>
        string.Concat(Enumerable.Range(0, DifferentValues).Select(seed => ExampleTemplate.Expand(rule.Fires[0], seed) + (seed % 3 == 0 ? "\n" : " ")));

    private static byte[] Repeated(string piece)
    {
        var bytes = Encoding.UTF8.GetBytes(piece);
        var text = new byte[Bytes];
        for (var at = 0; at < text.Length; at += bytes.Length)
            bytes.AsSpan(0, Math.Min(bytes.Length, text.Length - at)).CopyTo(text.AsSpan(at));
        return text;
    }
}
