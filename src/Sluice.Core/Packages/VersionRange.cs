using System.Diagnostics.CodeAnalysis;

namespace Sluice.Packages;

/// <summary>
/// A set of semantic versions in the range language of npm, which Cargo's and Composer's share in the main: comparators joined by spaces,
/// alternatives by <c>||</c>, hyphen ranges, <c>x</c>, <c>~</c> and <c>^</c>. A pre-release satisfies only alternatives that
/// name a pre-release of the same three numbers.
/// </summary>
public sealed class VersionRange
{
    private const int MaxLength = 4096;

    private readonly List<List<Comparator>> _alternatives;

    private VersionRange(List<List<Comparator>> alternatives) => _alternatives = alternatives;

    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text.Length > MaxLength)
            return false;
        var alternatives = new List<List<Comparator>>();
        foreach (var part in text.Split("||"))
        {
            var comparators = new List<Comparator>();
            if (!TryAlternative(part.Trim(), comparators))
                return false;
            alternatives.Add(comparators);
        }

        // As npm has it: beside an alternative that allows every release the others do not count.
        range = new VersionRange(alternatives.Find(comparators => comparators.Count == 0) is { } all ? [all] : alternatives);
        return true;
    }

    public bool IsSatisfiedBy(SemanticVersion version) => _alternatives.Exists(comparators => Satisfies(comparators, version));

    private static bool Satisfies(List<Comparator> comparators, SemanticVersion version)
    {
        if (!comparators.TrueForAll(comparator => comparator.Allows(version)))
            return false;
        return !version.IsPrerelease || comparators.Exists(comparator => comparator.IsOptIn && comparator.Version.CompareNumbers(version) == 0);
    }

    private static bool TryAlternative(string text, List<Comparator> comparators)
    {
        var hyphen = text.IndexOf(" - ", StringComparison.Ordinal);
        if (hyphen >= 0)
        {
            return Partial.TryParse(text[..hyphen].Trim(), out var low) && Partial.TryParse(text[(hyphen + 3)..].Trim(), out var high)
                && AddHyphen(comparators, low, high);
        }

        foreach (var word in Words(text))
        {
            if (!TryComparator(word, comparators))
                return false;
        }

        return true;
    }

    /// <summary>White space may stand between an operator and its version.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var pending = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var joined = pending + word;
            if (joined.All(c => c is '<' or '>' or '=' or '~' or '^' or 'v'))
            {
                pending = joined;
                continue;
            }

            pending = "";
            yield return joined;
        }

        if (pending.Length > 0)
            yield return pending;
    }

    private static bool TryComparator(string word, List<Comparator> comparators)
    {
        var operatorLength = word.Length - word.AsSpan().TrimStart("<>=~^").Length;
        var (sign, rest) = (word[..operatorLength], word[operatorLength..]);
        if (rest.Length == 0 || !Partial.TryParse(rest, out var partial))
            return false;
        switch (sign)
        {
            case "^":
                AddCaret(comparators, partial);
                return true;
            case "~" or "~>":
                AddTilde(comparators, partial);
                return true;
            case "" or "=":
                AddEqual(comparators, partial);
                return true;
            case ">" or ">=" or "<" or "<=":
                AddComparison(comparators, sign, partial);
                return true;
            default:
                return false;
        }
    }

    private static bool AddHyphen(List<Comparator> comparators, Partial low, Partial high)
    {
        if (low.Given > 0)
            comparators.Add(Comparator.AtLeast(low.Floor, low.IsComplete));
        if (high.Given == 3)
            comparators.Add(Comparator.AtMost(high.Floor));
        else if (high.Given > 0)
            comparators.Add(Comparator.Below(high.Next(high.Given)));
        return true;
    }

    private static void AddEqual(List<Comparator> comparators, Partial partial)
    {
        if (partial.Given == 3)
            comparators.Add(new Comparator("=", partial.Floor, IsOptIn: partial.Floor.IsPrerelease));
        else
            AddWithin(comparators, partial, partial.Given);
    }

    private static void AddTilde(List<Comparator> comparators, Partial partial) => AddWithin(comparators, partial, Math.Min(partial.Given, 2));

    /// <summary>The left-most number that is not zero stays.</summary>
    private static void AddCaret(List<Comparator> comparators, Partial partial)
    {
        var fixedNumbers = partial.Floor switch
        {
            { Major: > 0 } => 1,
            { Minor: > 0 } => 2,
            _ => partial.Given,
        };
        AddWithin(comparators, partial, Math.Min(fixedNumbers, partial.Given));
    }

    /// <summary>From the version on, up to the next one that differs in the given number of leading numbers; no number given allows all.</summary>
    private static void AddWithin(List<Comparator> comparators, Partial partial, int leading)
    {
        if (partial.Given == 0)
            return;
        comparators.Add(Comparator.AtLeast(partial.Floor, partial.IsComplete));
        comparators.Add(Comparator.Below(partial.Next(leading)));
    }

    private static void AddComparison(List<Comparator> comparators, string sign, Partial partial)
    {
        if (partial.Given == 0)
        {
            // Nothing is below or above every version.
            if (sign is "<" or ">")
                comparators.Add(Comparator.Nothing);
            return;
        }

        comparators.Add((sign, partial.Given) switch
        {
            (">=", _) => Comparator.AtLeast(partial.Floor, partial.IsComplete),
            (">", 3) => new Comparator(">", partial.Floor, partial.Floor.IsPrerelease),
            (">", _) => Comparator.AtLeast(partial.Next(partial.Given), false),
            ("<", 3) => new Comparator("<", partial.Floor, partial.Floor.IsPrerelease),
            ("<", _) => Comparator.Below(partial.Floor),
            (_, 3) => Comparator.AtMost(partial.Floor),
            _ => Comparator.Below(partial.Next(partial.Given)),
        });
    }

    /// <param name="IsOptIn">It names a pre-release, so that pre-releases of those numbers may pass.</param>
    private sealed record Comparator(string Sign, SemanticVersion Version, bool IsOptIn)
    {
        public static readonly Comparator Nothing = new("<", Lowest(new SemanticVersion(0, 0, 0)), false);

        public static Comparator AtLeast(SemanticVersion version, bool isComplete) => new(">=", version, isComplete && version.IsPrerelease);

        public static Comparator AtMost(SemanticVersion version) => new("<=", version, version.IsPrerelease);

        /// <summary>Below every pre-release of the version, too.</summary>
        public static Comparator Below(SemanticVersion version) => new("<", Lowest(version), false);

        public bool Allows(SemanticVersion version)
        {
            var order = version.CompareTo(Version);
            return Sign switch { "=" => order == 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
        }

        private static SemanticVersion Lowest(SemanticVersion version) => version with { Prerelease = "0" };
    }

    /// <summary>A version of which trailing numbers may be missing or <c>x</c>.</summary>
    /// <param name="Given">How many leading numbers are there, 0 to 3.</param>
    private readonly record struct Partial(SemanticVersion Floor, int Given)
    {
        public bool IsComplete => Given == 3;

        public static bool TryParse(string text, out Partial partial)
        {
            partial = default;
            var rest = text.AsSpan().TrimStart("v=").ToString();
            var plus = rest.IndexOf('+');
            if (plus >= 0 && !SemanticVersion.IsIdentifierList(rest[(plus + 1)..]))
                return false;
            rest = plus >= 0 ? rest[..plus] : rest;
            var dash = rest.IndexOf('-');
            var prerelease = dash >= 0 ? rest[(dash + 1)..] : "";
            if (dash >= 0 && !(SemanticVersion.IsIdentifierList(prerelease) && SemanticVersion.IsPrereleaseList(prerelease)))
                return false;
            var words = (dash >= 0 ? rest[..dash] : rest).Split('.');
            if (words.Length > 3)
                return false;
            Span<long> numbers = stackalloc long[3];
            var given = 0;
            var isOpen = words is [""];
            foreach (var word in isOpen ? [] : words)
            {
                if (word is "x" or "X" or "*")
                    isOpen = true;
                else if (!SemanticVersion.TryNumber(word, out var number))
                    return false;
                else if (!isOpen)
                    numbers[given++] = number;
            }

            partial = new Partial(new SemanticVersion(numbers[0], numbers[1], numbers[2], given == 3 ? prerelease : ""), given);
            return true;
        }

        /// <summary>The first version beyond all with the same leading numbers.</summary>
        public SemanticVersion Next(int leading) => leading switch
        {
            1 => new SemanticVersion(Floor.Major + 1, 0, 0),
            2 => new SemanticVersion(Floor.Major, Floor.Minor + 1, 0),
            _ => new SemanticVersion(Floor.Major, Floor.Minor, Floor.Patch + 1),
        };
    }
}
