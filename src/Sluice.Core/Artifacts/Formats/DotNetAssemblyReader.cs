using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Unicode;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>.NET assemblies (ECMA-335): the string literals, the resources and the symbols in them.</summary>
public sealed class DotNetAssemblyReader : ArtifactReader
{
    public override string Format => "dotnet";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.PortableExecutable && PortableExecutableHeader.HasCliHeader(content.Head.Span);

    public override void Read(Content content, EntrySink sink) => DotNetMetadata.Guarded(() =>
    {
        using var image = new PEReader(DotNetMetadata.ArrayOf(content.Head));
        if (!image.HasMetadata)
            return;
        var metadata = image.GetMetadataReader();
        var debug = image.ReadDebugDirectory();
        var codeView = debug.FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        sink.Learn(new DotNetFacts(
            metadata.IsAssembly ? metadata.GetString(metadata.GetAssemblyDefinition().Name) : sink.Container.Path.Name,
            IsDebugBuild(metadata),
            codeView.DataSize > 0 ? image.ReadCodeViewDebugDirectoryData(codeView).Path : null,
            debug.Any(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)));
        AddUserStrings(image, metadata, sink);
        AddResources(image, metadata, sink);
        foreach (var entry in debug.Where(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb))
            AddEmbeddedPdb(content.Head, entry, sink);
    });

    /// <summary>The literals of the program, one a line, in UTF-8.</summary>
    private static void AddUserStrings(PEReader image, MetadataReader metadata, EntrySink sink)
    {
        var size = metadata.GetHeapSize(HeapIndex.UserString);
        if (size == 0)
            return;
        var heap = image.GetMetadata().GetContent(metadata.GetHeapMetadataOffset(HeapIndex.UserString), size).AsSpan();
        // Three bytes of UTF-8 for two of UTF-16 at most.
        var text = new byte[(heap.Length * 3 / 2) + heap.Length + 16];
        var length = 0;
        while (DotNetMetadata.TryTakeText(ref heap, out var characters))
        {
            Utf8.FromUtf16(characters, text.AsSpan(length), out _, out var written);
            length += written;
            if (written > 0)
                text[length++] = (byte)'\n';
        }

        if (length > 0)
            sink.AddStrings("user strings", text.AsMemory(0, length));
    }

    private static void AddResources(PEReader image, MetadataReader metadata, EntrySink sink)
    {
        if (metadata.ManifestResources.Count == 0 || image.PEHeaders.CorHeader is not { } cli)
            return;
        var section = image.GetSectionData(cli.ResourcesDirectory.RelativeVirtualAddress).GetContent();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (!resource.Implementation.IsNil)
                continue;
            var name = metadata.GetString(resource.Name);
            if (resource.Offset < 0 || resource.Offset > section.Length - 4)
                throw new ArtifactException($"the resource '{name}' lies outside the file");
            var length = BinaryPrimitives.ReadInt32LittleEndian(section.AsSpan()[(int)resource.Offset..]);
            if (length < 0 || length > section.Length - 4 - (int)resource.Offset)
                throw new ArtifactException($"the resource '{name}' is longer than the file");
            AddResource(name, section.AsMemory().Slice((int)resource.Offset + 4, length), sink);
        }
    }

    private static void AddResource(string name, ReadOnlyMemory<byte> bytes, EntrySink sink)
    {
        var label = string.IsNullOrEmpty(name) ? "resource" : name;
        // Costura weaves referenced assemblies in this way.
        if (!name.EndsWith(".compressed", StringComparison.Ordinal))
        {
            sink.AddDecoded(label, bytes);
            return;
        }

        using var plain = Deflated.Raw(bytes);
        sink.Add(new EntryHeader(EntryPath.Label(name)) { Origin = EntryOrigin.Decoded, PackedSize = bytes.Length }, plain);
    }

    /// <summary>"MPDB", the size when unpacked, deflate (portable PDB in the PE/COFF specification of .NET).</summary>
    private static void AddEmbeddedPdb(ReadOnlyMemory<byte> file, DebugDirectoryEntry entry, EntrySink sink)
    {
        if (entry.DataPointer < 0 || entry.DataSize < 8 || entry.DataPointer > file.Length - entry.DataSize || !file.Span[entry.DataPointer..].StartsWith("MPDB"u8))
            throw new ArtifactException("the embedded symbols lie outside the file");
        var data = file.Slice(entry.DataPointer + 8, entry.DataSize - 8);
        using var plain = Deflated.Raw(data);
        sink.Add(new EntryHeader(EntryPath.Label("embedded.pdb")) { Origin = EntryOrigin.Decoded, PackedSize = data.Length }, plain);
    }

    /// <summary>The second argument or the flag of <c>DebuggableAttribute</c> (section II.23.3): optimizations off.</summary>
    private static bool IsDebugBuild(MetadataReader metadata)
    {
        const int disableOptimizations = 0x100;
        if (!metadata.IsAssembly)
            return false;
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!DotNetMetadata.IsAttribute(metadata, attribute, "DebuggableAttribute"))
                continue;
            var blob = metadata.GetBlobReader(attribute.Value);
            if (blob.Length >= 8 && blob.ReadUInt16() == 1 && (blob.ReadInt32() & disableOptimizations) != 0)
                return true;
        }

        return false;
    }
}
