using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Applications made by PyInstaller: the archive behind the boot loader. Scripts and modules are marshalled code without the header of a
/// <c>.pyc</c>; they get it back, so that they are opened like one.
/// </summary>
public sealed class PyInstallerReader : ArtifactReader
{
    private const int CookieBytes = 88;

    private static ReadOnlySpan<byte> Magic => "MEI\x0c\x0b\x0a\x0b\x0e"u8;

    public override string Format => "pyinstaller";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    /// <summary>True when a piece of a program says that it carries one: all that can be told where it is too large for memory.</summary>
    internal static bool HasMark(ReadOnlySpan<byte> program) => program.IndexOf(Magic) >= 0;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal
        && content.IsInMemory && content.Head.Span.LastIndexOf(Magic) >= 0 && TryFind(content.Head.Span, out _, out _);

    public override void Read(Content content, EntrySink sink)
    {
        if (!TryFind(content.Head.Span, out var start, out var cookie))
            throw new ArtifactException("the archive's cookie does not fit the file");
        var archive = content.Head[start..];
        var fields = content.Head.Span[cookie..];
        var table = BinaryPrimitives.ReadUInt32BigEndian(fields[12..]);
        var tableLength = BinaryPrimitives.ReadUInt32BigEndian(fields[16..]);
        var python = (int)BinaryPrimitives.ReadUInt32BigEndian(fields[20..]);
        var cursor = new ByteCursor(archive.Span) { Position = (int)Math.Min(table, archive.Length) };
        for (var end = cursor.Position + (long)tableLength; cursor.Position < end;)
            ReadEntry(archive, ref cursor, python, sink);
    }

    private static bool TryFind(ReadOnlySpan<byte> program, out int start, out int cookie)
    {
        start = 0;
        cookie = program.LastIndexOf(Magic);
        if (cookie < 0 || cookie > program.Length - CookieBytes)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(program[(cookie + 8)..]);
        if (length > cookie + CookieBytes)
            return false;
        start = cookie + CookieBytes - (int)length;
        return true;
    }

    private static void ReadEntry(ReadOnlyMemory<byte> archive, ref ByteCursor cursor, int python, EntrySink sink)
    {
        var entryStart = cursor.Position;
        var entryLength = cursor.UInt32BigEndian();
        var position = cursor.UInt32BigEndian();
        var packedSize = cursor.UInt32BigEndian();
        cursor.UInt32BigEndian();
        var isPacked = cursor.Byte() != 0;
        var type = (char)cursor.Byte();
        if (entryLength < 18 || position > archive.Length - (long)packedSize)
            throw new ArtifactException("an entry of the archive lies outside it");
        var name = Encoding.UTF8.GetString(cursor.Take(entryLength - 18)).TrimEnd('\0');
        cursor.Position = (int)(entryStart + entryLength);
        var bytes = archive.Slice((int)position, (int)packedSize);
        // Scripts, modules and packages are code; 'o' is an option for the boot loader.
        var isCode = type is 's' or 'm' or 'M';
        if (type is 'o' or 'd')
            return;
        Add(name, bytes, isPacked, isCode ? PythonVersion.HeaderFor(python) : [], sink);
    }

    private static void Add(string name, ReadOnlyMemory<byte> bytes, bool isPacked, byte[] header, EntrySink sink)
    {
        using var packed = Content.Of(bytes).Open();
        using var plain = isPacked ? Deflated.Zlib(new InputBuffer(packed)) : packed;
        sink.Add(new EntryHeader(EntryPath.Label(name)) { Origin = EntryOrigin.Decoded, PackedSize = isPacked ? bytes.Length : null }, new PrefixedStream(header, plain));
    }
}
