using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>The repository that is measured.</summary>
internal static class Checkout
{
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

    /// <param name="name">Of the comments in docs/performance.md that the table stands between.</param>
    public static void WriteTable(string root, string name, string note, string heading, IEnumerable<string> rows)
    {
        var (first, last) = ($"<!-- {name} -->", $"<!-- end of {name} -->");
        var file = Path.Combine(root, "docs", "performance.md");
        var text = File.ReadAllText(file);
        var start = text.IndexOf(first, StringComparison.Ordinal);
        var end = text.IndexOf(last, StringComparison.Ordinal) + last.Length;
        File.WriteAllText(file, $"{text[..start]}{first}\n{note}\n\n{heading}\n{string.Join('\n', rows)}\n{last}{text[end..]}");
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
