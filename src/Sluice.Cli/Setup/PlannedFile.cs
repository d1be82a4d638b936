namespace Sluice.Cli.Setup;

/// <summary>A file to write: a new one, or lines at the end of one that is there. Nothing is ever replaced.</summary>
/// <param name="Path">Below the folder of the project, with slashes.</param>
/// <param name="Before">What is there; null for a new file.</param>
/// <param name="Added">All of a new file, else what goes to the end.</param>
internal sealed record PlannedFile(string Path, string? Before, string Added)
{
    private const int Context = 3;

    /// <summary>As a unified diff, which <c>git apply</c> takes.</summary>
    public IEnumerable<string> Diff()
    {
        var (before, added) = (Lines(Before ?? ""), Lines(Added));
        var context = before.TakeLast(Context).ToList();
        var start = before.Count - context.Count;
        yield return Before is null ? "--- /dev/null" : $"--- a/{Path}";
        yield return $"+++ b/{Path}";
        yield return $"@@ -{Range(start, context.Count)} +{Range(start, context.Count + added.Count)} @@";
        foreach (var line in context)
            yield return " " + line;
        foreach (var line in added)
            yield return "+" + line;
    }

    /// <exception cref="IOException">Something is there by now that was not when the plan was made.</exception>
    public void Write(string folder)
    {
        var file = System.IO.Path.Combine(folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        if (Before is not null && File.ReadAllText(file) != Before)
            throw new IOException($"'{Path}' changed while this ran; run it again");
        using var writer = new StreamWriter(new FileStream(file, Before is null ? FileMode.CreateNew : FileMode.Append, FileAccess.Write));
        writer.Write(Added);
    }

    private static string Range(int start, int count) => count == 0 ? $"{start},0" : $"{start + 1},{count}";

    private static List<string> Lines(string text) => text.Length == 0 ? [] : [.. text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];
}
