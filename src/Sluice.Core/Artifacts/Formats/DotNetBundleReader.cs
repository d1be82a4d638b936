using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>.NET applications published as a single file: the assemblies and other files behind the host (bundle formats 1, 2 and 6).</summary>
public sealed class DotNetBundleReader : ArtifactReader
{
    public override string Format => "dotnet-bundle";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    /// <summary>SHA-256 of ".net core bundle"; the eight bytes before it say where the manifest is, 0 in a host without one.</summary>
    private static ReadOnlySpan<byte> Signature =>
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    /// <summary>True when a piece of a program says that it carries one: all that can be told where it is too large for memory.</summary>
    internal static bool HasMark(ReadOnlySpan<byte> program) => ManifestOffset(program) > 0;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO && content.IsInMemory && ManifestOffset(content.Head.Span) > 0;

    public override void Read(Content content, EntrySink sink)
    {
        var file = content.Head;
        var offset = ManifestOffset(file.Span);
        if (offset > file.Length)
            throw new ArtifactException("the bundle's manifest lies outside the file");
        var cursor = new ByteCursor(file.Span) { Position = (int)offset };
        var version = cursor.UInt32();
        cursor.UInt32();
        var count = cursor.Int32();
        TakeText(ref cursor);
        if (version >= 2)
            cursor.Take(40);
        for (var i = 0; i < count; i++)
        {
            var start = cursor.Int64();
            var size = cursor.Int64();
            var packedSize = version >= 6 ? cursor.Int64() : 0;
            cursor.Byte();
            var path = TakeText(ref cursor);
            var length = packedSize > 0 ? packedSize : size;
            if (start < 0 || length < 0 || start > file.Length - length)
                throw new ArtifactException($"'{path}' lies outside the bundle");
            Add(path, file.Slice((int)start, (int)length), packedSize > 0, sink);
        }
    }

    private static long ManifestOffset(ReadOnlySpan<byte> file)
    {
        var at = file.IndexOf(Signature);
        return at < 8 ? 0 : BitConverter.ToInt64(file[(at - 8)..]);
    }

    private static void Add(string path, ReadOnlyMemory<byte> bytes, bool isPacked, EntrySink sink)
    {
        if (!isPacked)
        {
            sink.AddDecoded(path, bytes);
            return;
        }

        using var plain = Deflated.Raw(bytes);
        sink.Add(new EntryHeader(EntryPath.Label(path)) { Origin = EntryOrigin.Decoded, PackedSize = bytes.Length }, plain);
    }

    /// <summary>A length of seven bits a byte, then UTF-8.</summary>
    private static string TakeText(ref ByteCursor cursor)
    {
        var length = 0;
        for (var shift = 0; shift < 21; shift += 7)
        {
            var b = cursor.Byte();
            length |= (b & 0x7f) << shift;
            if ((b & 0x80) == 0)
                return Encoding.UTF8.GetString(cursor.Take(length));
        }

        throw new ArtifactException("a name in the bundle's manifest has no end");
    }
}
