using System.Buffers;
using System.Text.Json;

namespace Sluice.Artifacts.Images;

/// <summary>
/// Keeps the few documents of a container that may make it an image (OCI image layout 1.1, <c>docker save</c> old and new), and puts
/// them together when all members are known: layers often come before the documents that name them.
/// </summary>
internal sealed class ImageCollector
{
    private const int MaxDocumentBytes = 4 << 20;
    private const int MaxKeptBytes = 32 << 20;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private int _keptBytes;

    public static bool Wants(Entry entry)
    {
        if (entry.Origin != EntryOrigin.Member || !entry.IsText || !entry.HasAllBytes || entry.Size > MaxDocumentBytes)
            return false;
        var path = entry.Path.Value;
        return (path is "manifest.json" or "index.json" or "oci-layout" or "repositories"
            || path.StartsWith("blobs/", StringComparison.Ordinal) || path.EndsWith("/json", StringComparison.Ordinal) || IsConfigName(path))
            && entry.Bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    public void Keep(Entry entry)
    {
        if (_keptBytes + entry.Size > MaxKeptBytes)
            return;
        _keptBytes += (int)entry.Size;
        _documents[entry.Path.Value] = entry.Bytes.ToArray();
    }

    /// <summary>Learns <see cref="ImageFacts"/> when the container is an image, and marks what later layers remove.</summary>
    public void Conclude(IReadOnlyList<Entry> entries, EntrySink sink)
    {
        var kind = KindOf();
        if (kind is null)
            return;
        try
        {
            var blobs = new ImageBlobs(entries, sink);
            var images = new ImageAssembler(_documents, blobs, sink).Assemble();
            foreach (var image in images)
                LayerStack.MarkRemoved(image, blobs);
            blobs.CheckDigests();
            sink.Learn(new ImageFacts(kind, images, blobs.ReportUnreferenced()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ArtifactException($"the image's documents are damaged: {e.Message}", e);
        }
    }

    /// <summary>A current <c>docker save</c> is an image layout as well; its manifest.json is what tells.</summary>
    private string? KindOf()
    {
        if (IsDockerManifest() || (_documents.ContainsKey("repositories") && _documents.Keys.Any(path => path.EndsWith("/json", StringComparison.Ordinal))))
            return "docker";
        return _documents.ContainsKey("oci-layout") && _documents.ContainsKey("index.json") ? "oci" : null;
    }

    private bool IsDockerManifest()
    {
        if (!_documents.TryGetValue("manifest.json", out var bytes))
            return false;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() > 0
                && json.RootElement.EnumerateArray().All(image => image.ValueKind == JsonValueKind.Object && image.TryGetProperty("Layers", out _));
        }
        catch (JsonException)
        {
            // Some other manifest.json: a text like any other.
            return false;
        }
    }

    /// <summary>Older archives call the configuration after its digest.</summary>
    private static bool IsConfigName(string path) =>
        path.Length == 69 && path.EndsWith(".json", StringComparison.Ordinal) && path.AsSpan(0, 64).IndexOfAnyExcept(HexDigits) < 0;
}
