using Sluice.Artifacts;

namespace Sluice.Tests.Incidents;

/// <summary>An artifact in the shape of a real incident, and the honest one that looks like it. Both vary with the seed.</summary>
/// <param name="Id">As in <c>tests/corpus/incidents.json</c>.</param>
/// <param name="Rules">The rules that are to stop it; each must fire.</param>
public sealed record IncidentCase(string Id, string[] Rules, string Name, Func<int, byte[]> Artifact, string TwinName, Func<int, byte[]> Twin)
{
    /// <summary>What the project says of itself in the incident; the twin is judged by its own manifest unless it says more.</summary>
    public Visibility? Visibility { get; init; }

    /// <summary>The repository that the artifact claims to come from; null where none is at hand.</summary>
    public Func<int, Support.GitFolder>? Source { get; init; }

    /// <summary>That of the twin.</summary>
    public Func<int, Support.GitFolder>? TwinSource { get; init; }
}
