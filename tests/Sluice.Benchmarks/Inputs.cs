using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>What is measured, made from a seed in a scratch folder; sizes follow the case that Sluice was built for.</summary>
internal static class Inputs
{
    private static readonly string[] Words =
    [
        "account", "apply", "array", "async", "await", "buffer", "build", "cache", "client", "command", "config", "const", "context", "cursor", "decode", "default", "digest", "editor", "error",
        "event", "export", "fetch", "filter", "format", "frame", "function", "handle", "header", "import", "index", "input", "input", "item", "length", "limit", "logger", "message", "module", "node", "option",
        "output", "parser", "path", "promise", "prompt", "queue", "record", "request", "resolve", "response", "result", "return", "schema", "session", "shell", "state", "stream", "string", "token", "tool", "type", "update", "value", "window",
    ];

    /// <summary>A tgz with a minified bundle of 13 MB and a map of 60 MB that carries 1,906 sources.</summary>
    public static string BundleWithMap(string folder)
    {
        var file = Path.Combine(folder, "bundle.tgz");
        using var output = File.Create(file);
        using var gzip = new GZipStream(output, CompressionLevel.Optimal);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        var random = new Random(88);
        Add(tar, "package/package.json", """{"name":"@acme/cli","version":"2.1.88","license":"UNLICENSED","bin":{"acme":"cli.js"}}""");
        Add(tar, "package/cli.js", Minified(random, 13_000_000));
        Add(tar, "package/cli.js.map", Map(random, sources: 1906, bytes: 59_800_000));
        return file;
    }

    /// <summary>An image as docker saves it: layers of real files from this machine, uncompressed, 1 GB in all.</summary>
    public static string DockerArchive(string folder, long bytes = 1_000_000_000)
    {
        var file = Path.Combine(folder, $"image-{bytes / 1_000_000}.tar");
        var layers = new List<string>();
        using (var output = File.Create(file))
        using (var tar = new TarWriter(output, TarEntryFormat.Pax))
        {
            var left = bytes;
            foreach (var root in (string[])["/usr/lib", "/usr/share", "/usr/bin", "/opt"])
            {
                if (left <= 0 || !Directory.Exists(root))
                    continue;
                var layer = Path.Combine(folder, "layer.tar");
                left -= WriteLayer(layer, root, left);
                using var content = File.OpenRead(layer);
                var digest = Convert.ToHexStringLower(SHA256.HashData(content));
                content.Position = 0;
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"blobs/sha256/{digest}") { DataStream = content });
                layers.Add(digest);
            }

            var config = $$$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', layers.Select(layer => $"\"sha256:{layer}\""))}}}]},"history":[]}""";
            var configDigest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(config)));
            Add(tar, $"blobs/sha256/{configDigest}", config);
            Add(tar, "manifest.json", $$"""[{"Config":"blobs/sha256/{{configDigest}}","RepoTags":["bench:1"],"Layers":[{{string.Join(',', layers.Select(layer => $"\"blobs/sha256/{layer}\""))}}]}]""");
        }

        File.Delete(Path.Combine(folder, "layer.tar"));
        return file;
    }

    private static long WriteLayer(string layer, string root, long limit)
    {
        using var output = File.Create(layer);
        using var tar = new TarWriter(output, TarEntryFormat.Pax);
        foreach (var file in Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true }).Order(StringComparer.Ordinal))
        {
            if (output.Position > limit)
                break;
            using var content = File.OpenRead(file);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.TrimStart('/')) { DataStream = content });
        }

        return output.Position;
    }

    private static void Add(TarWriter tar, string path, string text)
    {
        TarEntry entry = tar.Format == TarEntryFormat.Pax ? new PaxTarEntry(TarEntryType.RegularFile, path) : new UstarTarEntry(TarEntryType.RegularFile, path);
        entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        tar.WriteEntry(entry);
    }

    /// <summary>A line of source.</summary>
    public static string Line(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"  const {Word(random)}{random.Next(99)} = await {Word(random)}.{Word(random)}({{ {Word(random)}: '{Word(random)}-{Word(random)}' }});\n");

    public static string Word(Random random) => Words[random.Next(Words.Length)];

    private static string Minified(Random random, int bytes)
    {
        var text = new StringBuilder(bytes + 200);
        while (text.Length < bytes)
            text.Append(CultureInfo.InvariantCulture, $"function {Name(random)}({Name(random)},{Name(random)}){{let {Name(random)}={Name(random)}.{Word(random)}({random.Next(9999)},\"{Word(random)} {Word(random)}\");return {Name(random)}?.{Word(random)}??{Name(random)}[{random.Next(99)}]}}");
        return text.ToString();
    }

    private static string Name(Random random) => $"{(char)('a' + random.Next(26))}{(char)('A' + random.Next(26))}{(random.Next(3) == 0 ? "$" : "")}";

    private static string Map(Random random, int sources, int bytes)
    {
        var text = new StringBuilder(bytes + 200_000);
        text.Append("{\"version\":3,\"file\":\"cli.js\",\"sources\":[");
        text.AppendJoin(',', Enumerable.Range(0, sources).Select(i => $"\"../src/{Words[i % Words.Length]}/{Words[i / Words.Length]}{i}.ts\""));
        text.Append("],\"sourcesContent\":[");
        var each = bytes * 3 / 4 / sources;
        for (var i = 0; i < sources; i++)
        {
            text.Append(i == 0 ? "\"" : ",\"");
            var end = text.Length + each;
            while (text.Length < end)
                text.Append(CultureInfo.InvariantCulture, $"  const {Word(random)}{random.Next(99)} = await {Word(random)}.{Word(random)}({{ {Word(random)}: '{Word(random)}-{Word(random)}' }});\\n  if (!{Word(random)}) return {Word(random)};\\n");
            text.Append('"');
        }

        text.Append("],\"names\":[],\"mappings\":\"");
        while (text.Length < bytes)
            text.Append((char)('A' + random.Next(26))).Append((char)('A' + random.Next(26))).Append("SAAS,").Append((char)('A' + random.Next(26))).Append(random.Next(30) == 0 ? ';' : 'C');
        return text.Append("\"}").ToString();
    }
}
