using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>A screen of one input, measured against a program that reads the same input.</summary>
internal sealed record Comparison(string Name, string Goal, Func<string> Input, Func<string, string[]> Sluice, Func<string, (string Program, string[] Arguments)>? Peer)
{
    public const string Heading = "| what | CPU | wall | peer's CPU | ratio | throughput | peak memory | goal |\n| --- | --- | --- | --- | --- | --- | --- | --- |";

    /// <summary>Runs at most that often, without a warm-up when once: for inputs that take long.</summary>
    public int MaxRuns { get; init; } = int.MaxValue;

    public static IEnumerable<Comparison> All(string root, string scratch)
    {
        yield return new("start: rules list", "120 ms wall", () => "", _ => ["rules", "list"], null);
        yield return new("start: screen of 1 kB", "120 ms wall", () => Small(scratch), file => ["screen", file], null);
        yield return new("(a) 13 MB bundle and 60 MB map in a tgz", "1.0 times the CPU of gzip -dc", () => Inputs.BundleWithMap(scratch), file => ["screen", file], file => ("gzip", ["-dc", file]));
        yield return new("(b) tree of a large npm package", "300 MB/s of CPU", () => Path.Combine(root, "tests/real/npm/node_modules/three"), tree => ["screen", tree], tree => ("sh", ["-c", "find \"$1\" -type f -exec cat {} +", "sh", tree]));
        yield return new("(c) 1 GB docker archive", "2.0 times the CPU of sha256sum", () => Inputs.DockerArchive(scratch), file => ["screen", file], file => ("sha256sum", [file]));
        yield return new("(d) 5 GB docker archive: memory", "500 MB resident", () => Inputs.DockerArchive(scratch, 5_000_000_000), file => ["screen", file], file => ("sha256sum", [file])) { MaxRuns = 1 };
        yield return new("(e) repository of 100,000 objects", "1.5 times the CPU of git cat-file", () => RepositoryInput.Create(scratch), folder => ["screen", "git:all", "--repo", folder], folder => ("git", ["-C", folder, "cat-file", "--batch", "--buffer", "--unordered", "--batch-all-objects"]));
    }

    /// <summary>A row of the table: medians of CPU and wall time, the peer's, their ratio pair by pair, throughput and memory.</summary>
    public string Measure(string sluice, int runs)
    {
        var input = Input();
        var bytes = SizeOf(input);
        var (own, peers) = (new List<Cost>(), new List<Cost>());
        runs = Math.Min(runs, MaxRuns);
        for (var i = runs == 1 ? 0 : -1; i < runs; i++)
        {
            var cost = MeasuredProcess.Run(sluice, Sluice(input));
            var peer = Peer?.Invoke(input) is { } command ? MeasuredProcess.Run(command.Program, command.Arguments) : null;
            if (i < 0)
                continue;
            own.Add(cost);
            if (peer is not null)
                peers.Add(peer);
        }

        if (input.EndsWith(".tar", StringComparison.Ordinal))
            File.Delete(input);
        var cpu = Median(own.Select(cost => cost.CpuSeconds));
        var ratio = peers.Count == 0 ? "" : Text(Median(own.Zip(peers, (mine, other) => mine.CpuSeconds / other.CpuSeconds)), "0.00");
        var peerText = peers.Count == 0 ? "" : $"{Peer!(input).Program} {Text(Median(peers.Select(cost => cost.CpuSeconds)), "0.00")} s";
        return $"| {Name} | {Text(cpu, "0.00")} s | {Text(Median(own.Select(cost => cost.WallSeconds)), "0.00")} s | {peerText} | {ratio} | {(bytes == 0 ? "" : Text(bytes / 1e6 / cpu, "0") + " MB/s")} | {own.Max(cost => cost.PeakBytes) / 1_000_000} MB | {Goal} |";
    }

    private static string Small(string scratch)
    {
        var file = Path.Combine(scratch, "small.js");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("export const x = 1;\n", 51)));
        return file;
    }

    private static long SizeOf(string input) =>
        File.Exists(input) ? new FileInfo(input).Length
        : Directory.Exists(input) ? new DirectoryInfo(input).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
