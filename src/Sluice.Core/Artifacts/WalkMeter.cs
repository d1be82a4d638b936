namespace Sluice.Artifacts;

/// <summary>What one walk has cost so far. Going over a limit that counts for the whole artifact ends the walk.</summary>
internal sealed class WalkMeter(ReadLimits limits, TimeProvider clock, CancellationToken cancel)
{
    /// <summary>Names live as long as the result: a million of them with 4096 characters would take 8 GB.</summary>
    private const long MaxNameCharacters = 128 << 20;

    private readonly long _started = clock.GetTimestamp();
    private long _nameCharacters;

    public ReadLimits Limits => limits;

    public long BytesRead { get; private set; }

    /// <summary>Bytes of the artifact itself; those that have arrived when it is a stream.</summary>
    public long RootBytes { get; set; }

    /// <param name="entries">How many there are before this one, the artifact itself among them: it does not count.</param>
    public void CountEntry(EntryHeader header, int entries)
    {
        if (entries > limits.Entries)
            throw new LimitReachedException($"more than {limits.Entries} entries: the rest was not opened (--max-entries)");
        _nameCharacters += header.Path.Value.Length + (header.LinkTarget?.Length ?? 0) + (header.Note?.Length ?? 0);
        if (_nameCharacters > MaxNameCharacters)
            throw new LimitReachedException($"the names have more than {MaxNameCharacters >> 20} million characters together: the rest was not opened");
    }

    public void CountBytes(long bytes)
    {
        BytesRead += bytes;
        if (BytesRead > limits.Bytes)
            throw new LimitReachedException($"more than {limits.Bytes} bytes after unpacking: the rest was not opened (--max-bytes)");
        // Many small bombs in one artifact: none is over the ratio above its floor, together they are.
        if (BytesRead > 4 * limits.RatioFloorBytes && BytesRead / Math.Max(RootBytes, 1) > limits.Ratio)
            throw new LimitReachedException($"the artifact as a whole expands more than {limits.Ratio} times: the rest was not opened (--max-ratio)") { Anomaly = AnomalyKind.Bomb };
        if (clock.GetElapsedTime(_started) > limits.Time)
            throw new LimitReachedException($"took longer than {limits.Time.TotalSeconds:0} seconds: the rest was not opened (--max-seconds)");
        cancel.ThrowIfCancellationRequested();
    }
}

/// <summary>
/// Counts what is read and stops a content that grows beyond its limits. A failure ends the stream here, so that what came before it
/// is still screened; the walk reports it afterwards.
/// </summary>
/// <param name="container">Null for the artifact itself.</param>
internal sealed class MeteredStream(WalkMeter meter, Entry? container, long? packedSize, Stream inner) : ReadOnlyStream
{
    private const int MaxStepBytes = 1 << 20;

    private long _count;

    public Exception? Failure { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (Failure is not null)
            return 0;
        try
        {
            // In steps, so that a limit is noticed soon after it is passed.
            return Meter(inner.Read(buffer[..Math.Min(buffer.Length, MaxStepBytes)]));
        }
        catch (Exception e) when (e is (ArtifactException or InvalidDataException or EndOfStreamException) and not LimitReachedException)
        {
            Failure = e;
            return 0;
        }
    }

    private int Meter(int count)
    {
        _count += count;
        if (container is null)
            meter.RootBytes = _count;
        meter.CountBytes(count);
        if (packedSize is { } packed && _count > meter.Limits.RatioFloorBytes && _count / Math.Max(packed, 1) > meter.Limits.Ratio)
            throw new ArtifactException($"expands more than {meter.Limits.Ratio} times: the rest was not read (--max-ratio)") { Anomaly = AnomalyKind.Bomb };
        return count;
    }
}
