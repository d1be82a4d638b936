using System.Globalization;
using System.Text;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Import;

/// <summary>Writes a tree as the text that <see cref="PatternParser"/> reads.</summary>
internal static class PatternText
{
    private static readonly ByteSet Ascii = ByteSet.Range(0, 127);

    /// <exception cref="ImportException">A class cannot be written.</exception>
    public static string Of(PatternNode node) => node switch
    {
        OneOf one => Byte(one.Set),
        SecretPart secret => $"(?<secret>{Of(secret.Part)})",
        Sequence sequence => Joined(sequence.Parts),
        Alternatives either => $"(?:{string.Join('|', either.Choices.Select(Of))})",
        Repeated repeated => (repeated.Part is OneOf or SecretPart or Alternatives ? Of(repeated.Part) : $"(?:{Of(repeated.Part)})") + Times(repeated.Min, repeated.Max),
        _ => throw new ImportException("an edge of a word or line stands within it"),
    };

    /// <summary>A class of patterns and of templates.</summary>
    public static string Class(ByteSet set)
    {
        var isNegated = set.Contains(200);
        var members = isNegated ? set.Complement() : set;
        if (!members.IsSubsetOf(Ascii))
            throw new ImportException("it has classes of bytes that are not ASCII");
        var text = new StringBuilder(isNegated ? "[^" : "[");
        var all = members.Members().ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var last = i;
            while (last + 1 < all.Count && all[last + 1] == all[last] + 1)
                last++;
            text.Append(Escaped(all[i], "\\]^-["));
            if (last - i > 1)
                text.Append('-').Append(Escaped(all[last], "\\]^-["));
            else if (last > i)
                text.Append(Escaped(all[last], "\\]^-["));
            i = last;
        }

        return text.Append(']').ToString();
    }

    public static bool IsLetterOfEitherCase(ByteSet set) =>
        set.Count == 2 && set.Members().First() is var capital && char.IsAsciiLetterUpper((char)capital) && set.Contains((byte)(capital | 0x20));

    private static string Byte(ByteSet set) => set.Count switch
    {
        0 => throw new ImportException("it has a class without members"),
        1 => Escaped(set.Members().First(), "\\.+*?()|[]{}^$"),
        // A negated class without members is none.
        256 => "(?:[^\\n]|\\n)",
        _ => Class(set),
    };

    /// <summary>Letters of either case that follow each other become one group.</summary>
    private static string Joined(IReadOnlyList<PatternNode> parts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var letters = parts.Skip(i).TakeWhile(part => part is OneOf one && IsLetterOfEitherCase(one.Set)).Cast<OneOf>().Select(one => (char)one.Set.Members().Last()).ToArray();
            text.Append(letters.Length > 1 ? $"(?i:{new string(letters)})" : Of(parts[i]));
            i += letters.Length > 1 ? letters.Length - 1 : 0;
        }

        return text.ToString();
    }

    private static string Times(int min, int max) =>
        (min, max) == (0, 1) ? "?" : min == max ? string.Create(CultureInfo.InvariantCulture, $"{{{min}}}") : string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}");

    private static string Escaped(byte b, string special) => b switch
    {
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        _ when special.Contains((char)b) => $"\\{(char)b}",
        _ => ((char)b).ToString(),
    };
}
