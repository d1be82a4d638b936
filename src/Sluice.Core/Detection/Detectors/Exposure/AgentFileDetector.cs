using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>What kind of trace of a coding agent a file is: a fact of its entry.</summary>
public sealed record AgentTrace(bool IsTranscript);

/// <summary>Finds what coding agents leave in a project: instructions for them, and records of what was said and done.</summary>
public sealed class AgentFileDetector : EntryDetector<AgentTrace>
{
    private const int MaxSearched = 64 << 10;

    private static readonly Descriptor Instructions = new("exposure/agent-instructions", "Instructions for coding agents", Severity.Medium,
        "They describe the inner workings, conventions and plans of the product in plain words.",
        "List what ships, so that these files stay in the repository.")
    {
        Exceptions = "Informs where the source is public, in third-party code and in source trees.",
    };

    private static readonly Descriptor Transcript = new("exposure/agent-transcript", "Record of an agent's session", Severity.High,
        "It repeats files, commands, their output and whatever was pasted into the conversation, secrets included.",
        "Delete it from the folder that is packed, and list what ships.");

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "CLAUDE.md", "CLAUDE.local.md", "AGENTS.md", "AGENT.md", "GEMINI.md", ".cursorrules", ".windsurfrules", ".clinerules", ".roorules", "copilot-instructions.md", ".mcp.json", ".aider.conf.yml",
    };

    private static readonly string[] Folders = [".claude/", ".cursor/", ".codex/", ".gemini/", ".windsurf/", ".roo/", ".kiro/", ".continue/"];

    public override IReadOnlyList<Descriptor> Rules { get; } = [Instructions, Transcript];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, Size: > 0, Origin: not EntryOrigin.Decoded } && (IsInstructions(entry.Path) || (entry.IsText && IsNamedLikeRecord(entry.Path)));

    protected override AgentTrace? Recognize(Entry entry)
    {
        if (entry.IsText && IsNamedLikeRecord(entry.Path) && IsTranscript(entry))
            return new AgentTrace(true);
        return IsInstructions(entry.Path) ? new AgentTrace(false) : null;
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, AgentTrace Fact)> found)
    {
        foreach (var (entry, trace) in found)
        {
            var place = Placement.Of(artifact, entry);
            var isOpen = artifact.Visibility == Visibility.Public;
            var isElsewhere = place.IsThirdParty || place.IsSample;
            if (trace.IsTranscript)
                yield return new Finding(Transcript, entry, "records the session of a coding agent") { Severity = isElsewhere ? Severity.Info : isOpen ? Severity.Medium : Severity.High };
            else
                yield return new Finding(Instructions, entry, "instructs coding agents") { Severity = isElsewhere || isOpen || Placement.IsSourceTree(artifact) ? Severity.Info : Severity.Medium };
        }
    }

    private static bool IsInstructions(EntryPath path) =>
        Names.Contains(path.Name) || Array.Exists(Folders, folder => path.Value.StartsWith(folder, StringComparison.Ordinal) || path.Value.Contains("/" + folder, StringComparison.Ordinal));

    private static bool IsNamedLikeRecord(EntryPath path) => path.Extension is ".jsonl" or ".ndjson" || path.Name is ".aider.chat.history.md" or ".aider.input.history" || path.Name.EndsWith(".specstory.md", StringComparison.Ordinal)
        || path.Name is "api_conversation_history.json" or "ui_messages.json" || IsInHistory(path);

    private static bool IsInHistory(EntryPath path) => path.Extension == ".md" && path.Value.Contains(".specstory/history/", StringComparison.Ordinal);

    /// <summary>A turn of a conversation together with the session it belongs to; data sets for training have turns, and no sessions.</summary>
    private static bool IsTranscript(Entry entry)
    {
        var text = entry.Bytes.Span[..Math.Min(entry.Bytes.Length, MaxSearched)];
        if (entry.Path.Name.StartsWith(".aider", StringComparison.Ordinal))
            return text.IndexOf("# aider chat started"u8) >= 0 || entry.Path.Name == ".aider.input.history";
        // The names are the agent's own.
        if (entry.Path.Extension is ".json" || IsInHistory(entry.Path))
            return true;
        var hasTurn = HasMember(text, "\"role\""u8, "user"u8, "assistant"u8) || HasMember(text, "\"type\""u8, "user"u8, "assistant"u8);
        var hasSession = text.IndexOf("\"sessionId\""u8) >= 0 || text.IndexOf("\"session_id\""u8) >= 0 || text.IndexOf("\"parentUuid\""u8) >= 0 || text.IndexOf("\"session_meta\""u8) >= 0 || text.IndexOf("\"toolUseResult\""u8) >= 0;
        return hasTurn && hasSession;
    }

    /// <summary>With any blanks between the parts.</summary>
    private static bool HasMember(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> otherValue)
    {
        for (; text.IndexOf(name) is >= 0 and var at; text = text[(at + name.Length)..])
        {
            var behind = text[(at + name.Length)..].TrimStart(" \t"u8);
            if (!behind.StartsWith(":"u8))
                continue;
            behind = behind[1..].TrimStart(" \t"u8);
            if (behind.Length > 1 && behind[0] == '"' && (behind[1..].StartsWith(value) || behind[1..].StartsWith(otherValue)))
                return true;
        }

        return false;
    }
}
