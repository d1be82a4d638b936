using System.Text;
using System.Text.Json;

namespace Sluice.Artifacts.Documents;

/// <summary>
/// Reads a Dockerfile as a list of its instructions (the Dockerfile reference of the BuildKit frontend): <c>instruction</c> in upper case, <c>flags</c> (a map of
/// <c>--name=value</c>), <c>text</c> (what follows, continued lines joined), <c>arguments</c> (the JSON form, else words), <c>isJson</c>, <c>heredocs</c> and <c>stage</c> (the number of the
/// FROM that it belongs to, from 0; -1 before the first).
/// </summary>
internal static class DockerfileText
{
    private static readonly HashSet<string> Instructions = new(StringComparer.Ordinal)
    {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    };

    public static DocumentNode Read(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var escape = EscapeOf(lines);
        var instructions = new List<DocumentNode>();
        var stage = -1;
        for (var at = 0; at < lines.Length;)
        {
            var line = lines[at].TrimEnd('\r').Trim(' ', '\t', '\ufeff');
            if (line.Length == 0 || line[0] == '#')
            {
                at++;
                continue;
            }

            var start = at;
            var text = Joined(lines, ref at, escape);
            var heredocs = Heredocs(text, lines, ref at);
            instructions.Add(Instruction(text, heredocs, start + 1, ref stage));
            DocumentLimits.CheckNodes(instructions.Count * 10L, start + 1, 1);
        }

        return new DocumentNode(instructions, 1, 1);
    }

    /// <summary>A parser directive before anything else may choose the character that continues a line.</summary>
    private static char EscapeOf(string[] lines)
    {
        foreach (var line in lines)
        {
            var comment = line.Trim();
            if (comment is not ['#', ..])
                return '\\';
            var parts = comment[1..].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is [var name, "`"] && name.Equals("escape", StringComparison.OrdinalIgnoreCase))
                return '`';
            if (parts.Length != 2)
                return '\\';
        }

        return '\\';
    }

    /// <summary>Joins continued lines; empty lines and comments between them are left out.</summary>
    private static string Joined(string[] lines, ref int at, char escape)
    {
        var text = new StringBuilder();
        while (at < lines.Length)
        {
            var line = lines[at++].TrimEnd('\r');
            var isComment = text.Length > 0 && line.AsSpan().TrimStart() is [] or ['#', ..];
            if (isComment)
                continue;
            var body = line.TrimEnd(' ', '\t');
            if (!body.EndsWith(escape))
            {
                text.Append(line);
                break;
            }

            text.Append(body, 0, body.Length - 1);
        }

        return text.ToString().Trim();
    }

    /// <summary>Texts that <c>&lt;&lt;NAME</c> announces, each up to the line that is the name.</summary>
    private static List<string> Heredocs(string text, string[] lines, ref int at)
    {
        var texts = new List<string>();
        var word = text.Split(' ', 2)[0].ToUpperInvariant();
        for (var mark = word is "RUN" or "COPY" or "ADD" ? text.IndexOf("<<", StringComparison.Ordinal) : -1; mark >= 0; mark = text.IndexOf("<<", mark + 2, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(mark + 2).TrimStart('-').TrimStart("\"'");
            var length = rest.IndexOfAnyExcept(Letters);
            var name = (length < 0 ? rest : rest[..length]).ToString();
            if (name.Length == 0)
                continue;
            var body = new StringBuilder();
            while (at < lines.Length && lines[at++] is var line && line.Trim() != name)
                body.Append(line.TrimEnd('\r')).Append('\n');
            texts.Add(body.ToString());
        }

        return texts;
    }

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static DocumentNode Instruction(string text, List<string> heredocs, int line, ref int stage)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        var word = (end < 0 ? text : text[..end]).ToUpperInvariant();
        if (!Instructions.Contains(word))
            throw new DocumentException("not a Dockerfile: a line starts with no instruction", line, 1);
        if (word == "FROM")
            stage++;
        var rest = end < 0 ? "" : text[end..].TrimStart();
        var flags = new DocumentMap();
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            var stop = rest.AsSpan().IndexOfAny(' ', '\t');
            var flag = (stop < 0 ? rest : rest[..stop])[2..].Split('=', 2);
            // A flag may be given several times (RUN --mount): the values stand one below the other.
            var value = flag.Length > 1 ? flag[1] : "true";
            if (!flags.TryAdd(new DocumentKey(flag[0], line, 1), new DocumentNode(value, line, 1)))
                flags.Replace(flag[0], new DocumentNode(flags[flag[0]].Text + "\n" + value, line, 1));
            rest = stop < 0 ? "" : rest[stop..].TrimStart();
        }

        var json = JsonForm(rest);
        var map = new DocumentMap();
        void Add(string name, object value) => map.TryAdd(new DocumentKey(name, line, 1), new DocumentNode(value, line, 1));
        Add("instruction", word);
        Add("flags", flags);
        Add("text", rest);
        Add("arguments", Nodes(json ?? rest.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries), line));
        Add("isJson", json is not null);
        Add("heredocs", Nodes(heredocs, line));
        Add("stage", (long)stage);
        return new DocumentNode(map, line, 1);
    }

    private static List<DocumentNode> Nodes(IEnumerable<string> texts, int line) => [.. texts.Select(text => new DocumentNode(text, line, 1))];

    private static string[]? JsonForm(string text)
    {
        if (!text.StartsWith('['))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) ? [.. document.RootElement.EnumerateArray().Select(item => item.GetString()!)] : null;
        }
        catch (JsonException)
        {
            // What is no JSON is the shell form.
            return null;
        }
    }
}
