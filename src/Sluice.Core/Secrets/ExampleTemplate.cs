using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// An example of a rule without a secret in it: <c>{alnum:36}</c> stands for 36 random characters. Doubled braces are braces. The
/// same seed gives the same text.
/// </summary>
public static class ExampleTemplate
{
    private const string Digits = "0123456789", Lower = "abcdefghijklmnopqrstuvwxyz", Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly SearchValues<char> Boundaries = SearchValues.Create(" \"'=:<>");

    /// <exception cref="FormatException">The template is not one.</exception>
    public static string Expand(string template, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            var c = template[at];
            if (c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c)
            {
                text.Append(c);
                at++;
            }
            else if (c == '{')
            {
                var end = EndOf(template, at);
                text.Append(Filled(template[(at + 1)..end], text, random));
                at = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    /// <summary>A class in brackets may hold a closing brace.</summary>
    private static int EndOf(string template, int start)
    {
        var isClass = false;
        for (var at = start + 1; at < template.Length; at++)
        {
            if (template[at] == '\\')
                at++;
            else if (template[at] == '[' && at == start + 1)
                isClass = true;
            else if (template[at] == ']')
                isClass = false;
            else if (template[at] == '}' && !isClass)
                return at;
        }

        throw new FormatException($"'{template[start..]}' is not closed; write '{{{{' for a brace");
    }

    private static string Filled(string placeholder, StringBuilder before, Random random)
    {
        var colon = placeholder.LastIndexOf(':');
        var (kind, length) = colon < 0 ? (placeholder, 0) : (placeholder[..colon], LengthOf(placeholder[(colon + 1)..], random));
        return kind switch
        {
            "uuid" => Uuid(random),
            "jwt" => Jwt(random),
            _ when SecretChecks.Find(kind) is IExampleMaker maker => maker.Complete(FrontOf(before), length, random),
            _ when length == 0 => throw new FormatException($"'{{{placeholder}}}' says no length; write {{{kind}:36}}"),
            _ => Characters(AlphabetOf(kind), length, random),
        };
    }

    /// <summary>The part of a value that stands already.</summary>
    private static string FrontOf(StringBuilder before)
    {
        var text = before.ToString();
        return text[(text.AsSpan().LastIndexOfAny(Boundaries) + 1)..];
    }

    private static int LengthOf(string text, Random random)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min) || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var max) || max < min)
            throw new FormatException($"'{text}' is no length; write 36 or 20-40");
        return random.Next(min, max + 1);
    }

    private static string AlphabetOf(string kind) => kind switch
    {
        "alnum" => Digits + Lower + Upper,
        "lowernum" => Digits + Lower,
        "uppernum" => Digits + Upper,
        "lower" => Lower,
        "upper" => Upper,
        "digits" => Digits,
        "hex" => Digits + "abcdef",
        "HEX" => Digits + "ABCDEF",
        "base32" => Upper + "234567",
        "base64" => Digits + Lower + Upper + "+/",
        "base64url" => Digits + Lower + Upper + "-_",
        ['[', .., ']'] => ClassOf(kind),
        _ => throw new FormatException($"'{{{kind}}}' is not known; write alnum, lowernum, uppernum, lower, upper, digits, hex, HEX, base32, base64, base64url, uuid, jwt, the name of a proof that makes examples, or a class"),
    };

    private static string ClassOf(string text) =>
        PatternParser.Parse(text) is OneOf one ? string.Concat(one.Set.Members().Where(b => b is > 32 and < 127).Select(b => (char)b)) : throw new FormatException($"'{text}' is no class");

    /// <summary>A value of some length has a digit where its alphabet has: random ones without are too rare to be an example.</summary>
    private static string Characters(string alphabet, int length, Random random)
    {
        while (true)
        {
            var text = IExampleMaker.Characters(alphabet, length, random);
            if (length < 8 || !alphabet.Any(char.IsAsciiDigit) || text.Any(char.IsAsciiDigit))
                return text;
        }
    }

    private static string Uuid(Random random)
    {
        var hex = Characters(Digits + "abcdef", 32, random);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static string Jwt(Random random)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"sub":"{{random.Next()}}","iat":{{1_700_000_000 + random.Next(10_000_000)}}}""");
        return $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part(payload)}.{Characters(AlphabetOf("base64url"), 43, random)}";
    }

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));
}
