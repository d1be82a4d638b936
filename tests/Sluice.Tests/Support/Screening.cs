using Sluice.Artifacts;

namespace Sluice.Tests.Support;

/// <summary>Screens artifacts that exist in memory only.</summary>
public static class Screening
{
    public static Report Of(string name, byte[] artifact, ScreenOptions? options = null) =>
        ReleaseCheck.Screen(new MemorySource(artifact, name), options ?? new ScreenOptions(), TestContext.Current.CancellationToken);

    public static Report Of(byte[] artifact, ScreenOptions? options = null) => Of("artifact", artifact, options);

    /// <summary>Screens it as if it were too large for memory: from front to back, once.</summary>
    public static Report Forward(string name, byte[] artifact, ScreenOptions? options = null) =>
        ReleaseCheck.Screen(new ForwardSource(name, artifact), options ?? new ScreenOptions(), TestContext.Current.CancellationToken);

    /// <summary>The ids of the rules that fired, each once, in ordinal order.</summary>
    public static IReadOnlyList<string> Rules(Report report) =>
        [.. report.Findings.Select(f => f.Finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The places of all entries, containers joined by <c>!/</c>, in the order of the walk.</summary>
    public static IReadOnlyList<string> Places(Report report) =>
        [.. report.Artifact.Entries.Where(e => e.Container is not null && !e.IsTransparent).Select(Sluice.Reporting.Words.PlaceOf)];

    private sealed class ForwardSource(string name, byte[] bytes) : ArtifactSource
    {
        public override string Name => name;

        public override string? FileName => name;

        public override void Walk(ArtifactWalk walk)
        {
            var head = Math.Min(bytes.Length, Content.HeadBytes);
            walk.Open(name, Content.OfStream(bytes.AsMemory(0, head), new MemoryStream(bytes, head, bytes.Length - head)));
        }
    }
}
