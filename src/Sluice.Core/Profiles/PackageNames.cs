namespace Sluice.Profiles;

/// <summary>Which keys of profiles are of one package: NuGet's ids ignore case, and names of Python packages what stands between their words as well (PEP 503).</summary>
internal sealed class PackageNames : IEqualityComparer<string>
{
    public static readonly PackageNames Comparer = new();

    public bool Equals(string? x, string? y) => x is null || y is null ? ReferenceEquals(x, y) : string.Equals(Normal(x), Normal(y), StringComparison.Ordinal);

    public int GetHashCode(string obj) => Normal(obj).GetHashCode(StringComparison.Ordinal);

    private static string Normal(string package)
    {
        if (package.StartsWith("nuget:", StringComparison.Ordinal))
            return package.ToLowerInvariant();
        if (!package.StartsWith("wheel:", StringComparison.Ordinal) && !package.StartsWith("sdist:", StringComparison.Ordinal))
            return package;
        return string.Join('-', package.ToLowerInvariant().Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries));
    }
}
