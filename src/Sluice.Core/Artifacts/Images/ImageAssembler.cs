using System.Text.Json;

namespace Sluice.Artifacts.Images;

/// <summary>Follows the documents of an image archive from its index down to layers and configuration.</summary>
internal sealed class ImageAssembler(IReadOnlyDictionary<string, byte[]> documents, ImageBlobs blobs, EntrySink sink)
{
    private const int MaxImages = 10_000;

    private readonly List<Image> _images = [];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    public IReadOnlyList<Image> Assemble()
    {
        if (Document("index.json") is { ValueKind: JsonValueKind.Object } index)
            FollowIndex(index);
        if (Document("manifest.json") is { ValueKind: JsonValueKind.Array } saved)
            FollowSaved(saved);
        else if (_images.Count == 0 && Document("repositories") is { ValueKind: JsonValueKind.Object } repositories)
            FollowRepositories(repositories);
        return _images;
    }

    private void FollowIndex(JsonElement index)
    {
        var pending = new Queue<JsonElement>(Items(index, "manifests"));
        while (pending.TryDequeue(out var descriptor))
        {
            var path = BlobPath(Text(descriptor, "digest"));
            // An index of several platforms may name manifests that were not copied: nothing of them ships.
            if (!_followed.Add(path) || blobs.Find(path) is not { } blob || Document(path) is not { ValueKind: JsonValueKind.Object } document)
                continue;
            CheckSize(descriptor, blob);
            foreach (var inner in Items(document, "manifests"))
                pending.Enqueue(inner);
            if (document.TryGetProperty("layers", out _))
                AddManifest(document, descriptor);
            if (_images.Count > MaxImages)
                throw new ArtifactException($"the archive holds more than {MaxImages} images");
        }
    }

    private void AddManifest(JsonElement manifest, JsonElement descriptor)
    {
        var platform = descriptor.TryGetProperty("platform", out var stated) ? $"{Text(stated, "os")}/{Text(stated, "architecture")}" : null;
        var tag = descriptor.TryGetProperty("annotations", out var notes) ? Text(notes, "io.containerd.image.name") ?? Text(notes, "org.opencontainers.image.ref.name") : null;
        var config = manifest.TryGetProperty("config", out var configured) ? Find(configured) : null;
        Add(config, [.. Items(manifest, "layers").Select(LayerOf)], platform, tag is null ? [] : [tag]);
    }

    private ImageLayer LayerOf(JsonElement descriptor)
    {
        var (name, mediaType) = (Text(descriptor, "digest") ?? "", Text(descriptor, "mediaType"));
        var blob = Find(descriptor);
        if (blob is null && (mediaType is null || (!mediaType.Contains("foreign", StringComparison.Ordinal) && !mediaType.Contains("nondistributable", StringComparison.Ordinal))))
            sink.Unscreened(EntryPath.Parse(BlobPath(name)), "the manifest names this layer and the archive does not have it");
        if (blob is not null && mediaType?.EndsWith("+encrypted", StringComparison.Ordinal) == true)
        {
            sink.Report(AnomalyKind.Encrypted, blob.Path, "is an encrypted layer");
            sink.Unscreened(blob.Path, "the layer is encrypted");
        }

        return new ImageLayer(name, mediaType, blob, blobs.TarOf(blob));
    }

    /// <summary>manifest.json of <c>docker save</c>. Where there is an index too, the images are the same: only tags are new.</summary>
    private void FollowSaved(JsonElement saved)
    {
        foreach (var image in saved.EnumerateArray())
        {
            var config = Text(image, "Config") is { } path ? blobs.Find(EntryPath.Parse(path).Value) : null;
            List<string> tags = [.. Items(image, "RepoTags").Select(tag => tag.GetString() ?? "")];
            var known = _images.FindIndex(candidate => candidate.Config is not null && candidate.Config == config);
            if (known >= 0)
            {
                _images[known] = _images[known] with { Tags = tags };
                continue;
            }

            if (config is { Path.Name.Length: 69 })
                blobs.CheckDigest(config, config, config.Path.Name[..64]);
            Add(config, [.. Items(image, "Layers").Select(layer => SavedLayer(EntryPath.Parse(layer.GetString() ?? "").Value))], null, tags);
        }
    }

