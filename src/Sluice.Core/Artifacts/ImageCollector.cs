namespace Sluice.Artifacts;

internal sealed class ImageCollector
{
    public static bool Wants(Entry entry) => false;
    public void Keep(Entry entry) { }
    public void Conclude(IReadOnlyList<Entry> entries, EntrySink sink) { }
}
