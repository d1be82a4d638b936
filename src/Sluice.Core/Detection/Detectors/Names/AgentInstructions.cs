using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Names;

/// <summary>Files that coding agents take instructions from, by where they stand.</summary>
internal static class AgentInstructions
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "SKILL.md", "CLAUDE.md", "CLAUDE.local.md", "AGENTS.md", "AGENT.md", "GEMINI.md", ".cursorrules", ".windsurfrules", ".clinerules", "copilot-instructions.md",
    };

    private static readonly string[] Folders = [".claude/", ".cursor/", ".codex/", ".gemini/", ".windsurf/", ".kiro/", "skills/"];

    public static bool Is(EntryPath path)
    {
        if (Names.Contains(path.Name))
            return true;
        if (path.Extension is not (".md" or ".mdc"))
            return false;
        foreach (var folder in Folders)
        {
            if (path.Value.StartsWith(folder, StringComparison.Ordinal) || path.Value.Contains("/" + folder, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
