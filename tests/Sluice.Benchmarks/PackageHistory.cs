using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Consecutive releases of one package, as <c>bench/history/packages.txt</c> pins them.</summary>
/// <param name="Set">The first word of the comment above it: what the rules were made from, or what was kept aside to prove them.</param>
internal sealed record PackageHistory(string Name, IReadOnlyList<string> Versions, string Set)
{
    private const int Fetchers = 2;
    private const string Beginning = "## ";

    public static IReadOnlyList<PackageHistory> Read(string root)
    {
        var (packages, set) = (new List<PackageHistory>(), "");
        foreach (var line in File.ReadAllLines(Path.Combine(root, "bench", "history", "packages.txt")))
        {
            if (line.StartsWith(Beginning, StringComparison.Ordinal))
                set = line[Beginning.Length..line.IndexOf(':')];
            else if (line.Length > 0 && line[0] != '#')
                packages.Add(new PackageHistory(line.Split(' ')[0], line.Split(' ')[1..], set));
        }

        return packages;
    }

    /// <summary>With the client's own configuration of registries, two packages at a time; what is in the cache is not asked for.</summary>
    public static void Fetch(IReadOnlyList<PackageHistory> packages, string cache) =>
        Parallel.ForEach(packages, new ParallelOptions { MaxDegreeOfParallelism = Fetchers }, package => package.Fetch(cache));

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> FilesIn(string cache) => [.. Versions.Select(version => Path.Combine(FolderIn(cache), $"{Name.TrimStart('@').Replace('/', '-')}-{version}.tgz"))];

    private string FolderIn(string cache) => Path.Combine(cache, Name.Replace('/', '+'));

    private void Fetch(string cache)
    {
        var missing = Versions.Zip(FilesIn(cache)).Where(release => !File.Exists(release.Second)).Select(release => $"{Name}@{release.First}").ToList();
        if (missing.Count == 0)
            return;
        Directory.CreateDirectory(FolderIn(cache));
        using var npm = Process.Start(new ProcessStartInfo("npm", ["pack", "--silent", "--ignore-scripts", .. missing]) { WorkingDirectory = FolderIn(cache), RedirectStandardOutput = true })!;
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm pack failed for {Name}");
    }
}
