using Sluice.Artifacts.Documents;
using Sluice.Policies.Facts;
using Sluice.Sources;

namespace Sluice.Reporting;

/// <summary>Reads what a report tells of the source. What is not there is empty: reports gain keys over time.</summary>
internal static class RecordedComparison
{
    public static SourceComparison Of(DocumentNode node) => new()
    {
        Tree = Text(node, "tree"),
        Ref = Text(node, "ref"),
        IsTag = node["tag"]?.Value is true,
        IsExact = node["exact"]?.Value is true,
        Commit = Text(node, "commit"),
        Folder = Text(node, "folder"),
        Shares = [.. Enum.GetValues<FileOrigin>().Select(origin => new OriginShare(origin, Number(node["files"], SourceFacts.WordOf(origin)), Number(node["bytes"], SourceFacts.WordOf(origin))))],
        Unexplained = [.. (node["unexplained"]?.Items ?? []).Select(file => new UnexplainedFile(Text(file, "path"), Number(file, "size"), Text(file, "reason")))],
        Gaps = [.. (node["gaps"]?.Items ?? []).Select(gap => gap.Text ?? "")],
    };

    private static string Text(DocumentNode node, string key) => node[key]?.Text ?? "";

    private static long Number(DocumentNode? node, string key) => node?[key]?.Value as long? ?? 0;
}
