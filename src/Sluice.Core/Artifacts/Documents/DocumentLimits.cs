namespace Sluice.Artifacts.Documents;

/// <summary>How large a structured text may be: strangers write them.</summary>
internal static class DocumentLimits
{
    public const int MaxBytes = 64 << 20;
    public const int MaxDepth = 100;

    /// <summary>Values with every alias written out: few letters must not stand for billions.</summary>
    public const int MaxNodes = 2_000_000;

    public static void CheckDepth(int depth, int line, int column)
    {
        if (depth > MaxDepth)
            throw new DocumentException($"nested deeper than {MaxDepth}", line, column);
    }

    public static void CheckNodes(long nodes, int line, int column)
    {
        if (nodes > MaxNodes)
            throw new DocumentException($"more than {MaxNodes} values, with aliases written out", line, column);
    }
}
