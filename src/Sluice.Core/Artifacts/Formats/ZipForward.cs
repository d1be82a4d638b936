using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Opens a zip from front to back: one that is too large for memory, or that has lost its central directory.</summary>
internal sealed class ZipForward(Content content, InputBuffer input, EntrySink sink) : IDisposable
{
    private readonly Remarks _remarks = new();
    private readonly ZipMembers _members = new(sink);
    private readonly Dictionary<long, ZipRecord> _seen = [];

    public void Dispose() => _members.Dispose();

    public void Read()
    {
        // The mark of an archive that was meant for several disks.
        if (input.Peek(4).SequenceEqual("PK\u0007\u0008"u8))
            input.Advance(4);
        while (true)
        {
            sink.Cancel.ThrowIfCancellationRequested();
            var signature = input.Peek(4);
            if (signature.SequenceEqual("PK\u0003\u0004"u8))
                AddMember();
            else if (signature.SequenceEqual("PK\u0001\u0002"u8) || signature.SequenceEqual("PK\u0005\u0006"u8))
                break;
            else
                PassBetweenMembers();
        }

        CompareDirectory();
        _remarks.AddTo(sink, "(extra fields)", "extra fields of members");
        ReadEnd();
    }

    private void AddMember()
    {
        var at = input.Position;
        var local = ZipRecord.TakeLocal(input);
        local.AddRemarks(_remarks);
        _seen[at] = _members.AddForward(local, input, null) with { Comment = [], Extra = [] };
    }

    /// <summary>Zeros for alignment, or the signing block in front of the directory.</summary>
    private void PassBetweenMembers()
    {
        var at = input.Position;
        if (!input.SkipZeros())
            throw ArtifactException.Truncated("the zip has no central directory: it");
        if (input.Position > at)
            return;
        var size = input.Peek(8) is { Length: 8 } field ? System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(field) : 0;
        if (size is < 24 or > 64 << 20)
            throw new ArtifactException($"the zip has unknown data at byte {at}") { Anomaly = AnomalyKind.HiddenData };
        var block = Content.Of(input.TakeCopy((int)size + 8, int.MaxValue, "the signing block"));
        if (!ZipMembers.IsApkSigningBlock(block))
            throw new ArtifactException($"the zip has unknown data at byte {at}") { Anomaly = AnomalyKind.HiddenData };
        sink.AddDecoded("(APK signing block)", block, "APK signing block");
    }

    private void CompareDirectory()
    {
        while (input.Peek(4).SequenceEqual("PK\u0001\u0002"u8))
        {
            var central = ZipRecord.TakeCentral(input);
            central.AddRemarks(_remarks);
            var path = EntryPath.Parse(central.Name);
            if (central.Comment.Length > 0)
                sink.AddDecoded($"(comment of {path.Value})", central.Comment, "comment of a member");
            if (!_seen.Remove(central.Offset, out var local))
                sink.Report(AnomalyKind.Ambiguous, path, "is listed in the central directory at a place where no member was read");
            else if (!central.RawName.AsSpan().SequenceEqual(local.RawName))
                sink.Report(AnomalyKind.Ambiguous, path, $"is called {EntryPath.Parse(local.RawName).Value} in its local header");
            else if (central.Method != local.Method || central.Size != local.Size || central.PackedSize != local.PackedSize || central.Crc != local.Crc)
                sink.Report(AnomalyKind.Ambiguous, path, "has other sizes, checksum or compression in its local header");
        }

        foreach (var unlisted in _seen.OrderBy(member => member.Key))
            sink.Report(AnomalyKind.HiddenData, EntryPath.Parse(unlisted.Value.Name), "is not listed in the central directory");
    }

    private void ReadEnd()
    {
        if (input.Peek(4).SequenceEqual("PK\u0006\u0006"u8))
        {
            var size = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(input.Take(12, "the zip64 end record")[4..]);
            _ = input.TakeCopy((int)Math.Clamp(size, 0, int.MaxValue), 1 << 20, "the zip64 end record");
        }

        if (input.Peek(4).SequenceEqual("PK\u0006\u0007"u8))
            input.Take(20, "the zip64 end locator");
        var end = input.Take(22, "the end of the zip");
        if (!end.StartsWith("PK\u0005\u0006"u8))
            throw new ArtifactException("the end record of the zip is damaged");
        var comment = System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(end[20..]);
        if (comment > 0)
            sink.AddDecoded("(comment)", input.TakeCopy(comment, ushort.MaxValue, "the comment"), "comment of the archive");
        TrailingData.Report(content, input, sink, "the end of the zip archive");
    }
}
