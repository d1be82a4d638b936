using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>Reads off each file what a profile keeps of it. Finds nothing by itself.</summary>
internal class ShapeDetector : Detector
{
    private static readonly HashSet<string> CodeExtensions = new(StringComparer.Ordinal)
    {
        ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".rb", ".php", ".pl", ".sh", ".bash", ".ps1", ".psm1", ".bat", ".cmd", ".lua", ".cs", ".java", ".kt", ".go", ".rs", ".c", ".cc", ".cpp", ".h", ".targets", ".props", ".vue", ".svelte", "",
    };

    public override IReadOnlyList<Descriptor> Rules => [];

    public override bool Wants(Entry entry) => entry is { IsText: true, Kind: EntryKind.File, Origin: not EntryOrigin.Decoded };

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        entry.Learn(ContentTraits.Of(entry.Bytes.Span, CodeExtensions.Contains(entry.Path.Extension)));
        return [];
    }
}
