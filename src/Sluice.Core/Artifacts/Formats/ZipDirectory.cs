using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Opens a zip by its central directory, compares it with the local headers and accounts for every byte.</summary>
internal sealed class ZipDirectory(Content content, ZipEnd end, EntrySink sink) : IDisposable
{
    /// <summary>A zip that is one program with data behind it says so in its first bytes.</summary>
    private readonly ContentKind _frontKind = ContentSniffer.Sniff(content.Head.Span);

    private readonly Remarks _remarks = new();
    private readonly ZipMembers _members = new(sink);
    private readonly List<(long Start, long End)> _regions = [];
    private readonly Stream _stream = content.Open();

    public void Dispose()
    {
        _members.Dispose();
        _stream.Dispose();
    }

    public void Read()
    {
        if (MayBeWheel())
            sink.ExpectStatedDigests();
        ReadDirectory();
        _regions.Sort();
        if (end.OtherRecords.Any(at => !IsInMember(at)))
            sink.Report(AnomalyKind.Ambiguous, null, "has more than one central directory: which members there are depends on the tool");
        _regions.Add((end.DirectoryOffset, end.DirectoryOffset + end.DirectoryBytes));
        _regions.Add((end.RecordOffset, end.End));
        if (end.Comment.Length > 0)
            sink.AddDecoded("(comment)", end.Comment, "comment of the archive");
        AccountForGaps();
        _remarks.AddTo(sink, "(extra fields)", "extra fields of members");
        if (end.IsCutOff)
            throw ArtifactException.Truncated("the comment of the archive");
    }

    /// <summary>The end record of a zip that is a member belongs to that one: every tool takes the last record, which is not in a member.</summary>
    private bool IsInMember(long position)
    {
        var next = _regions.BinarySearch((position, long.MaxValue));
        var (start, stop) = ~next > 0 ? _regions[~next - 1] : default;
        return start <= position && position < stop;
    }

    /// <summary>Of the formats on top of zip that are known here, only wheels state digests: in RECORD, in this folder.</summary>
    private bool MayBeWheel()
    {
        var folder = ".dist-info"u8;
        using var section = content.Slice(end.DirectoryOffset, end.DirectoryBytes)!.Open();
        var input = new InputBuffer(section);
        while (input.Peek(InputBuffer.Capacity) is { IsEmpty: false } window)
        {
            if (window.IndexOf(folder) >= 0)
                return true;
            if (window.Length < InputBuffer.Capacity)
                return false;
            input.Advance(window.Length - folder.Length);
        }

        return false;
    }

    private void ReadDirectory()
    {
        using var section = content.Slice(end.DirectoryOffset, end.DirectoryBytes)!.Open();
        var input = new InputBuffer(section);
        var local = new InputBuffer(_stream);
        long count = 0;
        for (; input.Peek(4).Length == 4 && input.Peek(4).SequenceEqual("PK\u0001\u0002"u8); count++)
        {
            sink.Cancel.ThrowIfCancellationRequested();
            AddMember(ZipRecord.TakeCentral(input), local);
        }

        // A digital signature may follow the records (APPNOTE 4.3.13).
        if (!input.IsAtEnd && !input.Peek(4).SequenceEqual("PK\u0005\u0005"u8))
            throw new ArtifactException("the central directory is damaged");
        if (count != end.Entries)
            sink.Report(AnomalyKind.Ambiguous, null, $"lists {count} members where its end record counts {end.Entries}");
    }

    private void AddMember(ZipRecord central, InputBuffer local)
    {
        var path = EntryPath.Parse(central.Name);
        var start = central.Offset + end.Shift;
        if (central.Comment.Length > 0)
            sink.AddDecoded($"(comment of {path.Value})", central.Comment, "comment of a member");
        central.AddRemarks(_remarks);
        try
        {
            local.Seek(start);
            var header = ZipRecord.TakeLocal(local);
            header.AddRemarks(_remarks);
            var dataStart = local.Position;
            if (content.Slice(dataStart, central.PackedSize) is not { } data)
                throw ArtifactException.Truncated("the data");
            var dataEnd = dataStart + central.PackedSize;
            if (central.HasDescriptor)
                dataEnd += ZipDescriptor.LengthAt(content, dataEnd, central);
            _regions.Add((start, dataEnd));
            Compare(path, central, header);
            _members.Add(central, data);
        }
        catch (Exception e) when (e is ArtifactException and not LimitReachedException)
        {
            sink.Add(new EntryHeader(path));
            sink.Unscreened(path, $"zip member: {e.Message}");
            if ((e as ArtifactException)?.Anomaly is { } kind)
                sink.Report(kind, path, e.Message);
        }
    }

