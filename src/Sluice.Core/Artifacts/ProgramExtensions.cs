namespace Sluice.Artifacts;

/// <summary>Files that are programs by their extension, in lower case.</summary>
internal static class ProgramExtensions
{
    public static IReadOnlyList<string> All { get; } =
    [
        ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".py", ".pyx", ".rb", ".php", ".pl", ".sh", ".bash", ".ps1", ".psm1", ".bat", ".cmd", ".lua", ".cs", ".vb", ".fs", ".java", ".kt", ".scala", ".go", ".rs", ".swift", ".m", ".mm", ".c", ".cc", ".cpp", ".h", ".hpp",
        ".targets", ".props", ".vue", ".svelte",
    ];
}
