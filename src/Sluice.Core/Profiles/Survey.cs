using System.Globalization;
using System.Reflection;

namespace Sluice.Profiles;

/// <summary>
/// How often ordinary releases of many projects bring news of which kinds: what a project's own few releases cannot tell. Counted by the benchmark over real histories
/// (docs/profile-evaluation.md), from the fourth release of each on.
/// </summary>
internal sealed class Survey(int transitions, IReadOnlyList<(IReadOnlySet<string> Dimensions, int Count)> news)
{
    private static readonly Lazy<Survey> Shipped = new(Load);

    /// <summary>What the program comes with.</summary>
    public static Survey BuiltIn => Shipped.Value;

    /// <summary>Releases that could have brought news.</summary>
    public int Transitions => transitions;

    /// <summary>Releases with news in any of the dimensions.</summary>
    public int Count(IReadOnlyCollection<Dimension> dimensions) => news.Where(item => dimensions.Any(dimension => item.Dimensions.Contains(dimension.Key))).Sum(item => item.Count);

    /// <summary>Lines of a number and the dimensions that so many releases brought news in together; the first has the number of all. Lines with # are comments.</summary>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static Survey Parse(string text)
    {
        var lines = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')).ToList();
        return new Survey(int.Parse(lines[0][0], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(words => ((IReadOnlySet<string>)words.Skip(1).ToHashSet(StringComparer.Ordinal), int.Parse(words[0], CultureInfo.InvariantCulture)))]);
    }

    private static Survey Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Profiles.survey.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
