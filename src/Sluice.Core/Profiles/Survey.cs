using System.Globalization;
using System.Reflection;

namespace Sluice.Profiles;

/// <summary>So many releases brought news of all these kinds, and of no other that may stop a release.</summary>
internal sealed record SurveyLine(IReadOnlySet<string> Kinds, int Count);

/// <summary>
/// How often ordinary releases of many projects bring news of which kinds: what a project's own few releases cannot tell. Counted by the benchmark over real histories
/// (docs/profile-evaluation.md), from the fourth release of each on.
/// </summary>
internal sealed class Survey(int transitions, IReadOnlyList<SurveyLine> news)
{
    private static readonly Lazy<Survey> Shipped = new(Load);

    /// <summary>What the program comes with.</summary>
    public static Survey BuiltIn => Shipped.Value;

    /// <summary>Releases that could have brought news.</summary>
    public int Transitions => transitions;

    /// <summary>Releases whose kinds of news are such.</summary>
    public int Count(Predicate<IReadOnlySet<string>> isSuch)
    {
        var count = 0;
        foreach (var line in news)
            count += isSuch(line.Kinds) ? line.Count : 0;
        return count;
    }

    /// <summary>Lines of a number and the kinds of news that so many releases brought together; the first has the number of all. Lines with # are comments.</summary>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static Survey Parse(string text)
    {
        var lines = new List<SurveyLine>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ');
            lines.Add(new SurveyLine(new HashSet<string>(words[1..], StringComparer.Ordinal), int.Parse(words[0], CultureInfo.InvariantCulture)));
        }

        return lines.Count == 0 ? throw new FormatException("a survey begins with a number of releases") : new Survey(lines[0].Count, lines[1..]);
    }

    private static Survey Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Profiles.survey.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
