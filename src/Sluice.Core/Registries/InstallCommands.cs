using System.Buffers;
using System.Text;

namespace Sluice.Registries;

/// <summary>A package that a text tells its reader to fetch.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Command">The words that come before the name.</param>
public sealed record PackageMention(string Ecosystem, string Name, int Line, string Command);

/// <summary>The packages that a text names: a fact of its entry.</summary>
public sealed record PackageMentions(IReadOnlyList<PackageMention> List);

/// <summary>Finds commands that fetch a package by its name, in prose as in code: <c>npx NAME</c>, <c>pip install NAME</c>.</summary>
public static class InstallCommands
{
    private const int MostMentions = 50;

    /// <summary>What runs or installs the word behind it; the longer ones first.</summary>
    private static readonly (string Words, string Ecosystem)[] Commands =
    [
        ("npm install", "npm"), ("npm i", "npm"), ("npm exec", "npm"), ("npm add", "npm"), ("npx", "npm"), ("pnpm add", "npm"), ("pnpm dlx", "npm"), ("yarn add", "npm"), ("yarn dlx", "npm"), ("bunx", "npm"), ("bun add", "npm"),
        ("pip install", "pypi"), ("pip3 install", "pypi"), ("pipx install", "pypi"), ("pipx run", "pypi"), ("uv add", "pypi"), ("uvx", "pypi"),
        ("cargo install", "crates"), ("cargo add", "crates"), ("dotnet tool install", "nuget"), ("dotnet add package", "nuget"),
    ];

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r`'\"|;&()"u8);

    /// <summary>What follows a command in prose: "run npm install in the folder".</summary>
    private static readonly HashSet<string> Prose = new(StringComparer.OrdinalIgnoreCase)
    {
        "to", "and", "in", "the", "then", "for", "or", "with", "from", "on", "it", "is", "an", "this", "your", "if", "when", "first", "again", "before", "after", "will", "command", "commands", "package", "packages", "dependencies", "inside", "at", "as", "fails",
    };

    public static IReadOnlyList<PackageMention> In(ReadOnlySpan<byte> text)
    {
        var mentions = new List<PackageMention>();
        var line = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            line++;
            var bytes = text[range];
            foreach (var (words, ecosystem) in Commands)
            {
                if (mentions.Count < MostMentions && bytes.IndexOf(Encoding.ASCII.GetBytes(words)) is >= 0 and var at)
                    Add(bytes, at, words, ecosystem, line, mentions);
            }
        }

        return mentions;
    }

    private static void Add(ReadOnlySpan<byte> line, int at, string words, string ecosystem, int number, List<PackageMention> mentions)
    {
        while (at >= 0)
        {
            var rest = line[(at + words.Length)..];
            var isWord = (at == 0 || !IsNamePart(line[at - 1])) && rest.Length > 0 && rest[0] is (byte)' ' or (byte)'\t';
            if (isWord && NameIn(rest) is { } name && !mentions.Exists(known => known.Ecosystem == ecosystem && known.Name == name))
                mentions.Add(new PackageMention(ecosystem, name, number, words));
            var next = rest.IndexOf(Encoding.ASCII.GetBytes(words));
            at = next < 0 ? -1 : at + words.Length + next;
        }
    }

    /// <summary>The first word that is no option, without its version; null for paths, addresses, placeholders, prose, and where the command ends before one.</summary>
    private static string? NameIn(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t"u8);
            var end = rest.IndexOfAny(WordEnds);
            var word = end < 0 ? rest : rest[..end];
            if (word.IsEmpty)
                return null;
            if (!IsFlagAlone(word))
                return word[0] == '-' ? null : NameOf(Encoding.UTF8.GetString(word));
            rest = rest[word.Length..];
        }
    }

    /// <summary>Options that take no value; behind another one, the next word may be its value.</summary>
    private static bool IsFlagAlone(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("-y"u8) || word.SequenceEqual("--yes"u8) || word.SequenceEqual("-D"u8) || word.SequenceEqual("--save-dev"u8) || word.SequenceEqual("-g"u8) || word.SequenceEqual("--global"u8) || word.SequenceEqual("-U"u8) || word.SequenceEqual("--upgrade"u8) || word.SequenceEqual("-q"u8);

    private static string? NameOf(string word)
    {
        var version = word.IndexOfAny(['@', '=', '<', '>', '~', '[', '^', '!'], 1);
        var name = (version < 0 ? word : word[..version]).TrimEnd('.', ',', ':', '*');
        var isScoped = name.StartsWith('@') && name.IndexOf('/') > 1;
        return name.Length is > 1 and <= 100 && !Prose.Contains(name) && (char.IsAsciiLetterOrDigit(name[0]) || isScoped) && name.Count(letter => letter == '/') == (isScoped ? 1 : 0)
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '@' or '/') && !name.EndsWith(".git", StringComparison.Ordinal) && !name.EndsWith(".txt", StringComparison.Ordinal) ? name : null;
    }

    private static bool IsNamePart(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'/' or (byte)'.';
}
