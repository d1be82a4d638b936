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

    /// <summary>Waking a worker costs more than inspecting a small file, and what is handed over together is not shared between threads.</summary>
    private const int BatchBytes = 256 << 10;
    private const int BatchEntries = 64;

    private readonly IReadOnlyList<Detector> _detectors;
    private readonly List<Found> _found = [];
    private readonly List<Failed> _failed = [];
    private readonly BlockingCollection<List<Entry>> _queue = new(64);
    private readonly Task[] _workers;
    private readonly object _pendingLock = new();
    private readonly CancellationToken _cancel;
    private List<Entry> _batch = [];
    private int _batchBytes;
    private long _pendingBytes;

    /// <param name="jobs">Threads in all, the walk's included: with 1 everything happens in the calls.</param>
    public Inspection(IReadOnlyList<Detector> detectors, int jobs, CancellationToken cancel)
    {
        _detectors = detectors;
        _cancel = cancel;
        _workers = new Task[jobs - 1];
        for (var i = 0; i < _workers.Length; i++)
            _workers[i] = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Inspects an entry and lets go of its bytes when that is done.</summary>
    public void Add(Entry entry)
    {
        if (_workers.Length == 0 || entry.Bytes.Length > LargeBytes)
        {
            Inspect(entry);
            return;
        }

        _batch.Add(entry);
        _batchBytes += entry.Bytes.Length;
        if (_batchBytes >= BatchBytes || _batch.Count >= BatchEntries)
            HandOver();
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

    /// <summary>Helps the workers with what is left, and waits for them.</summary>
    public void Complete()
    {
        HandOver();
        _queue.CompleteAdding();
        Work();
        Task.WaitAll(_workers, CancellationToken.None);
        _cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Each detector on one thread, several side by side: none of them changes what another one asks for.</summary>
    public void Conclude(Artifact artifact)
    {
        var taken = -1;
        void ConcludeRest()
        {
            while (Interlocked.Increment(ref taken) is var next && next < _detectors.Count)
                Conclude(artifact, next);
        }

        var helpers = new Task[_workers.Length];
        for (var i = 0; i < helpers.Length; i++)
            helpers[i] = Task.Run(ConcludeRest, CancellationToken.None);
        ConcludeRest();
        foreach (var helper in helpers)
            helper.GetAwaiter().GetResult();
    }

    /// <summary>In the order of entries, then of detectors, then as the detector gave them.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            _found.Sort(Found.Compare);
            return _found.ConvertAll(found => found.Finding);
        }
    }

    public IReadOnlyList<Fault> Faults
    {
        get
        {
            _failed.Sort(Failed.Compare);
            return _failed.ConvertAll(failed => failed.Fault);
        }
    }

    public void Dispose() => _queue.Dispose();

    private void Conclude(Artifact artifact, int detector)
    {
        try
        {
            Keep(artifact.Root, detector, _detectors[detector].Conclude(artifact));
        }
        catch (Exception e) when (IsFault(e))
        {
            Fail(artifact.Root, detector, e);
        }
    }

    private static bool IsFault(Exception e) => e is not (OperationCanceledException or OutOfMemoryException);

    private void HandOver()
    {
        if (_batch.Count == 0)
            return;
        lock (_pendingLock)
        {
            while (_pendingBytes > 0 && _pendingBytes + _batchBytes > MaxPendingBytes)
                Monitor.Wait(_pendingLock);
            _pendingBytes += _batchBytes;
        }

        _queue.Add(_batch, _cancel);
        _batch = [];
        _batchBytes = 0;
    }

    private void Work()
    {
        foreach (var batch in _queue.GetConsumingEnumerable())
        {
            long bytes = 0;
            foreach (var entry in batch)
            {
                bytes += entry.Bytes.Length;
                if (!_cancel.IsCancellationRequested)
                    Inspect(entry);
            }

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
        foreach (var finding in findings)
        {
            lock (_found)
                _found.Add(new Found(entry.Ordinal, detector, _found.Count, finding));
        }
    }

    private void Fail(Entry entry, int detector, Exception e)
    {
        var fault = new Fault($"detector {_detectors[detector].GetType().Name}", entry.Path.Value, $"{e.GetType().Name}: {e.Message}");
        lock (_failed)
            _failed.Add(new Failed(entry.Ordinal, fault));
    }

    /// <param name="Entry">The one that was inspected; a finding may be about another.</param>
    /// <param name="Order">Grows with time: what one detector found in one entry is in order.</param>
    private sealed record Found(int Entry, int Detector, int Order, Finding Finding)
    {
        public static int Compare(Found a, Found b)
        {
            var order = a.Finding.Entry.Ordinal.CompareTo(b.Finding.Entry.Ordinal);
            order = order != 0 ? order : a.Detector.CompareTo(b.Detector);
            order = order != 0 ? order : a.Entry.CompareTo(b.Entry);
            return order != 0 ? order : a.Order.CompareTo(b.Order);
        }
    }

    private sealed record Failed(int Entry, Fault Fault)
    {
        public static int Compare(Failed a, Failed b)
        {
            var order = a.Entry.CompareTo(b.Entry);
            return order != 0 ? order : string.CompareOrdinal(a.Fault.Part, b.Fault.Part);
        }
    }
}
