using System.Reflection.Metadata;
using System.Security.Cryptography;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>
/// A portable PDB records the checksum of each source file that the compiler read (Portable PDB specification, Document table): a file that was exchanged
/// while the build ran, and put back, shows.
/// </summary>
internal static class DocumentChecksums
{
    private const int MostDocuments = 20_000;
    private const int MostCandidates = 16;
    private const int LargestSource = 8 << 20;

    private static readonly Guid Sha1 = new("ff1816ec-aa5e-4d10-87f7-6f4963833460");
    private static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");

    private sealed record Document(string Name, Guid Algorithm, byte[] Hash);

    /// <param name="file">What the symbols belong to: themselves, or the assembly that they are in.</param>
    /// <exception cref="ArtifactException">They are damaged.</exception>
    public static void Judge(ComparisonContext context, ShippedFile file, ReadOnlyMemory<byte> pdb)
    {
        var documents = Read(pdb);
        var (same, unknown, changed) = (0, 0, new List<string>());
        var byName = context.SourcesByName;
        foreach (var document in documents)
        {
            var candidates = byName.GetValueOrDefault(NameOf(document.Name)) ?? [];
            if (candidates.Count == 0 || document.Hash.Length == 0 || candidates.Count > MostCandidates)
                unknown++;
            else if (candidates.Exists(candidate => Fits(context, candidate, document)))
                same++;
            else if (IsMadeByBuild(document.Name))
                unknown++;
            else
                changed.Add(candidates.MaxBy(candidate => CommonEnd(candidate.Path, document.Name))!.Path);
        }

        if (changed.Count > 0)
        {
            (file.Origin, file.Reason) = (FileOrigin.Unexplained, "was compiled from another source");
            file.Alarm = new Finding(SourceRules.Mismatch, file.Entry, $"was compiled from a '{changed[0]}' that is not the one of {context.SourceName}{(changed.Count > 1 ? $", and so with {changed.Count - 1} more files" : "")}")
            {
                Severity = context.Stops,
                Confidence = changed.Count <= same ? Confidence.High : Confidence.Medium,
                Evidence = [("files that are not of the source", changed.Take(20).ToList()), ("files of the source", (long)same), ("files of unknown origin", (long)unknown)],
            };
        }
        else if (same > 0 && same * 2 >= same + unknown)
        {
            file.Origin = FileOrigin.Derived;
        }
    }

    private static List<Document> Read(ReadOnlyMemory<byte> pdb)
    {
        var documents = new List<Document>();
        DotNetMetadata.Guarded(() =>
        {
            using var provider = MetadataReaderProvider.FromPortablePdbImage(DotNetMetadata.ArrayOf(pdb));
            var metadata = provider.GetMetadataReader();
            foreach (var handle in metadata.Documents.Take(MostDocuments))
            {
                var document = metadata.GetDocument(handle);
                if (!document.Name.IsNil)
                    documents.Add(new Document(metadata.GetString(document.Name), document.HashAlgorithm.IsNil ? default : metadata.GetGuid(document.HashAlgorithm), document.Hash.IsNil ? [] : metadata.GetBlobBytes(document.Hash)));
            }
        });
        return documents;
    }

    /// <summary>As it is in the repository, or as a checkout with other line ends has it.</summary>
    private static bool Fits(ComparisonContext context, SourceFile candidate, Document document)
    {
        if (candidate.Entry.Size > LargestSource)
            return false;
        return context.HashesOf(candidate, document.Algorithm == Sha256, document.Algorithm == Sha1).Exists(hash => hash.AsSpan().SequenceEqual(document.Hash));
    }

    public static List<byte[]> HashesOf(ReadOnlySpan<byte> text, bool isSha256, bool isSha1)
    {
        if (!isSha256 && !isSha1)
            return [];
        var unix = WithEnds(text, "\n"u8);
        byte[][] forms = [text.ToArray(), unix, WithEnds(text, "\r\n"u8), [0xef, 0xbb, 0xbf, .. unix]];
        // SHA-1 is what the compiler wrote, not what is trusted: it says which file was meant.
#pragma warning disable CA5350
        return [.. forms.Select(form => isSha256 ? SHA256.HashData(form) : SHA1.HashData(form))];
#pragma warning restore CA5350
    }

    private static byte[] WithEnds(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        using var output = new MemoryStream(text.Length + 64);
        while (!text.IsEmpty)
        {
            var at = text.IndexOf((byte)'\n');
            var line = at < 0 ? text : text[..at];
            output.Write(line.TrimEnd((byte)'\r'));
            if (at < 0)
                break;
            output.Write(end);
            text = text[(at + 1)..];
        }

        return output.ToArray();
    }

    private static bool IsMadeByBuild(string name) =>
        name.Contains("/obj/", StringComparison.Ordinal) || name.Contains("\\obj\\", StringComparison.Ordinal) || name.EndsWith(".g.cs", StringComparison.Ordinal) || name.EndsWith("AssemblyInfo.cs", StringComparison.Ordinal) || name.EndsWith("AssemblyAttributes.cs", StringComparison.Ordinal);

    public static string NameOf(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    private static int CommonEnd(string path, string document)
    {
        var length = 0;
        while (length < path.Length && length < document.Length && (path[^(length + 1)] == document[^(length + 1)] || (path[^(length + 1)] == '/' && document[^(length + 1)] == '\\')))
            length++;
        return length;
    }
}
