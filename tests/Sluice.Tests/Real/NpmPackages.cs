using System.Text.Json;
using Sluice.Tests.Support;

namespace Sluice.Tests.Real;

/// <summary>
/// The tarballs of the packages that <c>tests/real/npm/package-lock.json</c> pins, read from npm's content-addressed cache by the digest in
/// the lock file: what is screened is what the registry serves, to the byte.
/// </summary>
public static class NpmPackages
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "real", "npm");

    private static readonly string Cache = Environment.GetEnvironmentVariable("SLUICE_TEST_NPM_CACHE") ?? Path.Combine(Repository.Root, ".build", "npm-cache");

    /// <summary>Every tarball in the cache that the lock file names; <paramref name="directOnly"/>: those that package.json asks for.</summary>
    public static IReadOnlyList<(string Name, string File)> All(bool directOnly)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "package.json")));
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "package-lock.json")));
        var direct = manifest.RootElement.GetProperty("dependencies").EnumerateObject().Select(property => "node_modules/" + property.Name).ToHashSet(StringComparer.Ordinal);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var package in locked.RootElement.GetProperty("packages").EnumerateObject())
        {
            if (directOnly && !direct.Contains(package.Name))
                continue;
            if (!package.Value.TryGetProperty("integrity", out var integrity))
                continue;
            var file = FileOf(integrity.GetString()!);
            if (File.Exists(file))
                found.TryAdd($"{package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..]}@{package.Value.GetProperty("version").GetString()}", file);
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>cacache lays content out as <c>content-v2/ALGORITHM/ab/cd/rest-of-hex</c>.</summary>
    private static string FileOf(string integrity)
    {
        var (algorithm, digest) = (integrity[..integrity.IndexOf('-')], integrity[(integrity.IndexOf('-') + 1)..]);
        var hex = Convert.ToHexStringLower(Convert.FromBase64String(digest));
        return Path.Combine(Cache, "_cacache", "content-v2", algorithm, hex[..2], hex[2..4], hex[4..]);
    }
}
