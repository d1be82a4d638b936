using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Incidents;

/// <summary>An artifact in the shape of a real incident, and the honest one that looks like it. Both vary with the seed.</summary>
/// <param name="Id">As in <c>tests/corpus/incidents.json</c>.</param>
/// <param name="Rules">The rules that are to stop it; each must fire.</param>
public sealed record IncidentCase(string Id, string[] Rules, string Name, Func<int, byte[]> Artifact, string TwinName, Func<int, byte[]> Twin)
{
    /// <summary>What it is to end in.</summary>
    public Sluice.Policies.Decision Expected { get; init; } = Sluice.Policies.Decision.Deny;

    /// <summary>One incident may be given away by several things, each with a case of its own.</summary>
    public string Key => $"{Id} by {string.Join(", ", Rules)}";

    /// <summary>What the project says of itself in the incident; the twin is judged by its own manifest unless it says more.</summary>
    public Visibility? Visibility { get; init; }

    /// <summary>The repository that the artifact claims to come from; null where none is at hand.</summary>
    public Func<int, Support.GitFolder>? Source { get; init; }

    /// <summary>That of the twin.</summary>
    public Func<int, Support.GitFolder>? TwinSource { get; init; }

    /// <summary>The revision that it is held against; null for the tag of its version.</summary>
    public string? SourceRef { get; init; }

    /// <summary>What happens to the repository after the past releases were learned from, and in the twin; null where they are learned without it.</summary>
    public (Action<int, Support.GitFolder> Incident, Action<int, Support.GitFolder> Twin)? Moves { get; init; }

    /// <summary>What the registry knows in the incident and in the twin; null where none is asked.</summary>
    public (Func<TestRegistry> Incident, Func<TestRegistry> Twin)? Registry { get; init; }

    /// <summary>Names that the project of the twin declares its own.</summary>
    public string[] TwinInternalNames { get; init; } = [];

    /// <summary>The ecosystem of the registry.</summary>
    public string Ecosystem { get; init; } = "npm";

    /// <summary>Past releases that it is held against, oldest first; null where the artifact alone tells.</summary>
    public Func<int, IReadOnlyList<byte[]>>? Previous { get; init; }

    /// <summary>Releases behind them that are to teach nothing; null for none.</summary>
    public Func<int, IReadOnlyList<byte[]>>? Refused { get; init; }

    /// <summary>Those of the twin; by default the same.</summary>
    public Func<int, IReadOnlyList<byte[]>>? TwinPrevious { get => field ?? Previous; init; }
}
