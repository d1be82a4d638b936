using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Packages;

/// <summary>
/// A version of any ecosystem, as far as its order tells: an epoch, numbers parted by dots, and whether what stands behind them comes before or after the release (PEP 440, deb-version(7),
/// rpm-version(7), NuGet's four numbers). It says nothing of whether two versions are equal to the tools of their ecosystem.
/// </summary>
internal sealed class ReleaseVersion : IComparable<ReleaseVersion>
{
    private const int LongestText = 256;
    private const int MostDigits = 18;

    /// <summary>What comes before a release, in this order; others come behind them, in the order of their letters.</summary>
    private static readonly string[] Early = ["dev", "alpha", "beta"];

    /// <summary>What comes after it.</summary>
    private static readonly string[] Late = ["post", "patch", "pl", "p", "rev", "r", "sp"];

    private readonly long _epoch;
    private readonly List<long> _numbers;
    private readonly string _rest;
    private readonly int _stage;

    private ReleaseVersion(long epoch, List<long> numbers, string rest)
    {
        (_epoch, _numbers, _rest) = (epoch, numbers, rest);
        var word = FirstWord(rest);
        // A tilde sorts below the end of a text (deb-version(7)); digits behind a dash are the revision of a packager.
        Channel = rest.StartsWith('~') || (word.Length > 0 && !rest.StartsWith('+') && Array.IndexOf(Late, word) < 0) ? Named(word) : "";
        _stage = rest.Length == 0 ? 0 : Channel.Length > 0 ? Array.IndexOf(Early, Channel) is >= 0 and var early ? early - Early.Length - 1 : -1 : 1;
    }

    /// <summary>The numbers, of which there is one at least.</summary>
    public IReadOnlyList<long> Numbers => _numbers;

    /// <summary>What sort of version before a release it is: <c>alpha</c>, <c>beta</c>, <c>rc</c>, another word; empty for releases.</summary>
    public string Channel { get; }

    public bool IsPrerelease => Channel.Length > 0;

    public static bool TryParse(string? text, [NotNullWhen(true)] out ReleaseVersion? version)
    {
        version = null;
        if (text is null || text.Length > LongestText)
            return false;
        var rest = text.AsSpan().Trim().TrimStart('=').TrimStart('v').TrimStart('V');
        long epoch = 0;
        if (rest.IndexOfAny('!', ':') is > 0 and var mark && TryNumber(rest[..mark], out epoch))
            rest = rest[(mark + 1)..];
        var numbers = new List<long>();
        for (;;)
        {
            var end = rest.IndexOfAnyExceptInRange('0', '9');
            if (!TryNumber(end < 0 ? rest : rest[..end], out var number))
                break;
            numbers.Add(number);
            rest = end < 0 ? default : rest[end..];
            if (rest.Length < 2 || rest[0] != '.' || !char.IsAsciiDigit(rest[1]))
                break;
            rest = rest[1..];
        }

        if (numbers.Count == 0)
            return false;
        version = new ReleaseVersion(epoch, numbers, rest.ToString().ToLowerInvariant());
        return true;
    }

    /// <summary>In the order of their versions where all have one, equal ones as given; else all as given. Where all are semantic, by the rules of these.</summary>
    public static List<T> InOrder<T>(IReadOnlyList<T> items, Func<T, string?> versionOf)
        where T : class
    {
        var semantic = items.Select(item => SemanticVersion.TryParse(versionOf(item) ?? "", out var version) ? version : null).ToList();
        if (!semantic.Contains(null))
            return [.. items.Zip(semantic).OrderBy(item => item.Second).Select(item => item.First)];
        var others = items.Select(item => TryParse(versionOf(item), out var version) ? version : null).ToList();
        return others.Contains(null) ? [.. items] : [.. items.Zip(others).OrderBy(item => item.Second).Select(item => item.First)];
    }

    public int CompareTo(ReleaseVersion? other)
    {
        if (other is null)
            return 1;
        var order = _epoch.CompareTo(other._epoch);
        for (var i = 0; order == 0 && i < Math.Max(_numbers.Count, other._numbers.Count); i++)
            order = _numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i));
        order = order != 0 ? order : _stage.CompareTo(other._stage);
        return order != 0 ? order : CompareNaturally(_rest, other._rest);
    }

    /// <summary>Digits by their number, all else letter by letter.</summary>
    private static int CompareNaturally(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            var left = DigitsAt(a, i);
            var right = DigitsAt(b, j);
            var order = left.Length > 0 && right.Length > 0 ? CompareDigits(left, right) : a[i].CompareTo(b[j]);
            if (order != 0)
                return order;
            i += Math.Max(1, left.Length);
            j += Math.Max(1, right.Length);
        }

        return (a.Length - i).CompareTo(b.Length - j);
    }

    private static ReadOnlySpan<char> DigitsAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return text.AsSpan(at, end - at);
    }

    private static int CompareDigits(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static string FirstWord(string rest)
    {
        var start = rest.Length > 0 && rest[0] is '-' or '.' or '_' or '~' or '+' ? 1 : 0;
        var end = start;
        while (end < rest.Length && char.IsAsciiLetter(rest[end]))
            end++;
        return rest[start..end];
    }

    /// <summary>By its usual name ("Pre-releases" of PEP 440); what has none is a version before a release all the same.</summary>
    private static string Named(string word) => word switch
    {
        "a" => "alpha",
        "b" => "beta",
        "c" or "" => "rc",
        _ => word,
    };

    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= MostDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
