using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Sluice.Artifacts;
using Sluice.Detection.Detectors.Secrets;
using Sluice.Secrets;

namespace Sluice.Benchmarks;

/// <summary>The search for secrets alone, in process, against other ways to read the same bytes, in turn.</summary>
internal static class EngineFigures
{
    public const string Heading = "| what | figure | peer | ratio | goal |\n| --- | --- | --- | --- | --- |";

    private const int Keywords = 244;
    private const int RunsOfSlow = 12;
    private const int WarmUps = 10;
    private const int PieceBytes = 1 << 20;
    private const int OverlapBytes = 4 << 10;

    public static IEnumerable<string> All(string root, string scratch, string sluice, int runs)
    {
        var bundle = Inputs.BundleWithMap(scratch);
        var tree = Path.Combine(root, "tests/real/npm/node_modules");
        var files = Directory.EnumerateFiles(tree, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal).ToList();
        var texts = files.ConvertAll(File.ReadAllBytes);
        var raw = texts.Sum(text => (long)text.Length);
        var scanner = SecretScanner.BuiltIn;
        void ScanAll() => texts.ForEach(text => scanner.Scan(text));

        // What runs often is compiled once more in the background for the first seconds, in the time of this process.
        Best(WarmUps, ScanAll);
        using var hyperscan = new Hyperscan(Library(root, "libhyperscan5", "libhs.so.5"), scanner.Rules.Select(PatternOf));
        void TheirsAll() => texts.ForEach(text => hyperscan.Scan(text));
        var pairs = Enumerable.Range(-1, runs + 1).Select(_ => (Own: Cpu(ScanAll), Theirs: Cpu(TheirsAll))).Skip(1).ToList();
        var (scan, theirs) = (pairs.Min(pair => pair.Own), pairs.Min(pair => pair.Theirs));
        yield return Row($"search alone, tree of {raw / 1_000_000} MB in {files.Count} files", $"{raw / 1e6 / scan:0} MB/s", "", null, "1.5 GB/s");
        yield return Row($"the same, against Hyperscan with {hyperscan.Patterns} of the patterns ({hyperscan.Refused} refused), in turn", $"{raw / 1e6 / scan:0} MB/s", $"{raw / 1e6 / theirs:0} MB/s", theirs / scan, "3 times as fast");
        double Engine() => Cpu(() => InflateAndScan(bundle));
        yield return Pair("tgz with a 60 MB map, inflated and searched, against inflating alone", runs, Engine, "GZipStream", () => Cpu(() => Inflate(bundle)), "1.5");
        yield return Pair("the same against gzip -dc", runs, Engine, "gzip", () => MeasuredProcess.Run("gzip", ["-dc", bundle]).CpuSeconds, "0.60");
        yield return Pair("the same tgz opened, hashed, and searched with all decoders, against inflating alone", 2 * runs, () => Cpu(() => Screen(bundle, searches: true)), "GZipStream", () => Cpu(() => Inflate(bundle)), "");
        yield return Pair("the same, whole process with all detectors, against inflating alone", runs, () => MeasuredProcess.Run(sluice, ["screen", bundle]).CpuSeconds, "GZipStream", () => Cpu(() => Inflate(bundle)), "");
        yield return Pair("raw tree, read and searched, against rg", runs, () => Cpu(() => ReadAndScan(files)), "rg", Ripgrep(root, scratch, tree), "0.55");
        yield return Workers(runs, texts);
        yield return Pair("200 KB diff, against hello, world", runs, () => MeasuredProcess.Run(sluice, ["screen", Diff(scratch, texts)]).CpuSeconds, "hello", Hello(scratch), "1.35");
        yield return Memory("tgz with a 60 MB map", bundle);
        yield return Memory("raw tree", tree);
        yield return Hostile();
        yield return Opened(scratch, HostileTexts.KeyLists());
    }

