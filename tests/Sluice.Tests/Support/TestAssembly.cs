using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes small .NET assemblies with their symbols inside.</summary>
public static class TestAssembly
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");
    private static readonly Guid CSharp = new("3F5162F8-07C6-11D3-9053-00C04FA302A1");

    public static byte[] Build(string? source = null, string literal = "hello", bool isDebug = false, string? sourceLink = null, (string Name, string Text)[]? documents = null)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Acme.Closed.dll"), metadata.GetOrAddGuid(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Acme.Closed"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        metadata.GetOrAddUserString(literal);
        AddDebuggable(metadata, isDebug);
        var resources = new BlobBuilder();
        resources.WriteInt32(6);
        resources.WriteUTF8("hidden");
        metadata.AddManifestResource(ManifestResourceAttributes.Public, metadata.GetOrAddString("hidden.txt"), default, 0);

        var debug = new DebugDirectoryBuilder();
        debug.AddEmbeddedPortablePdbEntry(Pdb(source, sourceLink, documents ?? []), 0x0100);
        var image = new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(metadata), new BlobBuilder(), managedResources: resources, debugDirectoryBuilder: debug, deterministicIdProvider: _ => new BlobContentId(new Guid(9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9), 1));
        var output = new BlobBuilder();
        image.Serialize(output);
        return output.ToArray();
    }

    private static void AddDebuggable(MetadataBuilder metadata, bool isDebug)
    {
        var core = metadata.AddAssemblyReference(metadata.GetOrAddString("System.Runtime"), new Version(10, 0, 0, 0), default, default, default, default);
        var type = metadata.AddTypeReference(core, metadata.GetOrAddString("System.Diagnostics"), metadata.GetOrAddString("DebuggableAttribute"));
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature(isInstanceMethod: true).Parameters(1, r => r.Void(), p => p.AddParameter().Type().Int32());
        var constructor = metadata.AddMemberReference(type, metadata.GetOrAddString(".ctor"), metadata.GetOrAddBlob(signature));
        var value = new BlobBuilder();
        value.WriteUInt16(1);
        value.WriteInt32(isDebug ? 0x107 : 2);
        value.WriteUInt16(0);
        metadata.AddCustomAttribute(MetadataTokens.EntityHandle(TableIndex.Assembly, 1), constructor, metadata.GetOrAddBlob(value));
    }

    private static BlobBuilder Pdb(string? source, string? sourceLink, (string Name, string Text)[] documents)
    {
        var metadata = new MetadataBuilder();
        DocumentHandle document = default;
        foreach (var (name, text) in documents)
            document = metadata.AddDocument(metadata.GetOrAddDocumentName(name), metadata.GetOrAddGuid(Sha256), metadata.GetOrAddBlob(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), metadata.GetOrAddGuid(CSharp));
        if (documents.Length == 0)
            document = metadata.AddDocument(metadata.GetOrAddDocumentName("/src/Secret.cs"), default, default, metadata.GetOrAddGuid(CSharp));
        if (source is not null)
            metadata.AddCustomDebugInformation(document, metadata.GetOrAddGuid(EmbeddedSource), metadata.GetOrAddBlob(Deflated(source)));
        if (sourceLink is not null)
            metadata.AddCustomDebugInformation(MetadataTokens.EntityHandle(TableIndex.Module, 1), metadata.GetOrAddGuid(SourceLink), metadata.GetOrAddBlobUTF8($"{{\"documents\":{{\"/src/*\":\"{sourceLink}\"}}}}"));
        var builder = new PortablePdbBuilder(metadata, [.. new int[MetadataTokens.TableCount]], default, _ => new BlobContentId(new Guid(8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8), 1));
        var output = new BlobBuilder();
        builder.Serialize(output);
        return output;
    }

    private static ImmutableArray<byte> Deflated(string source)
    {
        var plain = Encoding.UTF8.GetBytes(source);
        using var output = new MemoryStream();
        output.Write(BitConverter.GetBytes(plain.Length));
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(plain);
        return [.. output.ToArray()];
    }
}
