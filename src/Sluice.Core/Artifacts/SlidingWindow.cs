namespace Sluice.Artifacts;

/// <summary>Shows an entry that is too large for memory piece by piece; what lies across an edge is whole in one of two pieces.</summary>
public static class SlidingWindow
{
    public const int Bytes = 4 << 20;
    public const int OverlapBytes = 8 << 10;

    public static void Over(Stream stream, Entry entry, IEntryVisitor visitor, CancellationToken cancel)
    {
        var buffer = new byte[Bytes];
        long offset = 0;
        var kept = 0;
        while (true)
        {
            var count = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            cancel.ThrowIfCancellationRequested();
            visitor.VisitWindow(entry, buffer.AsMemory(0, kept + count), offset);
            if (kept + count < buffer.Length)
                return;
            buffer.AsSpan(buffer.Length - OverlapBytes).CopyTo(buffer);
            offset += buffer.Length - OverlapBytes;
            kept = OverlapBytes;
        }
    }
}
