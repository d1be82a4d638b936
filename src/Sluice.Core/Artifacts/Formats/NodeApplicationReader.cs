namespace Sluice.Artifacts.Formats;

/// <summary>
/// Node.js single executable applications: the script and the assets in the blob that was put into a copy of Node, whatever format the copy
/// has. The blob is found by its magic, and only in copies whose fuse says that there is one.
/// </summary>
public sealed class NodeApplicationReader : ArtifactReader
{
    private const int CodeCacheFlag = 4;
    private const int AssetsFlag = 8;

    /// <summary>Flags that Node knows so far, with room for those to come.</summary>
    private const uint MaxFlags = 256;

    private static ReadOnlySpan<byte> Fuse => "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1"u8;

    private static ReadOnlySpan<byte> Magic => [0x20, 0xda, 0x43, 0x01];

    public override string Format => "node-application";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    /// <summary>True when a piece of a program says that it carries one: all that can be told where it is too large for memory.</summary>
    internal static bool HasMark(ReadOnlySpan<byte> program) => program.IndexOf(Fuse) >= 0;

    public override bool Recognizes(Entry entry, Content content) =>
        (entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal && content.IsInMemory && content.Head.Span.IndexOf(Fuse) >= 0)
        || (entry.ContentKind == ContentKind.Binary && content.Head.Span.StartsWith(Magic));

    public override void Read(Content content, EntrySink sink)
    {
        var program = content.Head;
        for (var at = 0; program.Span[at..].IndexOf(Magic) is >= 0 and var hop; at++)
        {
            at += hop;
            if (TryRead(program[at..], sink))
                return;
        }

        throw new ArtifactException("the application's blob was not found");
    }

    /// <summary>The layout of Node 20 and 22; 24 has one byte more behind the flags.</summary>
    private static bool TryRead(ReadOnlyMemory<byte> blob, EntrySink sink)
    {
        foreach (var headerBytes in (ReadOnlySpan<int>)[8, 9])
        {
            if (blob.Length < headerBytes + 8)
                return false;
            var flags = BitConverter.ToUInt32(blob.Span[4..]);
            var pathLength = BitConverter.ToUInt64(blob.Span[headerBytes..]);
            if (flags >= MaxFlags || pathLength is 0 or > EntryPath.MaxLength)
                continue;
            ReadParts(blob, headerBytes, flags, sink);
            return true;
        }

        return false;
    }

    private static void ReadParts(ReadOnlyMemory<byte> blob, int headerBytes, uint flags, EntrySink sink)
    {
        var cursor = new ByteCursor(blob.Span) { Position = headerBytes };
        var path = TakeText(ref cursor);
        var length = cursor.Int64();
        cursor.Take(length);
        sink.AddDecoded(path, blob.Slice(cursor.Position - (int)length, (int)length));
        if ((flags & CodeCacheFlag) != 0)
            cursor.Take(cursor.Int64());
        if ((flags & AssetsFlag) == 0)
            return;
        for (var count = cursor.Int64(); count > 0; count--)
        {
            var key = TakeText(ref cursor);
            var size = cursor.Int64();
            cursor.Take(size);
            sink.AddDecoded(key, blob.Slice(cursor.Position - (int)size, (int)size));
        }
    }

    private static string TakeText(ref ByteCursor cursor) => System.Text.Encoding.UTF8.GetString(cursor.Take(cursor.Int64()));
}
