using System.Globalization;
using System.Text;

namespace Sluice.Waivers;

/// <summary>A comment of the form <c>sluice:allow secret/kind until 2027-01-01 reason</c>: allows findings of that rule in its line and the next.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Problem">Why it allows nothing; null when it is well-formed.</param>
public sealed record AllowComment(int Line, string Rule, DateOnly Until, string Reason, string? Problem)
{
    private const int MaxInFile = 1000;
    private const int MaxReasonBytes = 400;
    private const int MinReasonLength = 3;

    private static readonly byte[][] Ends = [.. new[] { "*/", "-->", "--%>", "#}", "*)", "-}", "#>" }.Select(Encoding.ASCII.GetBytes)];

    private static ReadOnlySpan<byte> Mark => "sluice:allow"u8;

    /// <summary>All in a text, in its order.</summary>
    public static List<AllowComment> In(ReadOnlySpan<byte> text)
    {
        var comments = new List<AllowComment>();
        var (line, counted) = (1, 0);
        for (var at = text.IndexOf(Mark); at >= 0 && comments.Count < MaxInFile;)
        {
            line += text[counted..at].Count((byte)'\n');
            counted = at;
            var rest = text[(at + Mark.Length)..];
            var end = rest.IndexOf((byte)'\n');
            var words = EndOfComment(end < 0 ? rest : rest[..end]);
            if (words is [(byte)' ' or (byte)'\t', ..])
                comments.Add(Parse(line, Encoding.UTF8.GetString(words[..Math.Min(words.Length, MaxReasonBytes)])));
            at = rest.IndexOf(Mark) is >= 0 and var next ? at + Mark.Length + next : -1;
        }

        return comments;
    }

    /// <summary>What stands behind a comment in its line is not its reason.</summary>
    private static ReadOnlySpan<byte> EndOfComment(ReadOnlySpan<byte> line)
    {
        foreach (var mark in Ends)
        {
            if (line.IndexOf(mark) is >= 0 and var end)
                line = line[..end];
        }

        return line;
    }

    private static AllowComment Parse(int line, string text)
    {
        var words = text.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var rule = words.Length > 0 ? words[0] : "";
        AllowComment Wrong(string problem) => new(line, rule, default, "", problem);
        if (!rule.StartsWith("secret/", StringComparison.Ordinal))
            return Wrong($"allows nothing: it names no rule; write sluice:allow secret/kind until 2027-01-01 reason");
        if (words.Length < 3 || words[1] != "until" || !DateOnly.TryParseExact(words[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
            return Wrong($"allows nothing: it says no last day; write sluice:allow {rule} until 2027-01-01 reason");
        var reason = string.Join(' ', words.Skip(3)).TrimEnd('*', '/', '-', '>', '#', '}', '%', ' ');
        return reason.Length < MinReasonLength
            ? Wrong($"allows nothing: it gives no reason; write sluice:allow {rule} until {words[2]} reason")
            : new AllowComment(line, rule, until, reason, null);
    }
}

/// <summary>The comments of a file, noted while its bytes were there.</summary>
public sealed record AllowComments(IReadOnlyList<AllowComment> List);
