using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Consecutive releases of one package, as <c>bench/history/packages.txt</c> pins them.</summary>
/// <param name="IsHeldOut">Never looked at while the rules were made.</param>
internal sealed record PackageHistory(string Name, IReadOnlyList<string> Versions, bool IsHeldOut)
{
    private const int Fetchers = 2;
    private const string HeldOut = "# held out";

    public static IReadOnlyList<PackageHistory> Read(string root)
    {
        var lines = File.ReadAllLines(Path.Combine(root, "bench", "history", "packages.txt"));
        var cut = Array.FindIndex(lines, line => line.StartsWith(HeldOut, StringComparison.Ordinal));
        return [.. lines.Index().Where(line => line.Item.Length > 0 && line.Item[0] != '#').Select(line => (Words: line.Item.Split(' '), line.Index)).Select(line => new PackageHistory(line.Words[0], line.Words[1..], line.Index > cut))];
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
