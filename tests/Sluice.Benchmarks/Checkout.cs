using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>The repository that is measured.</summary>
internal static class Checkout
{
    private const string Start = "<!-- figures -->";
    private const string End = "<!-- end of figures -->";

    public static string Root { get; } = Find();

    /// <summary>Builds the program as users run it and gives its path.</summary>
    public static string Build(string root)
    {
        using var build = Process.Start(new ProcessStartInfo(Path.Combine(root, "sluice"), ["--version"]))!;
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException("the build failed");
        return Path.Combine(root, ".build", "cli", "sluice");
    }

    public static void WriteTable(string root, string note, IEnumerable<string> rows)
    {
        var file = Path.Combine(root, "docs", "performance.md");
        var text = File.ReadAllText(file);
        var table = $"{Start}\n{note}\n\n| what | CPU | wall | peer's CPU | ratio | throughput | peak memory | goal |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n{string.Join('\n', rows)}\n{End}";
        var start = text.IndexOf(Start, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal) + End.Length;
        File.WriteAllText(file, text[..start] + table + text[end..]);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "sluice.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("the benchmarks run outside of a checkout");
    }
}
