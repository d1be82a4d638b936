using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes small files of the formats that hide others: programs with something behind them, byte code, git objects.</summary>
public static class TestProgram
{
    /// <summary>The magic of an ELF file, zeros, and whatever is given.</summary>
    public static byte[] Elf(params ReadOnlySpan<byte> rest) => [0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[121], .. rest];

    /// <summary>A 64-bit ELF file of nothing but named sections.</summary>
    public static byte[] ElfWithSections(params string[] names)
    {
        byte[] texts = [0, .. names.SelectMany(name => (byte[])[.. Encoding.ASCII.GetBytes(name), 0])];
        var table = new byte[64 * (names.Length + 1)];
        BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(24), 128);
        BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(32), texts.Length);
        var at = 1;
        for (var i = 0; i < names.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(64 * (i + 1)), at);
            at += names[i].Length + 1;
        }

        var file = Elf([.. texts, .. table]);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), 128 + texts.Length);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(60), (short)(names.Length + 1));
        return file;
    }

    /// <summary>A 64-bit ELF library of what it imports: one segment to load, a dynamic section, symbols and their names.</summary>
    public static byte[] ElfImporting(string library, params string[] functions)
    {
        const int dynamic = 0x100, symbols = 0x200;
        var texts = symbols + (24 * (functions.Length + 1));
        byte[] names = [0, .. functions.Prepend(library).SelectMany(name => (byte[])[.. Encoding.ASCII.GetBytes(name), 0])];
        byte[] file = [0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[texts - 7], .. names];
        (file[16], file[18], file[20], file[32], file[54], file[56]) = (3, 62, 1, 64, 56, 2);
        WriteSegment(file.AsSpan(64), 1, 0, file.Length);
        WriteSegment(file.AsSpan(120), 2, dynamic, 64);
        long[] entries = [1, 1, 5, texts, 6, symbols];
        for (var i = 0; i < entries.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(dynamic + (i * 8)), entries[i]);
        var at = library.Length + 2;
        for (var i = 0; i < functions.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(symbols + (24 * (i + 1))), at);
            at += functions[i].Length + 1;
        }

        return file;
    }

    private static void WriteSegment(Span<byte> header, int type, long offset, long size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, type);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], size);
    }

    /// <summary>A 64-bit PE file of one section that holds its table of imports.</summary>
    public static byte[] PortableExecutableImporting(string library, params string[] functions)
    {
        const int optional = 0x98, section = optional + 240, table = 0x400, thunks = table + 40;
        var names = thunks + (8 * (functions.Length + 1));
        var file = new byte[names + library.Length + 1 + functions.Sum(name => name.Length + 3)];
        "MZ"u8.CopyTo(file);
        file[0x3c] = 0x80;
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        (file[0x84], file[0x85], file[0x86]) = (0x64, 0x86, 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(0x94), 240);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(optional), 0x20b);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(optional + 108), 16);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(optional + 120), 0x1000);
        int[] fields = [file.Length, 0x1000, file.Length - table, table];
        for (var i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(section + 8 + (i * 4)), fields[i]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(table), 0x1000 + thunks - table);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(table + 12), 0x1000 + names - table);
        Encoding.ASCII.GetBytes(library).CopyTo(file, names);
        var at = names + library.Length + 1;
        for (var i = 0; i < functions.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(thunks + (i * 8)), 0x1000 + at - table);
            Encoding.ASCII.GetBytes(functions[i]).CopyTo(file, at + 2);
            at += functions[i].Length + 3;
        }

        return file;
    }

    /// <summary>A 64-bit Mach-O file of a library that it loads and symbols that it leaves to others.</summary>
    public static byte[] MachOImporting(string library, params string[] functions)
    {
        var size = 24 + ((library.Length + 8) / 8 * 8);
        var symbols = 32 + size + 24;
        var texts = symbols + (16 * functions.Length);
        byte[] names = [0, .. functions.SelectMany(name => (byte[])[(byte)'_', .. Encoding.ASCII.GetBytes(name), 0])];
        var file = new byte[texts + names.Length];
        int[] header = [unchecked((int)0xfeedfacf), 0x1000007, 3, 6, 2, size + 24, 0, 0, 0xc, size, 24];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(i * 4), header[i]);
        Encoding.ASCII.GetBytes(library).CopyTo(file, 32 + 24);
        int[] table = [2, 24, symbols, functions.Length, texts, names.Length];
        for (var i = 0; i < table.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(32 + size + (i * 4)), table[i]);
        var at = 1;
        for (var i = 0; i < functions.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(symbols + (i * 16)), at);
            file[symbols + (i * 16) + 4] = 1;
            at += functions[i].Length + 2;
        }

        names.CopyTo(file, texts);
        return file;
    }

    public static byte[] WithWideStrings(params string[] texts) => Elf([.. texts.SelectMany(text => (byte[])[.. Encoding.Unicode.GetBytes(text), 0, 0, 0])]);

    public static byte[] NodeApplication(string script, string asset) => Elf(
    [
        .. Encoding.ASCII.GetBytes("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2" + ":1\0"),
        0x20, 0xda, 0x43, 0x01, 8, 0, 0, 0, .. Long(6), .. "cli.js"u8, .. Text(script), .. Long(1), .. Long(5), .. "a.txt"u8, .. Text(asset),
    ]);

    /// <param name="recordSize">52 as of late, 36 before, 28 at first.</param>
    public static byte[] BunApplication(string script, int recordSize)
    {
        var name = "/$bunfs/root/cli.js"u8.ToArray();
        var content = Encoding.UTF8.GetBytes(script);
        byte[] record = [.. Pointer(0, name.Length), .. Pointer(name.Length, content.Length), .. new byte[recordSize - 16]];
        byte[] graph = [.. name, .. content, .. record];
        byte[] offsets = [.. Long(graph.Length), .. Pointer(name.Length + content.Length, record.Length), .. new byte[16]];
        return Elf([.. graph, .. offsets, .. "\n---- Bun! ----\n"u8]);
    }

    public static byte[] DotNetBundle(string path, byte[] file)
    {
        var signature = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");
        var front = Elf([.. new byte[8], .. signature, .. file]);
        BinaryPrimitives.WriteInt64LittleEndian(front.AsSpan(128), front.Length);
        return
        [
            .. front, 6, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, .. "id"u8, .. new byte[40],
            .. Long(128 + 8 + 32), .. Long(file.Length), .. Long(0), 1, (byte)path.Length, .. Encoding.ASCII.GetBytes(path),
        ];
    }

    public static byte[] PyInstaller(string name, byte[] marshalled, int python)
    {
        var packed = Zlib(marshalled);
        var entryLength = 18 + name.Length + 1;
        byte[] table = [.. Big(entryLength), .. Big(0), .. Big(packed.Length), .. Big(marshalled.Length), 1, (byte)'s', .. Encoding.ASCII.GetBytes(name), 0];
        var length = packed.Length + table.Length + 88;
        return Elf([.. packed, .. table, .. "MEI\x0c\x0b\x0a\x0b\x0e"u8, .. Big(length), .. Big(packed.Length), .. Big(table.Length), .. Big(python), .. new byte[64]]);
    }

    /// <summary>A module of Python 3.11 with one string and one byte string among its constants.</summary>
    public static byte[] PythonModule(string text, byte[] bytes) =>
    [
        (byte)'c', .. new byte[20], .. Bytes([0x97, 0, 0x64, 0]),
        (byte)')', 3, (byte)'u', .. Little(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text), .. Bytes(bytes), (byte)'N',
        (byte)')', 1, .. Short("NAME"), (byte)')', 0, .. Bytes([]), .. Short("/home/dev/secret.py"), .. Short("<module>"), .. Short("<module>"), 1, 0, 0, 0, .. Bytes([1, 2]), .. Bytes([]),
    ];

    public static byte[] PythonFile(string text, byte[] bytes) => [0xa7, 0x0d, 0x0d, 0x0a, .. new byte[12], .. PythonModule(text, bytes)];

    /// <summary>The same as an older Python writes it: shorter headers, fewer numbers, names in another order.</summary>
    public static byte[] OldPythonFile(int major, int minor, string text, byte[] bytes)
    {
        byte[] header = (major, minor) switch
        {
            (2, 7) => [0x03, 0xf3, 0x0d, 0x0a, 1, 2, 3, 4],
            (3, 2) => [0x6c, 0x0c, 0x0d, 0x0a, 1, 2, 3, 4],
            (3, 6) => [0x33, 0x0d, 0x0d, 0x0a, 1, 2, 3, 4, 5, 6, 7, 8],
            _ => throw new ArgumentOutOfRangeException(nameof(minor)),
        };
        return
        [
            .. header, (byte)'c', .. new byte[major == 2 ? 16 : 20], .. Bytes([0x97, 0, 0x64, 0]),
            (byte)'(', 3, 0, 0, 0, (byte)'u', .. Little(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text), .. Bytes(bytes), (byte)'N',
            (byte)'(', 0, 0, 0, 0, (byte)'(', 0, 0, 0, 0, (byte)'(', 0, 0, 0, 0, (byte)'(', 0, 0, 0, 0,
            .. Bytes("/home/dev/old.py"u8.ToArray()), .. Bytes("<module>"u8.ToArray()), 1, 0, 0, 0, .. Bytes([1, 2]),
        ];
    }

    public static byte[] JavaClass(string literal)
    {
        var text = Encoding.UTF8.GetBytes(literal);
        return [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 5, 5, .. new byte[8], 8, 0, 4, 1, (byte)(text.Length >> 8), (byte)text.Length, .. text, 0, 0x21, .. new byte[12]];
    }

    /// <summary>With a constant, or with a field to which its initializer assigns the literal.</summary>
    public static byte[] JavaClass(string field, string literal, bool isConstant)
    {
        byte[] pool = [.. Utf8(field), .. Utf8("Ljava/lang/String;"), .. Utf8(literal), 8, 0, 3, .. Utf8("ConstantValue"), .. Utf8("Code"), .. Utf8("<clinit>"), 12, 0, 1, 0, 2, 7, 0, 1, 9, 0, 9, 0, 8];
        byte[] fields = isConstant ? [0, 1, 0, 0x19, 0, 1, 0, 2, 0, 1, 0, 5, 0, 0, 0, 2, 0, 4] : [0, 1, 0, 0x09, 0, 1, 0, 2, 0, 0];
        byte[] code = [0, 1, 0, 0, 0, 0, 0, 6, 0x12, 4, 0xb3, 0, 10, 0xb1, 0, 0, 0, 0];
        byte[] methods = isConstant ? [0, 0] : [0, 1, 0, 8, 0, 7, 0, 2, 0, 1, 0, 6, 0, 0, 0, (byte)code.Length, .. code];
        return [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 11, .. pool, 0, 0x21, 0, 9, 0, 0, 0, 0, .. fields, .. methods, 0, 0];

        static byte[] Utf8(string text) => [1, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>A module that assigns one text to a name, as 3.11 or 3.13 writes it; the name is a reference to one that stood before.</summary>
    public static byte[] PythonAssignment(bool isNew, string name, string text)
    {
        byte[] code = isNew ? [83, 0, 114, 0, 83, 1, 36, 0] : [100, 0, 90, 0, 100, 1, 83, 0];
        return
        [
            .. (byte[])(isNew ? [0xf3, 0x0d, 0x0d, 0x0a] : [0xa7, 0x0d, 0x0d, 0x0a]), .. new byte[12], 0xe3, .. new byte[20], .. Bytes(code),
            (byte)')', 2, 0xda, (byte)text.Length, .. Encoding.ASCII.GetBytes(text), (byte)'N', (byte)')', 1, 0xda, (byte)name.Length, .. Encoding.ASCII.GetBytes(name),
            (byte)')', 0, .. Bytes([]), .. Bytes("/home/dev/a.py"u8.ToArray()), .. Bytes("<module>"u8.ToArray()), .. Bytes("<module>"u8.ToArray()), 1, 0, 0, 0, .. Bytes([]), .. Bytes([]),
        ];
    }

    public static byte[] WebAssembly(string address)
    {
        var url = Encoding.ASCII.GetBytes(address);
        byte[] section = [16, .. "sourceMappingURL"u8, .. Leb(url.Length), .. url];
        return [0, .. "asm"u8, 1, 0, 0, 0, 0, .. Leb(section.Length), .. section, 0, 5, 4, .. "name"u8];
    }

    public static byte[] GitObject(string type, byte[] content) => Zlib([.. Encoding.ASCII.GetBytes($"{type} {content.Length}\0"), .. content]);

    /// <summary>A pack with a blob and a difference to it that copies all of it and adds <paramref name="more"/>, at most 127 bytes.</summary>
    public static byte[] GitPack(byte[] blob, byte[] more)
    {
        byte[] first = [.. ObjectHeader(3, blob.Length), .. Zlib(blob)];
        byte[] delta = [.. Leb(blob.Length), .. Leb(blob.Length + more.Length), 0x80 | 0x30, (byte)blob.Length, (byte)(blob.Length >> 8), (byte)more.Length, .. more];
        byte[] second = [.. ObjectHeader(6, delta.Length), .. Distance(first.Length), .. Zlib(delta)];
        byte[] body = [.. "PACK"u8, 0, 0, 0, 2, 0, 0, 0, 2, .. first, .. second];
#pragma warning disable CA5350 // git packs end in a SHA-1
        return [.. body, .. SHA1.HashData(body)];
#pragma warning restore CA5350
    }

    public static byte[] DesktopServicesStore(params string[] names) =>
        [0, 0, 0, 1, .. "Bud1"u8, .. new byte[40], .. names.SelectMany(name => (byte[])[0, 0, 0, (byte)name.Length, .. Encoding.BigEndianUnicode.GetBytes(name), .. "Ilocblob"u8, .. new byte[20]])];

    public static byte[] Zlib(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(plain);
        return output.ToArray();
    }

    private static byte[] Long(long value) => BitConverter.GetBytes(value);

    private static byte[] Text(string text) => [.. Long(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Pointer(int offset, int length) => [.. Little(offset), .. Little(length)];

    private static byte[] Little(int value) => BitConverter.GetBytes(value);

    private static byte[] Big(int value) => [.. BitConverter.GetBytes(value).Reverse()];

    private static byte[] Bytes(byte[] bytes) => [(byte)'s', .. Little(bytes.Length), .. bytes];

    private static byte[] Short(string text) => [(byte)'z', (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Leb(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Leb(value >> 7)];

    private static byte[] ObjectHeader(int type, int size) => size < 16 ? [(byte)(type << 4 | size)] : [(byte)(0x80 | type << 4 | (size & 15)), .. Leb(size >> 4)];

    /// <summary>Seven bits a byte, the highest first, with one added for each further byte.</summary>
    private static byte[] Distance(int value)
    {
        var bytes = new List<byte> { (byte)(value & 0x7f) };
        while ((value >>= 7) > 0)
            bytes.Insert(0, (byte)(0x80 | (--value & 0x7f)));
        return [.. bytes];
    }
}
