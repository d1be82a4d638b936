using Sluice.Tests.Support;

namespace Sluice.Tests.Packages;

/// <summary>Questions and answers recorded from the ecosystem's own tools; the first line of each file says which.</summary>
internal static class PackageCases
{
    public static IEnumerable<string[]> Rows(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "corpus", "packages", file));
        Assert.True(lines.Length > 100);
        return lines.Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));
    }
}