    private void Compare(EntryPath path, ZipRecord central, ZipRecord local)
    {
        if (!central.RawName.AsSpan().SequenceEqual(local.RawName))
            sink.Report(AnomalyKind.Ambiguous, path, $"is called {EntryPath.Parse(local.RawName).Value} in its local header");
        else if (central.UnicodeName is { } unicode && System.Text.Ascii.IsValid(central.RawName) && !unicode.AsSpan().SequenceEqual(central.RawName))
            sink.Report(AnomalyKind.Ambiguous, path, $"is called {EntryPath.Parse(central.RawName).Value} by tools that do not read the Unicode name");
        if (central.Method != local.Method || ((central.Flags ^ local.Flags) & 1) != 0)
            sink.Report(AnomalyKind.Ambiguous, path, "has another compression or encryption in its local header");
        // Where a descriptor follows, the local fields are zero; some writers leave them so without saying it.
        var isBlank = local is { Size: 0, PackedSize: 0, Crc: 0 };
        if (!local.HasDescriptor && !isBlank && (central.Size != local.Size || central.PackedSize != local.PackedSize || central.Crc != local.Crc))
            sink.Report(AnomalyKind.Ambiguous, path, $"has {local.Size} bytes by its local header and {central.Size} by the central directory, or another checksum");
    }

    private void AccountForGaps()
    {
        _regions.Sort();
        var isOverlapping = false;
        long position = 0;
        foreach (var (start, stop) in _regions)
        {
            isOverlapping |= start < position;
            if (start > position)
                OpenGap(position, start);
            position = Math.Max(position, stop);
        }

        if (isOverlapping)
            sink.Report(AnomalyKind.Bomb, null, "has members that share the same bytes, which only bombs do");
        if (position < content.Length)
            OpenGap(position, content.Length.Value);
    }

    private void OpenGap(long start, long stop)
    {
        if (content.Slice(start, stop - start) is not { } gap)
            return;
        using var stream = gap.Open();
        var input = new InputBuffer(stream);
        // zipalign and others pad with zeros.
        if (!input.SkipZeros())
            return;
        start += input.Position;
        if (input.Peek(4).SequenceEqual("PK\u0003\u0004"u8))
            start = OpenHiddenMembers(start, stop);
        if (start >= stop || content.Slice(start, stop - start) is not { } rest)
            return;
        if (ExplanationOf(start, stop, rest) is { } explained)
        {
            sink.AddDecoded($"({explained})", rest, explained);
            return;
        }

        sink.Report(AnomalyKind.HiddenData, null, $"carries {stop - start} bytes at {start} that belong to no member");
        sink.AddDecoded($"(data at {start})", rest, "bytes of the archive that belong to no member");
    }

    /// <summary>What honest tools put where no member is; null when it is nothing of the kind.</summary>
    private string? ExplanationOf(long start, long stop, Content gap)
    {
        if (start == 0 && (_frontKind is ContentKind.PortableExecutable or ContentKind.Elf or ContentKind.MachO || content.Head.Span.StartsWith("#!"u8)))
            return "program in front of the archive";
        // The magic number and version of a Java module file (JEP 261).
        if (start == 0 && stop == 4 && content.Head.Span.StartsWith("JM"u8))
            return "header of a Java module";
        if (stop == end.DirectoryOffset && ZipMembers.IsApkSigningBlock(gap))
            return "APK signing block";
        // The 64-bit end record and its locator stand between the directory and the end record.
        return stop == end.RecordOffset && gap.Head.Span.StartsWith("PK\u0006\u0006"u8) && gap.Length <= 4096 ? "zip64 end record" : null;
    }

    /// <summary>Members that the directory does not list are unpacked by tools that read from the front. Returns where they end.</summary>
    private long OpenHiddenMembers(long start, long stop)
    {
        using var stream = content.Slice(start, stop - start)!.Open();
        var input = new InputBuffer(stream);
        while (input.Peek(4).SequenceEqual("PK\u0003\u0004"u8))
        {
            var at = input.Position;
            try
            {
                _members.AddForward(ZipRecord.TakeLocal(input), input, "not listed in the central directory");
            }
            catch (Exception e) when (e is ArtifactException and not LimitReachedException)
            {
                // Not a member after all: the bytes are looked at as they are.
                return start + at;
            }

            sink.Report(AnomalyKind.HiddenData, null, $"has a member at byte {start + at} that the central directory does not list");
        }

        return start + input.Position;
    }
}