    private ImageLayer SavedLayer(string path)
    {
        var blob = blobs.Find(path);
        if (blob is null)
            sink.Unscreened(EntryPath.Parse(path), "the manifest names this layer and the archive does not have it");
        return new ImageLayer(path, null, blob, blobs.TarOf(blob));
    }

    /// <summary>Before Docker 1.10: a folder a layer, each naming its parent.</summary>
    private void FollowRepositories(JsonElement repositories)
    {
        foreach (var repository in repositories.EnumerateObject())
        {
            foreach (var tag in repository.Value.EnumerateObject())
            {
                var layers = new List<ImageLayer>();
                var seen = new HashSet<string>(StringComparer.Ordinal);
                for (var id = tag.Value.GetString(); id is { Length: > 0 } && seen.Add(id); id = Document($"{id}/json") is { } json ? Text(json, "parent") : null)
                    layers.Insert(0, SavedLayer($"{id}/layer.tar"));
                Add(blobs.Find($"{tag.Value.GetString()}/json"), layers, null, [$"{repository.Name}:{tag.Name}"]);
            }
        }
    }

    private void Add(Entry? config, IReadOnlyList<ImageLayer> layers, string? platform, IReadOnlyList<string> tags)
    {
        var image = new Image { Config = config, Layers = layers, Platform = platform, Tags = tags };
        if (config is not null && Document(config.Path.Value) is { ValueKind: JsonValueKind.Object } document)
        {
            CheckLayers(document, layers);
            image = Describe(image, document);
        }

        _images.Add(image);
    }

    /// <summary>The configuration names each layer by the digest of its tar.</summary>
    private void CheckLayers(JsonElement config, IReadOnlyList<ImageLayer> layers)
    {
        if (!config.TryGetProperty("rootfs", out var root))
            return;
        foreach (var (layer, stated) in layers.Zip(Items(root, "diff_ids")))
        {
            if (layer is { Blob: { } blob, Files: { } tar } && stated.GetString() is { } digest && digest.StartsWith("sha256:", StringComparison.Ordinal))
                blobs.CheckDigest(blob, tar, digest["sha256:".Length..]);
        }
    }

    private static Image Describe(Image image, JsonElement document)
    {
        var config = document.TryGetProperty("config", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return image with
        {
            Platform = image.Platform ?? (Text(document, "os") is { } os ? $"{os}/{Text(document, "architecture")}" : null),
            User = Text(config, "User"),
            Environment = Texts(config, "Env"),
            Entrypoint = Texts(config, "Entrypoint"),
            Command = Texts(config, "Cmd"),
            HealthCheck = config.ValueKind == JsonValueKind.Object && config.TryGetProperty("Healthcheck", out var check) && check.ValueKind == JsonValueKind.Object ? Texts(check, "Test") : [],
            OnBuild = Texts(config, "OnBuild"),
            Shell = Texts(config, "Shell"),
            Labels = config.ValueKind == JsonValueKind.Object && config.TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
                ? [.. labels.EnumerateObject().Select(label => (label.Name, label.Value.ToString()))]
                : [],
            History = [.. Items(document, "history").Select(step => Text(step, "created_by") ?? "")],
        };
    }

    private Entry? Find(JsonElement descriptor)
    {
        var blob = blobs.Find(BlobPath(Text(descriptor, "digest")));
        if (blob is not null)
            CheckSize(descriptor, blob);
        return blob;
    }

    private void CheckSize(JsonElement descriptor, Entry blob)
    {
        if (descriptor.TryGetProperty("size", out var size) && size.TryGetInt64(out var stated) && stated != blob.Size)
            sink.Report(AnomalyKind.LyingSize, blob.Path, $"has {blob.Size} bytes where its descriptor says {stated}");
    }

    private JsonElement? Document(string path)
    {
        if (!documents.TryGetValue(path, out var bytes))
            return null;
        using var json = JsonDocument.Parse(bytes);
        return json.RootElement.Clone();
    }

    private static string BlobPath(string? digest) => EntryPath.Parse("blobs/" + digest?.Replace(':', '/')).Value;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    private static List<string> Texts(JsonElement json, string name) =>
        [.. Items(json, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
