using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Electron's asar: a JSON tree of files in front of their contents. Files marked as unpacked lie beside the archive.</summary>
public sealed class AsarReader : ArtifactReader
{
    private const int PickleBytes = 16;
    private const int MaxHeaderBytes = 64 << 20;

    public override string Format => "asar";

    public override ReaderNeeds Needs => ReaderNeeds.Seek;

    public override bool IsArchive => true;

    /// <summary>Chromium pickles: the size of a size (4), three sizes that follow from each other, and the start of the tree.</summary>
    public override bool Recognizes(Entry entry, Content content)
    {
        var head = content.Head.Span;
        if (head.Length < 32 || head[0] != 4 || head[1] != 0 || !head[PickleBytes..].StartsWith("{\"files\":"u8))
            return false;
        uint outer = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]), inner = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return outer == inner + 4 && BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) <= inner;
    }

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        var input = new InputBuffer(stream);
        var sizes = input.Take(PickleBytes, "the asar header");
        long dataStart = 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(sizes[4..]);
        var jsonBytes = BinaryPrimitives.ReadUInt32LittleEndian(sizes[12..]);
        if (jsonBytes > MaxHeaderBytes)
            throw new ArtifactException("the asar header is too large");
        var session = new Session(content, dataStart, sink);
        try
        {
            using var tree = JsonDocument.Parse(input.TakeGrowing((int)jsonBytes, "the asar header"), new JsonDocumentOptions { MaxDepth = 256 });
            session.AddFolder(tree.RootElement, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ArtifactException($"the asar header is damaged: {e.Message}", e);
        }

        session.ReportGaps();
    }

    private sealed class Session(Content content, long dataStart, EntrySink sink)
    {
        private readonly List<(long Start, long End)> _regions = [];

        /// <summary>The depth is bounded by that of the JSON.</summary>
        public void AddFolder(JsonElement folder, string prefix)
        {
            foreach (var member in folder.GetProperty("files").EnumerateObject())
            {
                var path = prefix + member.Name;
                var value = member.Value;
                if (value.TryGetProperty("files", out _))
                {
                    sink.Add(new EntryHeader(EntryPath.Parse(path)) { Kind = EntryKind.Directory });
                    AddFolder(value, path + "/");
                }
                else if (value.TryGetProperty("link", out var link))
                {
                    // Links of an asar are relative to its top.
                    sink.Add(new EntryHeader(EntryPath.Parse(path)) { Kind = EntryKind.HardLink, LinkTarget = link.GetString() });
                }
                else
                {
                    AddFile(value, EntryPath.Parse(path));
                }
            }
        }

        public void ReportGaps()
        {
            _regions.Sort();
            var position = dataStart;
            foreach (var (start, stop) in _regions)
            {
                AddGap(position, start);
                position = Math.Max(position, stop);
            }

            AddGap(position, content.Length!.Value);
        }

        private void AddFile(JsonElement file, EntryPath path)
        {
            var mode = file.TryGetProperty("executable", out var executable) && executable.ValueKind == JsonValueKind.True ? 0b111_101_101 : 0b110_100_100;
            var size = file.GetProperty("size").GetInt64();
            var header = new EntryHeader(path) { Mode = mode, Size = size };
            if (file.TryGetProperty("unpacked", out var unpacked) && unpacked.ValueKind == JsonValueKind.True)
            {
                sink.Add(header with { Size = null, Note = "lies beside the archive, in its .unpacked folder" });
                return;
            }

            if (!long.TryParse(file.GetProperty("offset").GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                || offset > long.MaxValue - dataStart || content.Slice(dataStart + offset, size) is not { } slice)
            {
                sink.Add(header with { Size = null });
                sink.Report(AnomalyKind.Truncated, path, "lies beyond the end of the archive");
                sink.Unscreened(path, "its content lies beyond the end of the archive");
                return;
            }

            _regions.Add((dataStart + offset, dataStart + offset + size));
            sink.Add(header, slice);
        }

        private void AddGap(long start, long stop)
        {
            if (start >= stop || content.Slice(start, stop - start) is not { } gap)
                return;
            using var stream = gap.Open();
            if (!new InputBuffer(stream).SkipZeros())
                return;
            sink.Report(AnomalyKind.HiddenData, null, $"carries {stop - start} bytes at {start} that belong to no member");
            sink.AddDecoded($"(data at {start})", gap, "bytes of the archive that belong to no member");
        }
    }
}
