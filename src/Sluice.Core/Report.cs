using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Secrets;

namespace Sluice;

/// <summary>A finding as it is reported: with what policy made of it and its fingerprint.</summary>
public sealed record ReportedFinding(Finding Finding, PolicyAction Action, string Fingerprint);

/// <summary>What was read. Bytes are counted after unpacking; the artifact itself counts as an entry.</summary>
public sealed record Coverage(int Entries, long Bytes, int Containers, IReadOnlyList<Unscreened> Unscreened);

/// <summary>How long it took; never part of a report unless asked for.</summary>
public sealed record RunFacts(TimeSpan Elapsed, int Jobs);

/// <summary>The program that made a report, and the digest of its rules.</summary>
public sealed record ToolFacts(string Version, string Rules);

/// <summary>The result of screening one target. Immutable; two runs on the same input give equal reports but for <see cref="Run"/>.</summary>
public sealed record Report
{
    public const string Schema = "urn:sluice:report:v1";

    /// <summary>As people named it.</summary>
    public required string Target { get; init; }

    public required Artifact Artifact { get; init; }

    /// <summary>What the policies looked at.</summary>
    public required PolicyInput Input { get; init; }

    public required Decision Decision { get; init; }

    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>In the order of the entries, then of the rules.</summary>
    public required IReadOnlyList<ReportedFinding> Findings { get; init; }

    public required Coverage Coverage { get; init; }

    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>What people should know beside the findings: known findings that are gone, waivers that have expired.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Which program made it, and with which rules; null for this program.</summary>
    public ToolFacts? Tool { get; init; }

    /// <summary>The rules that a project added to those of the program.</summary>
    public IReadOnlyList<SecretRule> AddedRules { get; init; } = [];

    public required RunFacts Run { get; init; }
}
