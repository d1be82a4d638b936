namespace Sluice.Artifacts;

/// <summary>Sees every entry once, in order, on the thread of the walk.</summary>
public interface IEntryVisitor
{
    /// <summary>The entry is complete. The visitor may go on with its bytes on another thread and releases the entry when it is done.</summary>
    void Visit(Entry entry);

    /// <summary>
    /// A window of an entry that is too large for memory, before <see cref="Visit"/> of the same entry. Windows overlap by
    /// <see cref="SlidingWindow.OverlapBytes"/>; the memory is reused after the call.
    /// </summary>
    void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset);
}
