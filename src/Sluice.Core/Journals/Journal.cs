namespace Sluice.Journals;

/// <summary>
/// A file of one line of JSON for each screening. Any number of processes may append: each takes the file for itself and writes whole lines. At <see cref="MostBytes"/> the older half is dropped.
/// </summary>
public static class Journal
{
    public const int MostBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <param name="unreadable">The numbers of lines that are no entries, counted from 1. A last line without an end is one that is being written, or was when the machine stopped: it is passed over.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<JournalEntry> Read(string file, out IReadOnlyList<int> unreadable)
    {
        var (entries, wrong) = (new List<JournalEntry>(), new List<int>());
        unreadable = wrong;
        if (!File.Exists(file))
            return entries;
        var bytes = ReadAll(file).AsMemory();
        for (var number = 1; bytes.Span.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            if (line.Span.Trim(" \r\t"u8).IsEmpty)
                continue;
            if (JournalEntry.Parse(line) is { } entry)
                entries.Add(entry);
            else
                wrong.Add(number);
        }

        return entries;
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Append(string file, IReadOnlyList<JournalEntry> entries, TimeProvider clock)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var stream = OpenAlone(file, clock);
        var start = stream.Length;
        if (start > 0)
        {
            stream.Position = start - 1;
            // A line that was cut off must not swallow the next one.
            if (stream.ReadByte() != '\n')
                stream.WriteByte((byte)'\n');
        }

        stream.Position = stream.Length;
        stream.Write(entries.SelectMany(entry => entry.ToLine()).ToArray());
        stream.Flush();
        if (stream.Length > MostBytes)
            DropOlderHalf(stream);
    }

    /// <summary>Without a lock: whole lines are read, and what comes behind them waits for the next run.</summary>
    private static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = (int)Math.Min(stream.Length, 4L * MostBytes);
        // Somebody else may have written a longer one: the newest lines count.
        stream.Position = stream.Length - length;
        var bytes = new byte[length];
        return bytes[..stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }

    private static FileStream OpenAlone(string file, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && clock.GetElapsedTime(started) < Patience && File.Exists(file))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static void DropOlderHalf(FileStream stream)
    {
        stream.Position = stream.Length / 2;
        var newer = new byte[stream.Length - stream.Position];
        stream.ReadExactly(newer);
        var kept = newer.AsSpan(newer.AsSpan().IndexOf((byte)'\n') + 1);
        stream.Position = 0;
        stream.Write(kept);
        stream.SetLength(kept.Length);
    }
}
