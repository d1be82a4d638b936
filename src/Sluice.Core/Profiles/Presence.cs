using System.Globalization;
using System.Text;

namespace Sluice.Profiles;

/// <summary>In which of the learned releases something was: numbers from 1 in ranges, the last one open when it goes on (<c>1-3,5-</c>), so that one more release changes nothing in the text.</summary>
internal sealed class Presence
{
    private readonly List<(int From, int To)> _ranges = [];

    public int First => _ranges[0].From;

    public int Last => _ranges[^1].To;

    public bool Contains(int release)
    {
        foreach (var (from, to) in _ranges)
        {
            if (from <= release && release <= to)
                return true;
        }

        return false;
    }

    public bool CoversAll(IReadOnlyList<int> releases)
    {
        foreach (var release in releases)
        {
            if (!Contains(release))
                return false;
        }

        return true;
    }

    /// <param name="release">Not before the last one.</param>
    public void Add(int release)
    {
        if (_ranges.Count > 0 && _ranges[^1].To >= release)
            return;
        if (_ranges.Count > 0 && _ranges[^1].To == release - 1)
            _ranges[^1] = (_ranges[^1].From, release);
        else
            _ranges.Add((release, release));
    }

    /// <summary>Takes so many releases from the front out.</summary>
    /// <returns>Null when none is left.</returns>
    public Presence? Without(int releases)
    {
        var rest = new Presence();
        foreach (var (from, to) in _ranges)
        {
            if (to > releases)
                rest._ranges.Add((Math.Max(1, from - releases), to - releases));
        }

        return rest._ranges.Count > 0 ? rest : null;
    }

    /// <param name="releases">How many there are: the range that ends there is open.</param>
    public string ToText(int releases)
    {
        var text = new StringBuilder();
        foreach (var (from, to) in _ranges)
        {
            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{from}");
            if (to == releases)
                text.Append('-');
            else if (to > from)
                text.Append(CultureInfo.InvariantCulture, $"-{to}");
        }

        return text.ToString();
    }

    /// <returns>Null when it is not such a text, or names releases that are not there.</returns>
    public static Presence? Parse(string text, int releases)
    {
        var presence = new Presence();
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf(',', start) is >= 0 and var comma ? comma : text.Length;
            var range = text.AsSpan(start, end - start);
            start = end + 1;
            var dash = range.IndexOf('-');
            var first = dash < 0 ? range : range[..dash];
            var last = dash < 0 ? range : range[(dash + 1)..];
            if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
                return null;
            var to = releases;
            if (last.Length > 0 && !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out to))
                return null;
            if (from < 1 || to < from || to > releases || (presence._ranges.Count > 0 && from <= presence._ranges[^1].To + 1))
                return null;
            presence._ranges.Add((from, to));
        }

        return presence;
    }
}
