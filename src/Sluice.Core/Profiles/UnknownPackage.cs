using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>A release that a profile was named for, and of which that profile knows nothing: under another name, nothing is held against it.</summary>
internal static class UnknownPackage
{
    /// <summary>Of shorter names one letter says nothing.</summary>
    private const int ShortestName = 5;

    private const int MostExamples = 10;

    /// <summary>What has no manifest is no package, and folders are not released.</summary>
    public static Finding? Of(ProfileBook book, Artifact artifact)
    {
        if (!book.IsNamed || artifact is not { Manifest: { } manifest } || artifact.Kind is "directory" or "git" || book.Names is not { Count: > 0 } names)
            return null;
        var package = ReleaseShape.PackageOf(artifact);
        if (names.Contains(package, PackageNames.Comparer))
            return null;
        var (kind, name) = Parts(package);
        var near = names.Select(Parts).Where(known => known.Kind == kind && IsNear(name, known.Name)).Select(known => known.Name).Order(StringComparer.Ordinal).FirstOrDefault();
        var message = near is null
            ? $"is of the package '{name}', of which the profile knows no release: nothing was held against it"
            : $"is of the package '{name}', of which the profile knows no release, but '{near}' is called nearly the same";
        return new Finding(DeviationRules.UnknownPackage, manifest.Entry, message)
        {
            Severity = near is null ? Severity.Low : Severity.High,
            Confidence = near is null ? Confidence.High : Confidence.Low,
            Evidence = [("package", package), .. near is null ? Array.Empty<(string, object)>() : [("near", near)], ("packages", (long)names.Count), ("examples", names.Order(StringComparer.Ordinal).Take(MostExamples).ToList())],
            Subject = package,
        };
    }

    /// <summary>The same but for a scope, case, blanks and what stands between words; or one edit away, where the two are no members of one family.</summary>
    private static bool IsNear(string name, string known)
    {
        var (plain, other) = (Plain(name), Plain(known));
        if (plain.Length == 0 || other.Length == 0)
            return false;
        return plain == other || Plain(BehindScope(name)) == Plain(BehindScope(known))
            || (!IsScoped(name) && !IsScoped(known) && plain.Length >= ShortestName && other.Length >= ShortestName && IsOneEdit(plain, other) && !DifferInNumbers(plain, other));
    }

    private static bool IsScoped(string name) => name.TrimStart().StartsWith('@');

    private static string BehindScope(string name) => IsScoped(name) ? name[(name.IndexOf('/') + 1)..] : name;

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit));

    /// <summary><c>plugin1</c> and <c>plugin2</c> are two of many; <c>plugin2</c> takes itself for the next <c>plugin</c>.</summary>
    private static bool DifferInNumbers(string a, string b) => a.Any(char.IsDigit) && b.Any(char.IsDigit) && string.Concat(a.Where(c => !char.IsDigit(c))) == string.Concat(b.Where(c => !char.IsDigit(c)));

    /// <summary>A letter put in, left out or exchanged, or two that changed places.</summary>
    private static bool IsOneEdit(string a, string b)
    {
        var front = 0;
        while (front < a.Length && front < b.Length && a[front] == b[front])
            front++;
        var (left, right) = (a[front..], b[front..]);
        if (left.Length == right.Length)
            return left[1..] == right[1..] || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..] == right[2..]);
        return left.Length == right.Length + 1 ? left[1..] == right : right.Length == left.Length + 1 && right[1..] == left;
    }

    private static (string Kind, string Name) Parts(string package) => package.IndexOf(':') is >= 0 and var colon ? (package[..colon], package[(colon + 1)..]) : ("", package);
}
