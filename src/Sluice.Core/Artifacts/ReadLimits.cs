namespace Sluice.Artifacts;

/// <summary>
/// Bounds on what one artifact may cost. Every bound that is reached is reported and makes the result incomplete; none
/// truncates silently.
/// </summary>
public sealed record ReadLimits
{
    /// <summary>Containers within containers, counted from the artifact itself.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>Entries in all containers together.</summary>
    public int Entries { get; init; } = 1_000_000;

    /// <summary>Bytes read from all entries together, after decompression.</summary>
    public long Bytes { get; init; } = 16L << 30;

    /// <summary>Decompressed size over compressed size of one container, applied above <see cref="RatioFloorBytes"/>.</summary>
    public int Ratio { get; init; } = 1000;

    /// <summary>Below this many decompressed bytes a high ratio is harmless (a file of zeros) and is not reported.</summary>
    public long RatioFloorBytes { get; init; } = 64L << 20;

    /// <summary>Wall time for one artifact.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// Bytes of entries that may be in memory at once (an entry and the containers around it). Larger entries are read as
    /// a stream: archives still open, content is searched in windows.
    /// </summary>
    public long BufferedBytes { get; init; } = 128L << 20;
}
