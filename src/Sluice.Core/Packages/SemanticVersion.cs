using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Packages;

/// <summary>
/// A version of Semantic Versioning 2.0.0. Ordered by precedence (section 11): build metadata takes no part in order or equality.
/// Numbers go up to 2^53-1 as in the ecosystem that made the scheme common.
/// </summary>
public sealed record SemanticVersion(long Major, long Minor, long Patch, string Prerelease = "", string Build = "") : IComparable<SemanticVersion>
{
    internal const long MaxNumber = 9_007_199_254_740_991;
    private const int MaxLength = 256;

    public bool IsPrerelease => Prerelease.Length > 0;

    /// <summary>A lone leading <c>v</c> or <c>=</c> and white space around it are forgiven; everything else is as the specification says.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (text.Length > MaxLength)
            return false;
        var rest = text.AsSpan().Trim();
        if (rest is ['=', ..])
            rest = rest[1..].TrimStart();
        if (rest is ['v' or 'V', ..])
            rest = rest[1..];
        var build = Cut(ref rest, '+');
        var prerelease = Cut(ref rest, '-');
        if (build is { IsMissing: false, IsValid: false } || prerelease is { IsMissing: false, IsValid: false } || !IsPrereleaseList(prerelease.Text))
            return false;
        var dot = rest.IndexOf('.');
        var lastDot = rest.LastIndexOf('.');
        if (dot < 0 || lastDot == dot || !TryNumber(rest[..dot], out var major) || !TryNumber(rest[(dot + 1)..lastDot], out var minor) || !TryNumber(rest[(lastDot + 1)..], out var patch))
            return false;
        version = new SemanticVersion(major, minor, patch, prerelease.Text, build.Text);
        return true;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
            return 1;
        var difference = CompareNumbers(other);
        return difference != 0 ? difference : ComparePrereleases(Prerelease, other.Prerelease);
    }

    internal int CompareNumbers(SemanticVersion other)
    {
        var difference = Major.CompareTo(other.Major);
        difference = difference != 0 ? difference : Minor.CompareTo(other.Minor);
        return difference != 0 ? difference : Patch.CompareTo(other.Patch);
    }

    public static bool operator <(SemanticVersion a, SemanticVersion b) => a.CompareTo(b) < 0;

    public static bool operator >(SemanticVersion a, SemanticVersion b) => a.CompareTo(b) > 0;

    public static bool operator <=(SemanticVersion a, SemanticVersion b) => a.CompareTo(b) <= 0;

    public static bool operator >=(SemanticVersion a, SemanticVersion b) => a.CompareTo(b) >= 0;

    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease);

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
        text = IsPrerelease ? $"{text}-{Prerelease}" : text;
        return Build.Length > 0 ? $"{text}+{Build}" : text;
    }

    /// <summary>Digits without a leading zero.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 16 && (text.Length == 1 || text[0] != '0')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= MaxNumber;
    }

    internal static bool IsPrereleaseList(string text)
    {
        foreach (var part in text.Length == 0 ? [] : text.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
                return false;
        }

        return true;
    }

    /// <summary>Takes the list of identifiers behind a mark off the end.</summary>
    private static (string Text, bool IsMissing, bool IsValid) Cut(ref ReadOnlySpan<char> rest, char mark)
    {
        var at = rest.IndexOf(mark);
        if (at < 0)
            return ("", true, true);
        var text = rest[(at + 1)..].ToString();
        rest = rest[..at];
        return (text, false, IsIdentifierList(text));
    }

    internal static bool IsIdentifierList(string text) =>
        text.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    /// <summary>Section 11.3 and 11.4: a release is above its pre-releases; numbers below words; a longer list above its front.</summary>
    private static int ComparePrereleases(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return b.Length.CompareTo(a.Length);
        var (left, right) = (a.Split('.'), b.Split('.'));
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (CompareIdentifiers(left[i], right[i]) is not 0 and var order)
                return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareIdentifiers(string a, string b)
    {
        var (aIsNumber, bIsNumber) = (a.All(char.IsAsciiDigit), b.All(char.IsAsciiDigit));
        if (aIsNumber != bIsNumber)
            return aIsNumber ? -1 : 1;
        // Numbers without leading zeros compare by their length first: they may be longer than any integer type.
        var byLength = aIsNumber ? a.Length.CompareTo(b.Length) : 0;
        return byLength != 0 ? byLength : string.CompareOrdinal(a, b);
    }
}
