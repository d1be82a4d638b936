using System.Collections.Concurrent;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection;

/// <summary>
/// Runs the detectors over entries: on worker threads while the walk goes on, the findings sorted by entry afterwards, so that
/// the outcome does not depend on the number of threads.
/// </summary>
public sealed class Inspection : IDisposable
{
    /// <summary>Bytes that may wait for a worker before the walk has to wait.</summary>
    private const long MaxPendingBytes = 32L << 20;

    /// <summary>Larger entries are inspected alone, so that the walk does not read the next one beside them.</summary>
    private const int LargeBytes = 16 << 20;

    private readonly IReadOnlyList<Detector> _detectors;
    private readonly ConcurrentBag<(int Entry, int Detector, int Order, Finding Finding)> _findings = [];
    private readonly ConcurrentBag<(int Entry, Fault Fault)> _faults = [];
    private readonly BlockingCollection<Entry> _queue = new(4096);
    private readonly Task[] _workers;
    private readonly object _pendingLock = new();
    private readonly CancellationToken _cancel;
    private long _pendingBytes;

    /// <param name="jobs">Threads in all, the walk's included: with 1 everything happens in the calls.</param>
    public Inspection(IReadOnlyList<Detector> detectors, int jobs, CancellationToken cancel)
    {
        _detectors = detectors;
        _cancel = cancel;
        _workers = [.. Enumerable.Range(0, jobs - 1).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>Inspects an entry and lets go of its bytes when that is done.</summary>
    public void Add(Entry entry)
    {
        if (_workers.Length == 0 || entry.Bytes.Length is < 512 or > LargeBytes)
        {
            Inspect(entry);
            return;
        }

        lock (_pendingLock)
        {
            while (_pendingBytes > 0 && _pendingBytes + entry.Bytes.Length > MaxPendingBytes)
                Monitor.Wait(_pendingLock);
            _pendingBytes += entry.Bytes.Length;
        }

        _queue.Add(entry, _cancel);
    }

    public void AddWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
    {
        for (var i = 0; i < _detectors.Count; i++)
        {
            try
            {
                Keep(entry, i, _detectors[i].InspectWindow(entry, window, offset));
            }
            catch (Exception e) when (IsFault(e))
            {
                Fail(entry, i, e);
            }
        }
    }

    /// <summary>Waits for the workers.</summary>
    public void Complete()
    {
        _queue.CompleteAdding();
        Task.WaitAll(_workers, CancellationToken.None);
        _cancel.ThrowIfCancellationRequested();
    }

    public void Conclude(Artifact artifact)
    {
        for (var i = 0; i < _detectors.Count; i++)
        {
            try
            {
                Keep(artifact.Root, i, _detectors[i].Conclude(artifact));
            }
            catch (Exception e) when (IsFault(e))
            {
                Fail(artifact.Root, i, e);
            }
        }
    }

    /// <summary>In the order of entries, then of detectors, then as the detector gave them.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. _findings.OrderBy(f => f.Finding.Entry.Ordinal).ThenBy(f => f.Detector).ThenBy(f => f.Entry).ThenBy(f => f.Order).Select(f => f.Finding)];

    public IReadOnlyList<Fault> Faults => [.. _faults.OrderBy(f => f.Entry).ThenBy(f => f.Fault.Part, StringComparer.Ordinal).Select(f => f.Fault)];

    public void Dispose() => _queue.Dispose();

    private static bool IsFault(Exception e) => e is not (OperationCanceledException or OutOfMemoryException);

    private void Work()
    {
        foreach (var entry in _queue.GetConsumingEnumerable())
        {
            var bytes = entry.Bytes.Length;
            if (!_cancel.IsCancellationRequested)
                Inspect(entry);
            lock (_pendingLock)
            {
                _pendingBytes -= bytes;
                Monitor.PulseAll(_pendingLock);
            }
        }
    }

    private void Inspect(Entry entry)
    {
        for (var i = 0; i < _detectors.Count; i++)
        {
            try
            {
                if (_detectors[i].Wants(entry))
                    Keep(entry, i, _detectors[i].Inspect(entry));
            }
            catch (Exception e) when (IsFault(e))
            {
                Fail(entry, i, e);
            }
        }

        entry.Release();
    }

    private void Keep(Entry entry, int detector, IEnumerable<Finding> findings)
    {
        var order = 0;
        foreach (var finding in findings)
            _findings.Add((entry.Ordinal, detector, order++, finding));
    }

    private void Fail(Entry entry, int detector, Exception e) =>
        _faults.Add((entry.Ordinal, new Fault($"detector {_detectors[detector].GetType().Name}", entry.Path.Value, $"{e.GetType().Name}: {e.Message}")));
}
