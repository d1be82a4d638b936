using System.Buffers;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;

namespace Sluice.Profiles;

/// <summary>
/// What an assembly of .NET reaches for: by the types and members that it refers to, the functions that it imports, and what it writes out (ECMA-335, partition II, sections 22 and 24).
/// Reads each table once; the code itself is not read. For one assembly; not for several threads.
/// </summary>
internal sealed class ManagedReading
{
    /// <summary>Shorter texts of the letters of base64 are words.</summary>
    private const int ShortestBase64 = 12;

    /// <summary>Longer ones are no path of a program.</summary>
    private const int LongestProgram = 80;

    /// <summary>Longer names are none that is known.</summary>
    private const int LongestName = 128;

    /// <summary>Of a function that takes a few bytes.</summary>
    private const int LongestSignature = 32;

    private const int ByteOfSignature = 0x05;
    private const int ListOfSignature = 0x1d;

    private static readonly ByteClass Base64Bytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-_"u8);

    /// <summary>Programs that are called so without a folder, and that nothing else is called.</summary>
    private static readonly string[] Programs = ["sh", "bash", "zsh", "cmd", "powershell", "pwsh", "curl", "wget", "osascript", "certutil", "bitsadmin", "mshta", "rundll32", "regsvr32", "schtasks", "nohup"];

    private static readonly string[] ProgramFolders = ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/", "/usr/local/bin/"];

    private readonly MetadataReader _metadata;

    /// <summary>All names, each up to a zero.</summary>
    private readonly ReadOnlyMemory<byte> _names;

    private Capabilities _capabilities;
    private bool _decodes, _findsTypes;

    private ManagedReading(MetadataReader metadata, ReadOnlyMemory<byte> names) => (_metadata, _names) = (metadata, names);

    /// <summary>Null where it has no metadata that can be read: whoever opens it says so.</summary>
    public static unsafe ContentTraits? Of(ReadOnlyMemory<byte> file)
    {
        if (!PortableExecutableHeader.TryFindMetadata(file.Span, out var start, out var length))
            return null;
        ContentTraits? traits = null;
        try
        {
            DotNetMetadata.Guarded(() =>
            {
                var root = file.Slice(start, length);
                using var pinned = root.Pin();
                var metadata = new MetadataReader((byte*)pinned.Pointer, length, MetadataReaderOptions.None);
                traits = new ManagedReading(metadata, root.Slice(metadata.GetHeapMetadataOffset(HeapIndex.String), metadata.GetHeapSize(HeapIndex.String))).Read(root.Slice(metadata.GetHeapMetadataOffset(HeapIndex.UserString), metadata.GetHeapSize(HeapIndex.UserString)), root.Span);
            });
        }
        catch (ArtifactException)
        {
            return null;
        }

        return traits;
    }

