namespace Sluice.Projects;

/// <summary>The literals of a gemspec: it is a program, and what it computes stays unknown.</summary>
public sealed class GemProject : ProjectReader
{
    public override string Ecosystem => "gem";

    public override bool Recognizes(string path) => path.EndsWith(".gemspec", StringComparison.Ordinal);

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        var lines = tree.Text(path).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#')).ToList();
        return Value(lines, ".name") is { } name ? Judged(new PublishedPackage(Ecosystem, path) { Name = name }, Value(lines, ".license") ?? Value(lines, ".licenses"), tree) : null;
    }

    private static string? Value(List<string> lines, string field)
    {
        foreach (var line in lines)
        {
            var at = line.IndexOf(field, StringComparison.Ordinal);
            if (at > 0 && line.AsSpan(at + field.Length).TrimStart() is ['=', .. var value] && value.IndexOfAny('"', '\'') is >= 0 and var start && value[(start + 1)..].IndexOf(value[start]) is > 0 and var length)
                return value.Slice(start + 1, length).ToString();
        }

        return null;
    }
}
