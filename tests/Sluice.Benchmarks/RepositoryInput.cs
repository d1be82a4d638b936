using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>A repository of some 100,000 objects: 6,700 commits that change a few of thousands of source files each, packed as git packs.</summary>
internal static class RepositoryInput
{
    private const int Commits = 6700;

    public static string Create(string scratch)
    {
        var folder = Path.Combine(scratch, "repository");
        Run(null, "init", "-q", "--bare", folder);
        Run(Write, "-C", folder, "fast-import", "--quiet");
        Run(null, "-C", folder, "repack", "-adfq");
        return folder;
    }

    private static void Write(Stream output)
    {
        var random = new Random(7);
        var files = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var names = new List<string>();
        var time = 1_500_000_000L;
        for (var commit = 1; commit <= Commits; commit++)
        {
            time += random.Next(60, 20_000);
            var message = $"change {commit}\n";
            Put(output, $"commit refs/heads/main\nmark :{commit}\nauthor A <a{commit % 20}@example.invalid> {time} +0000\ncommitter A <a@example.invalid> {time} +0000\ndata {message.Length}\n{message}\n");
            if (commit > 1)
                Put(output, $"from :{commit - 1}\n");
            for (var changes = 1 + (random.Next(4) * random.Next(5)); changes > 0; changes--)
            {
                var text = string.Concat(Change(random, files, names, out var name));
                Put(output, string.Create(CultureInfo.InvariantCulture, $"M 100644 inline {name}\ndata {text.Length}\n{text}\n"));
            }
        }
    }

    /// <summary>Three times in four a few lines of a file that is there, else a new file.</summary>
    private static List<string> Change(Random random, SortedDictionary<string, List<string>> files, List<string> names, out string name)
    {
        if (names.Count > 0 && random.Next(4) > 0)
        {
            var lines = files[name = names[random.Next(names.Count)]];
            for (var i = random.Next(1, 6); i > 0; i--)
                lines.Insert(random.Next(lines.Count + 1), Inputs.Line(random));
            return lines;
        }

        name = $"src/{Inputs.Word(random)}/{Inputs.Word(random)}/{Inputs.Word(random)}{random.Next(60)}.ts";
        if (!files.ContainsKey(name))
            names.Add(name);
        return files[name] = [.. Enumerable.Range(0, random.Next(10, 240)).Select(_ => Inputs.Line(random))];
    }

    private static void Put(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text));

    private static void Run(Action<Stream>? input, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardInput = true })!;
        using (var stream = new BufferedStream(git.StandardInput.BaseStream, 1 << 20))
            input?.Invoke(stream);
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git {arguments[0]} failed");
    }
}
