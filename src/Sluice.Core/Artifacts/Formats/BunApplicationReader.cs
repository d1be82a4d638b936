using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Executables made by <c>bun build --compile</c>: the modules behind a copy of Bun, with the sources that their maps carry. The table of
/// modules stands before a trailer; its records have grown over time, and the size is the one with which all of them make sense.
/// </summary>
public sealed class BunApplicationReader : ArtifactReader
{
    private static readonly int[] TrailerSizes = [32, 24, 40, 48];
    private static readonly int[] RecordSizes = [52, 36, 44, 28, 60];

    private static ReadOnlySpan<byte> Trailer => "\n---- Bun! ----\n"u8;

    public override string Format => "bun-application";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    /// <summary>True when a piece of a program says that it carries one: all that can be told where it is too large for memory.</summary>
    internal static bool HasMark(ReadOnlySpan<byte> program) => program.IndexOf(Trailer) >= 0;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal
        && content.IsInMemory && TryFindGraph(content.Head, out _, out _, out _);

    public override void Read(Content content, EntrySink sink)
    {
        if (!TryFindGraph(content.Head, out var graph, out var table, out var recordSize))
            throw new ArtifactException("the table of modules was not found");
        var sources = new List<Entry>();
        for (var at = 0; at < table.Length; at += recordSize)
        {
            var record = table.Span[at..];
            var name = Encoding.UTF8.GetString(Slice(graph, record).Span);
            sink.AddDecoded(name, Slice(graph, record[8..]));
            AddSources(Slice(graph, record[16..]), sources, sink);
        }

        if (sources.Count > 0)
            sink.Learn(new SourceMapFacts { Sources = sources, SourcesWithoutContent = 0, NamesWithoutContent = [], IgnoredSources = 0, Maps = table.Length / recordSize, ExternalMaps = [] });
    }

    private static bool TryFindGraph(ReadOnlyMemory<byte> program, out ReadOnlyMemory<byte> graph, out ReadOnlyMemory<byte> table, out int recordSize)
    {
        graph = table = default;
        recordSize = 0;
        var trailer = program.Span.LastIndexOf(Trailer);
        if (trailer < 0)
            return false;
        foreach (var size in TrailerSizes)
        {
            if (trailer < size)
                continue;
            var offsets = program.Span.Slice(trailer - size, size);
            var bytes = BinaryPrimitives.ReadUInt64LittleEndian(offsets);
            if (bytes == 0 || bytes > (ulong)(trailer - size))
                continue;
            graph = program.Slice(trailer - size - (int)bytes, (int)bytes);
            if (!TrySlice(graph, offsets[8..], out table) || table.IsEmpty)
                continue;
            foreach (var candidate in RecordSizes)
            {
                recordSize = candidate;
                if (table.Length % candidate == 0 && HasRecords(graph, table.Span, candidate))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Every record has a name that is a path, and its parts lie in the graph.</summary>
    private static bool HasRecords(ReadOnlyMemory<byte> graph, ReadOnlySpan<byte> table, int size)
    {
        for (var at = 0; at < table.Length; at += size)
        {
            if (!TrySlice(graph, table[at..], out var name) || name.Length is 0 or > EntryPath.MaxLength || name.Span.Contains((byte)0) || name.Span.IndexOfAny((byte)'/', (byte)'\\') < 0
                || !TrySlice(graph, table[(at + 8)..], out _) || !TrySlice(graph, table[(at + 16)..], out _))
                return false;
        }

        return true;
    }

    /// <summary>A pointer is an offset and a length, each of four bytes.</summary>
    private static bool TrySlice(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> pointer, out ReadOnlyMemory<byte> slice)
    {
        slice = default;
        if (pointer.Length < 8)
            return false;
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(pointer);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(pointer[4..]);
        if (offset + length > bytes.Length)
            return false;
        slice = bytes.Slice((int)offset, (int)length);
        return true;
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> pointer) =>
        TrySlice(bytes, pointer, out var slice) ? slice : throw new ArtifactException("a part of a module lies outside the application");

    /// <summary>Bun's own form of a map: counts, pointers to names, pointers to sources compressed with Zstandard, then the mappings.</summary>
    private static void AddSources(ReadOnlyMemory<byte> map, List<Entry> sources, EntrySink sink)
    {
        if (map.IsEmpty)
            return;
        var cursor = new ByteCursor(map.Span);
        var count = cursor.UInt32();
        cursor.UInt32();
        cursor.Take(count * 16L);
        for (var i = 0; i < count; i++)
        {
            var name = Encoding.UTF8.GetString(Slice(map, map.Span[(8 + (i * 8))..]).Span);
            var packed = Slice(map, map.Span[(8 + ((int)count * 8) + (i * 8))..]);
            if (packed.IsEmpty)
                continue;
            using var stream = Content.Of(packed).Open();
            using var codec = new ZstdDecoder();
            using var plain = new CodecStream(new InputBuffer(stream), codec, "zstd");
            sources.Add(sink.Add(new EntryHeader(EntryPath.Label(name)) { Origin = EntryOrigin.Decoded, PackedSize = packed.Length }, plain));
        }
    }
}
