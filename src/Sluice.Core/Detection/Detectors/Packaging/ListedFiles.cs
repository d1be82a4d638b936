using System.Text;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>The lines of a list of files with their checksums: md5sums and conffiles of a deb, checksums.yaml of a gem.</summary>
internal sealed record ListedFiles(IReadOnlyList<(string Digest, string Path)> Lines)
{
    /// <summary><c>digest  path</c>, <c>path</c> alone, or <c>path: digest</c>.</summary>
    public static List<(string Digest, string Path)> Parse(ReadOnlySpan<byte> list)
    {
        var lines = new List<(string, string)>();
        foreach (var line in Encoding.UTF8.GetString(list).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (colon > 0 && colon == space - 1)
                lines.Add((line[space..].Trim(), line[..colon]));
            else if (space > 0 && !line.StartsWith('/'))
                lines.Add((line[..space], line[space..].TrimStart(' ', '*')));
            else if (line is not "---" && !line.EndsWith(':'))
                lines.Add(("", line));
        }

        return lines;
    }
}
