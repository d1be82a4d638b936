namespace Sluice.Artifacts;

/// <summary>What is noted of a content that could not be read to its end. Its raw bytes are searched all the same.</summary>
internal static class ReadFailure
{
    public static void Note(Entry entry, string part, Exception e, List<Anomaly> anomalies, List<Unscreened> unscreened)
    {
        entry.IsAccountedFor = false;
        if (IsMistaken(entry, part, e))
        {
            entry.Format = null;
            anomalies.Add(new Anomaly(AnomalyKind.Mistaken, entry, null, $"begins like something to be opened, and is none: {part}: {e.Message}"));
            return;
        }

        unscreened.Add(new Unscreened(entry, null, $"{part}: {e.Message}"));
        if ((e is EndOfStreamException ? AnomalyKind.Truncated : (e as ArtifactException)?.Anomaly) is { } kind)
            anomalies.Add(new Anomaly(kind, entry, null, e.Message));
    }

    /// <summary>
    /// Decoded numbers and letters that begin like an archive, and of which not one byte or member comes out, never were one: nobody who unpacks them gets more. What is locked, of a method that nobody here knows, or beyond
    /// a limit, says so in another way.
    /// </summary>
    private static bool IsMistaken(Entry entry, string part, Exception e) =>
        entry is { IsGuessed: true, HasChildren: false } && e is not LimitReachedException and not ArtifactException { Anomaly: not (null or AnomalyKind.Truncated) }
        && (entry.Origin == EntryOrigin.Decoded || entry.IsPayload) && (part != "content" || entry.Size == 0);
}
