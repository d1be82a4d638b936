using Sluice.Artifacts;

namespace Sluice.Tests.Support;

/// <summary>Opens something and keeps the bytes of every entry.</summary>
public static class Opened
{
    public static IReadOnlyList<(string Label, byte[] Bytes)> Contents(byte[] artifact)
    {
        var keeper = new Keeper();
        new ArtifactWalk(Catalog.Readers, keeper, new ReadLimits(), TimeProvider.System, TestContext.Current.CancellationToken).Open("artifact", Content.Of(artifact));
        return keeper.Found;
    }

    private sealed class Keeper : IEntryVisitor
    {
        public List<(string Label, byte[] Bytes)> Found { get; } = [];

        public void Visit(Entry entry) => Found.Add((entry.Path.Value, entry.Bytes.ToArray()));

        public void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
        {
        }
    }
}
