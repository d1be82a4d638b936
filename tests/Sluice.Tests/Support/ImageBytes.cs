using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Tests.Support;

/// <summary>An image to write, its layers as plain tar archives, the lowest first.</summary>
public sealed record ImageSpec
{
    public required IReadOnlyList<byte[]> Layers { get; init; }

    public IReadOnlyList<string> Environment { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> History { get; init; } = [];

    public string User { get; init; } = "";

    /// <summary>What a saved image is called.</summary>
    public string Tag { get; init; } = "acme/app:1";

    /// <summary>How a layer is stored in an image layout.</summary>
    public Func<byte[], byte[]> Pack { get; init; } = TestArchive.Gzip;
}

/// <summary>Writes image layouts and saved images.</summary>
public static class ImageBytes
{
    public static byte[] DockerSave(ImageSpec image)
    {
        var config = Config(image);
        var tar = new TarBytes();
        foreach (var layer in image.Layers)
            tar.Member($"{Digest(layer)}/layer.tar", '0', layer);
        tar.Member($"{Digest(config)}.json", '0', config);
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = $"{Digest(config)}.json", RepoTags = new[] { image.Tag }, Layers = image.Layers.Select(layer => $"{Digest(layer)}/layer.tar") } });
        return tar.Member("manifest.json", '0', manifest).End().ToArray();
    }

    /// <summary>An OCI layout as paths and contents, for a tar archive or a folder.</summary>
    public static List<(string Path, byte[] Bytes)> Layout(params ImageSpec[] images)
    {
        var files = new List<(string, byte[])>();
        var manifests = new List<object>();
        foreach (var image in images)
        {
            var layers = image.Layers.Select(layer => Blob(files, image.Pack(layer), "application/vnd.oci.image.layer.v1.tar+gzip")).ToArray();
            var config = Blob(files, Config(image), "application/vnd.oci.image.config.v1+json");
            manifests.Add(Blob(files, JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, config, layers }), "application/vnd.oci.image.manifest.v1+json"));
        }

        files.Add(("index.json", JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests })));
        files.Add(("oci-layout", Encoding.UTF8.GetBytes("{\"imageLayoutVersion\":\"1.0.0\"}")));
        return files;
    }

    public static byte[] LayoutTar(params ImageSpec[] images) => TestArchive.Tar([.. Layout(images)]);

    private static object Blob(List<(string, byte[])> files, byte[] bytes, string mediaType)
    {
        files.Add(($"blobs/sha256/{Digest(bytes)}", bytes));
        return new { mediaType, digest = $"sha256:{Digest(bytes)}", size = bytes.Length };
    }

    private static byte[] Config(ImageSpec image) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        architecture = "amd64",
        os = "linux",
        config = new { image.User, Env = image.Environment, image.Labels },
        rootfs = new { type = "layers", diff_ids = image.Layers.Select(layer => $"sha256:{Digest(layer)}") },
        history = image.History.Select(step => new { created_by = step }),
    });

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
