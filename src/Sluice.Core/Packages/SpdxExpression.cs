using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Packages;

/// <summary>
/// A licence expression (SPDX 2.3, annex D): identifiers of the SPDX License List, <c>LicenseRef-…</c>, <c>+</c>, <c>WITH</c>, <c>AND</c>,
/// <c>OR</c> and parentheses. Answers whether somebody who may choose can keep to a list of licences.
/// </summary>
public sealed class SpdxExpression
{
    private const int MaxLength = 4096;

    private readonly Node _root;

    private SpdxExpression(Node root, IReadOnlyList<string> licenses) => (_root, Licenses) = (root, licenses);

    /// <summary>Every licence that is named, with its exception, in the order of the text.</summary>
    public IReadOnlyList<string> Licenses { get; }

    /// <summary>False when the expression is not well-formed or names what is not on the list; the problem says which.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpdxExpression? expression, [NotNullWhen(false)] out string? problem)
    {
        (expression, problem) = (null, $"longer than {MaxLength} characters");
        if (text.Length > MaxLength)
            return false;
        var parser = new SpdxParser(text);
        var root = parser.Parse();
        problem = parser.Problem;
        if (root is null || problem is not null)
        {
            problem ??= "empty";
            return false;
        }

        expression = new SpdxExpression(root, parser.Licenses);
        return true;
    }

    /// <summary>
    /// There is a choice of which every licence is in the list. An entry is an identifier, with or without its exception (without, it covers every
    /// exception: they only permit more), or has <c>*</c> in it. "Or any later version" is covered by a later version of the same family, too.
    /// </summary>
    public bool IsAllowedBy(IReadOnlyCollection<string> list) => _root.Holds(license => Covers(list, license, andLater: true), isAny: true);

    /// <summary>Every choice has a licence of the list in it.</summary>
    public bool IsDeniedBy(IReadOnlyCollection<string> list) => _root.Holds(license => Covers(list, license, andLater: false), isAny: false);

    public override string ToString() => _root.ToString();

    private static bool Covers(IReadOnlyCollection<string> list, License license, bool andLater) =>
        list.Any(entry => IsEntry(entry, license.Full) || IsEntry(entry, license.Id) || (andLater && license.IsOrLater && IsLaterVersion(entry, license.Id)));

    private static bool IsEntry(string entry, string name)
    {
        if (!entry.Contains('*'))
            return name.Equals(Canonical(entry), StringComparison.OrdinalIgnoreCase);
        return System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(entry, name);
    }

    /// <summary><c>GPL-2.0+</c> and <c>GPL-2.0-or-later</c> are one.</summary>
    internal static string Canonical(string id) =>
        id.EndsWith('+') && SpdxList.License(id[..^1] + "-or-later") is { } later ? later : id;

    private static bool IsLaterVersion(string entry, string id)
    {
        var (family, version) = Split(id);
        var (otherFamily, otherVersion) = Split(entry);
        return version is not null && otherVersion is not null && family.Equals(otherFamily, StringComparison.OrdinalIgnoreCase) && otherVersion >= version;
    }

    /// <summary>The family and its version number: GPL and 2.0 of <c>GPL-2.0-or-later</c>.</summary>
    private static (string Family, Version? Version) Split(string id)
    {
        var name = id.TrimEnd('+');
        foreach (var ending in (ReadOnlySpan<string>)["-or-later", "-only"])
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        var dash = name.LastIndexOf('-');
        return dash > 0 && Version.TryParse(name[(dash + 1)..].Contains('.') ? name[(dash + 1)..] : name[(dash + 1)..] + ".0", out var version) ? (name[..dash], version) : (name, null);
    }

    internal sealed record License(string Id, string? Exception)
    {
        public string Full => Exception is null ? Id : $"{Id} WITH {Exception}";

        public bool IsOrLater => Id.EndsWith('+') || Id.EndsWith("-or-later", StringComparison.Ordinal);
    }

    /// <summary>A licence, or parts of which all or any one must be kept.</summary>
    internal sealed record Node(License? License, IReadOnlyList<Node> Parts, bool IsOr)
    {
        /// <param name="isAny">Whether one part of an OR is enough; one part of an AND is when it is not.</param>
        public bool Holds(Func<License, bool> holds, bool isAny) => this switch
        {
            { License: { } license } => holds(license),
            _ when IsOr == isAny => Parts.Any(part => part.Holds(holds, isAny)),
            _ => Parts.All(part => part.Holds(holds, isAny)),
        };

        public override string ToString() => License?.Full
            ?? string.Join(IsOr ? " OR " : " AND ", Parts.Select(part => part.License is null && part.IsOr && !IsOr ? string.Create(CultureInfo.InvariantCulture, $"({part})") : part.ToString()));
    }
}