    private ContentTraits Read(ReadOnlyMemory<byte> literals, ReadOnlySpan<byte> root)
    {
        ReadMembers(ReadTypes());
        ReadImports(root);
        if (RunsWhenLoaded())
            _capabilities |= Capabilities.ModuleStart;
        // Three bytes of UTF-8 for two of UTF-16 at most, each perhaps behind a backslash, and what stands around a text.
        var buffer = ArrayPool<byte>.Shared.Rent((literals.Length * 3) + 64);
        try
        {
            return ContentTraits.OfLiterals(buffer.AsSpan(0, WriteLiterals(literals.Span, ref buffer)), _capabilities);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>By their rows, null where they say nothing; null where none does.</returns>
    private ManagedType?[]? ReadTypes()
    {
        ManagedType?[]? found = null;
        foreach (var handle in _metadata.TypeReferences)
        {
            var type = _metadata.GetTypeReference(handle);
            if (ManagedWords.Find(NameAt(type.Namespace), NameAt(type.Name)) is not { } known)
                continue;
            _capabilities |= known.Meaning;
            (found ??= new ManagedType?[_metadata.GetTableRowCount(TableIndex.TypeRef) + 1])[MetadataTokens.GetRowNumber(handle)] = known;
        }

        return found;
    }

    private void ReadMembers(ManagedType?[]? types)
    {
        if (types is null)
            return;
        foreach (var handle in _metadata.MemberReferences)
        {
            var member = _metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference || types[MetadataTokens.GetRowNumber(member.Parent)] is not { } type)
                continue;
            var name = NameAt(member.Name);
            foreach (var known in type.Members)
            {
                if ((known.Meaning & ~_capabilities) != 0 && known.IsOf(name))
                    _capabilities |= known.Meaning;
            }

            _decodes |= type.Decodes && name.SequenceEqual("FromBase64String"u8);
            _findsTypes |= type.FindsTypes && name.SequenceEqual("GetType"u8);
            if (type.LoadsBytes && name.SequenceEqual("Load"u8) && TakesBytes(member.Signature))
                _capabilities |= Capabilities.Evaluation;
        }
    }

    private bool TakesBytes(BlobHandle signature)
    {
        var blob = _metadata.GetBlobReader(signature);
        for (var before = 0; blob.RemainingBytes > 0 && blob.Offset < LongestSignature;)
        {
            var b = blob.ReadByte();
            if (before == ListOfSignature && b == ByteOfSignature)
                return true;
            before = b;
        }

        return false;
    }

    /// <summary>Table ImplMap: flags, the method, the name of the function and its library.</summary>
    private void ReadImports(ReadOnlySpan<byte> root)
    {
        var rows = _metadata.GetTableRowCount(TableIndex.ImplMap);
        if (rows == 0)
            return;
        _capabilities |= Capabilities.NativeCode;
        var (at, size) = (_metadata.GetTableMetadataOffset(TableIndex.ImplMap), _metadata.GetTableRowSize(TableIndex.ImplMap));
        var (width, last) = (_metadata.GetHeapSize(HeapIndex.String) > ushort.MaxValue ? 4 : 2, _metadata.GetTableRowCount(TableIndex.ModuleRef) > ushort.MaxValue ? 4 : 2);
        for (var i = 0; i < rows; i++, at += size)
        {
            var name = root[(at + size - last - width)..];
            _capabilities |= ManagedWords.OfImport(NameAt(width == 2 ? MemoryMarshal.Read<ushort>(name) : MemoryMarshal.Read<int>(name)));
        }
    }

    /// <summary>Section II.10.5.3.1: the first type is the module itself.</summary>
    private bool RunsWhenLoaded()
    {
        if (_metadata.TypeDefinitions.Count == 0)
            return false;
        foreach (var method in _metadata.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(1)).GetMethods())
        {
            if (NameAt(_metadata.GetMethodDefinition(method).Name).SequenceEqual(".cctor"u8))
                return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> NameAt(StringHandle handle) => NameAt(MetadataTokens.GetHeapOffset(handle));

    private ReadOnlySpan<byte> NameAt(int offset)
    {
        var name = _names.Span[offset..];
        name = name[..Math.Min(name.Length, LongestName)];
        return name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name;
    }

    /// <summary>Each text in quotes in a line of its own; where the assembly starts programs or decodes texts, what may be meant as the argument of that.</summary>
    private int WriteLiterals(ReadOnlySpan<byte> heap, ref byte[] buffer)
    {
        var length = 0;
        while (DotNetMetadata.TryTakeText(ref heap, out var text))
        {
            if (text.IsEmpty)
                continue;
            var most = (text.Length * 6) + 64;
            if (buffer.Length - length < most)
                Grow(ref buffer, length, most);
            length += Write(text, buffer.AsSpan(length));
        }

        return length;
    }

    private static void Grow(ref byte[] buffer, int length, int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + more));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private int Write(ReadOnlySpan<char> text, Span<byte> line)
    {
        // The text itself behind all that may be put before it.
        Utf8.FromUtf16(text, line[(text.Length * 3 + 32)..], out _, out var size);
        var plain = line.Slice((text.Length * 3) + 32, size);
        var call = _decodes && plain.Length >= ShortestBase64 && Base64Bytes.FirstOutside(plain) < 0 ? "FromBase64String("u8 : (_capabilities & Capabilities.Process) != 0 && IsProgram(plain) ? "Process.Start("u8 : default;
        if (_findsTypes && (plain.SequenceEqual("System.Diagnostics.Process"u8) || plain.StartsWith("System.Diagnostics.Process,"u8)))
            _capabilities |= Capabilities.Process;
        call.CopyTo(line);
        var length = call.Length;
        line[length++] = (byte)'"';
        foreach (var b in plain)
        {
            if (b is (byte)'"' or (byte)'\\')
                line[length++] = (byte)'\\';
            line[length++] = b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b;
        }

        line[length++] = (byte)'"';
        if (call.Length > 0)
            line[length++] = (byte)')';
        line[length++] = (byte)'\n';
        return length;
    }

    private static bool IsProgram(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestProgram || text.ContainsAny(" \t"u8))
            return false;
        if (text.EndsWith(".exe"u8))
            return true;
        foreach (var folder in ProgramFolders)
        {
            if (text.Length > folder.Length && Ascii.Equals(text[..folder.Length], folder))
                return true;
        }

        foreach (var program in Programs)
        {
            if (Ascii.Equals(text, program))
                return true;
        }

        return false;
    }
}