    /// <summary>A text that costs the readers something, twenty times over, so that starting up does not count.</summary>
    private static string Opened(string scratch, (string Name, byte[] Text) hostile)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "opened")).FullName;
        for (var copy = 0; copy < 20; copy++)
            File.WriteAllBytes(Path.Combine(folder, $"{copy}.json"), [.. hostile.Text, (byte)copy]);
        var seconds = Best(RunsOfSlow, () => Screen(folder, searches: true));
        return Row($"{hostile.Name}, opened and searched", $"{20 * hostile.Text.Length / 1e6 / seconds:0} MB/s", "", null, "50 MB/s");
    }

    /// <summary>What <see cref="Memory"/> runs in a process of its own: a screen that only opens and reads, or one that searches for secrets as well.</summary>
    public static void Screen(string target, bool searches)
    {
        ArtifactSource source = Directory.Exists(target) ? new DirectorySource(target, Path.GetFileName(target)) : new FileSource(target, Path.GetFileName(target));
        ReleaseCheck.Screen(source, new ScreenOptions { Detectors = searches ? [new SecretDetector()] : [] }, CancellationToken.None);
    }

    private static string Memory(string what, string target)
    {
        long Peak(string mode) => MeasuredProcess.Run(Environment.ProcessPath!, ["screen", mode, target]).PeakBytes;
        var (reader, both) = (Peak("reader"), Peak("secrets"));
        return Row($"peak memory over the reader's own, {what}", $"{(both - reader) / 1_000_000} MB", $"reader {reader / 1_000_000} MB", null, "64 MB");
    }

    /// <summary>By wall time: on a machine where others work, too, the ratio is too low. What two take more of the processor than one bounds it from above.</summary>
    private static string Workers(int runs, List<byte[]> texts)
    {
        (double Wall, double Cpu) Search(int workers)
        {
            var next = -1;
            var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var threads = Enumerable.Range(0, workers).Select(_ => new Thread(() =>
            {
                for (int text; (text = Interlocked.Increment(ref next)) < texts.Count;)
                    SecretScanner.BuiltIn.Scan(texts[text]);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            return (Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        var pairs = Enumerable.Range(0, 4 * runs).Select(_ => (One: Search(1), Two: Search(2))).ToList();
        var (one, two) = (pairs.Min(pair => pair.One.Wall), pairs.Min(pair => pair.Two.Wall));
        var cpu = pairs.Min(pair => pair.Two.Cpu) / pairs.Min(pair => pair.One.Cpu);
        return Row($"two workers against one, wall time ({cpu:0.00} times its CPU)", $"{two:0.000} s", $"{one:0.000} s", one / two, "1.7 times as fast");
    }

    private static void ReadAndScan(List<string> files)
    {
        var buffer = new byte[1 << 20];
        foreach (var file in files)
        {
            using var handle = File.OpenHandle(file);
            var length = (int)RandomAccess.GetLength(handle);
            if (buffer.Length < length)
                buffer = new byte[length];
            SecretScanner.BuiltIn.Scan(buffer.AsSpan(0, RandomAccess.Read(handle, buffer.AsSpan(0, length), 0)));
        }
    }

    private static string Hostile()
    {
        var (worst, slowest, count, givenUp) = HostileFigures.Worst();
        return Row($"worst of {count} hostile texts ({worst}; {givenUp} given up, which is a fault and no pass)", $"{slowest:0} MB/s", "", null, "50 MB/s");
    }

    /// <summary>What is assigned is looked for with its names before it, as scanners on top of Hyperscan do.</summary>
    private static string PatternOf(SecretRule rule)
    {
        var pattern = rule.Pattern.Replace("(?<secret>", "(?:", StringComparison.Ordinal);
        return rule.Assigned.Count == 0 ? pattern : $"(?i:{string.Join('|', rule.Assigned.Select(name => name.Replace("_", "[_. -]?", StringComparison.Ordinal)))})[^\\n]{{0,40}}(?:{pattern})";
    }

    private static Func<double> Ripgrep(string root, string scratch, string tree)
    {
        var program = Library(root, "ripgrep", "rg");
        var names = SecretScanner.BuiltIn.Rules.SelectMany(rule => rule.Assigned).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var keywords = Path.Combine(scratch, "keywords");
        File.WriteAllLines(keywords, names.Where((_, i) => i % Math.Max(1, names.Count / Keywords) == 0).Take(Keywords));
        return () => MeasuredProcess.Run(program, ["-a", "-i", "-F", "--no-ignore", "--hidden", "--count-matches", "-f", keywords, tree]).CpuSeconds;
    }

    /// <summary>A file of a Debian package, which is fetched when it is not there.</summary>
    private static string Library(string root, string package, string name)
    {
        var folder = Path.Combine(root, ".build", "bench", package);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            using var fetch = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cd '{folder}' && apt-get download -qq {package} && dpkg -x {package}_*.deb ."]))!;
            fetch.WaitForExit();
        }

        return Directory.EnumerateFiles(folder, name + "*", SearchOption.AllDirectories).First(file => Path.GetFileName(file) == name || new FileInfo(file).LinkTarget is null);
    }

    private static string Diff(string scratch, List<byte[]> texts)
    {
        var file = Path.Combine(scratch, "change.diff");
        if (!File.Exists(file))
            File.WriteAllText(file, string.Concat(Encoding.UTF8.GetString(texts.OrderByDescending(text => text.Length).Skip(20).First()).Split('\n').Select((line, i) => (i % 3 == 0 ? "+" : " ") + line + "\n"))[..200_000]);
        return file;
    }

    private static Func<double> Hello(string scratch)
    {
        var folder = Path.Combine(scratch, "hello");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "hello.csproj"), """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><PublishReadyToRun>true</PublishReadyToRun><SelfContained>false</SelfContained></PropertyGroup></Project>""");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(\"hello, world\");\n");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", folder, "-c", "Release", "--use-current-runtime", "-o", Path.Combine(folder, "out"), "-v", "quiet", "--nologo"]))!;
        publish.WaitForExit();
        return () => MeasuredProcess.Run(Path.Combine(folder, "out", "hello"), []).CpuSeconds;
    }

    private static void Inflate(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        gzip.CopyTo(Stream.Null, 1 << 16);
    }

    /// <summary>The engine on its own: what was inflated is searched piece by piece, each with the end of the one before it.</summary>
    private static void InflateAndScan(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        var buffer = new byte[PieceBytes];
        for (int kept = 0, read; (read = gzip.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false)) > 0;)
        {
            var piece = buffer.AsSpan(0, kept + read);
            SecretScanner.BuiltIn.Scan(piece);
            kept = Math.Min(OverlapBytes, piece.Length);
            piece[^kept..].CopyTo(buffer);
        }
    }

    private static string Pair(string what, int runs, Func<double> own, string peerName, Func<double> peer, string goal)
    {
        var pairs = Enumerable.Range(-1, runs + 1).Select(_ => (Own: own(), Peer: peer())).Skip(1).ToList();
        return Row(what, $"{Median(pairs.Select(pair => pair.Own)):0.000} s", $"{peerName} {Median(pairs.Select(pair => pair.Peer)):0.000} s", Median(pairs.Select(pair => pair.Own / pair.Peer)), goal);
    }

    private static string Row(FormattableString what, FormattableString figure, FormattableString peer, double? ratio, string goal) =>
        Row(FormattableString.Invariant(what), FormattableString.Invariant(figure), FormattableString.Invariant(peer), ratio, goal);

    private static string Row(string what, string figure, string peer, double? ratio, string goal) =>
        $"| {what} | {figure} | {peer} | {ratio?.ToString("0.00", CultureInfo.InvariantCulture)} | {goal} |";

    /// <summary>The least of the seconds of this process, after one run to warm up.</summary>
    public static double Best(int runs, Action action) => Enumerable.Range(0, runs + 1).Min(_ => Cpu(action));

    /// <summary>Seconds of this process.</summary>
    private static double Cpu(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
