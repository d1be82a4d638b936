using Sluice.Artifacts;
using Sluice.Tests.Support;
using static Sluice.Tests.Incidents.IncidentFixtures;

namespace Sluice.Tests.Incidents;

/// <summary>The incidents that this version's rules are for.</summary>
public static class IncidentCases
{
    private const string Closed = """{"name":"@acme/cli-demo","version":"2.1.88","license":"SEE LICENSE IN LICENSE.md","bin":{"acme":"cli.js"}}""";
    private const string Open = """{"name":"open-lib","version":"3.1.0","license":"MIT","repository":"github:acme/open-lib","main":"dist/index.js","files":["dist","src"]}""";
    private const string Extension = """{"manifest_version":3,"name":"Fake","version":"1.2.3","background":{"service_worker":"bg.js"}}""";

    public static IReadOnlyList<IncidentCase> All { get; } =
    [
        .. RegistryCases.All,

        new("dotnet-embedded-source-derived", ["exposure/debug-symbols"],
            "AcmeClosed.1.0.0.nupkg", seed => NuGet("Acme Commercial Licence", TestAssembly.Build(source: CSharp(seed))),
            "AcmeOpen.1.0.0.nupkg", seed => NuGet("MIT", TestAssembly.Build(source: CSharp(seed)))),

        new("snapchat-ios-source-2018", ["exposure/original-source"],
            "app.ipa", seed => Ipa(("Payload/Fake.app/Camera/FakeLens.m", Bytes(ObjectiveC(seed))), ("Payload/Fake.app/Camera/FakeLens.h", Bytes(ObjectiveC(seed + 1)))),
            "app.ipa", seed => Ipa(("Payload/Fake.app/main.jsbundle", Bytes(Bundle(seed, null))), ("Payload/Fake.app/LICENSES/zlib.txt", Bytes("zlib License\n\nThis software is provided 'as-is', without any express or implied warranty.\n")))),

        new("miqu-model-leak-2024", ["exposure/model-weights"],
            "upload.zip", seed => TestArchive.Zip(("upload/model-q5.gguf", Gguf($"acme-internal-{seed}b"))),
            "open-model-1.0.0.tgz", seed => TestArchive.Npm("""{"name":"tiny-model","version":"1.0.0","license":"Apache-2.0","files":["models"],"main":"index.js"}""", ("index.js", "module.exports = require.resolve('./models/tiny.gguf');\n"), ("models/tiny.gguf", System.Text.Encoding.Latin1.GetString(Gguf("tiny")))))
        { Visibility = Visibility.Proprietary },

        new("apple-appstore-web-sourcemaps-2025", ["exposure/source-map"],
            "site.zip", seed => TestArchive.Zip(("index.html", Bytes("<script src=assets/index-abc123.js></script>\n")), ("assets/index-abc123.js", Bytes(Bundle(seed, "index-abc123.js.map"))), ("assets/index-abc123.js.map", Map(seed))),
            "site.zip", seed => TestArchive.Zip(("index.html", Bytes("<script src=assets/index-abc123.js></script>\n")), ("assets/index-abc123.js", Bytes(Bundle(seed, null))))),

        new("claude-code-2026-03-sourcemap", ["exposure/source-map"],
            "cli-demo-2.1.88.tgz", seed => Package(Closed, ("cli.js", Bytes(Bundle(seed, "cli.js.map"))), ("cli.js.map", Map(seed))),
            "open-lib-3.1.0.tgz", seed => Package(Open, ("dist/index.js", Bytes(Bundle(seed, "index.js.map"))), ("dist/index.js.map", Map(seed)))),

        new("whl-ds-store-and-residue", ["exposure/residue"],
            "pkg-1.0.0.tgz", seed => Package(Closed, ("cli.js", Bytes(Bundle(seed, null))), (".DS_Store", FinderFolder("secret-roadmap.key")), (".npmrc", Bytes($"//registry.example/:_authToken={TestSecret.Npm(seed)}\n"))),
            "pkg-1.0.0.tgz", seed => Package(Closed, ("cli.js", Bytes(Bundle(seed, null))), (".npmrc", Bytes("save-exact=true\n")))),

        new("ms-38tb-sas-token-2023", ["secret/signed-url"],
            "models-1.0.0.tgz", seed => Package(Open, ("README.md", Bytes(Download(seed, $"sv=202{seed % 4}-10-02&ss=bfqt&srt=sco&sp=rwdlacupx&se=2051-10-0{1 + (seed % 9)}T07:28:47Z&st=2021-10-06T00:28:47Z&spr=https"))), ("dist/index.js", Bytes(Bundle(seed, null)))),
            "models-1.0.0.tgz", seed => Package(Open, ("README.md", Bytes(Download(seed, $"sv=2022-11-02&st=2026-01-0{1 + (seed % 9)}T00:00:00Z&se=2026-01-1{seed % 6}T00:00:00Z&sr=b&sp=r"))), ("dist/index.js", Bytes(Bundle(seed, null))))),

        new("pypi-secrets-in-packages-2023", ["secret/aws-access-key"],
            "acme_internal-0.1.tar.gz", seed => Sdist(("settings.py", $"AWS_ACCESS_KEY_ID = '{TestSecret.AwsId(seed)}'\nAWS_SECRET_ACCESS_KEY = '{TestSecret.AwsSecret(seed)}'\n")),
            "acme_internal-0.1.tar.gz", _ => Sdist(("docs/usage.py", $"aws_access_key_id = '{"AKIAIOSFODNN7" + "EXAMPLE"}'\naws_secret_access_key = '{"wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY"}'\n"))),

        new("pypi-admin-token-pyc-2024", ["secret/github-token"],
            "image.tar", seed => DockerArchive("{}", [("app/build.py", Bytes("token = None\n")), ("app/__pycache__/build.cpython-311.pyc", Pyc($"def client():\n    token = '{TestSecret.GitHub(seed)}'\n    return token\n"))]),
            "image.tar", seed => DockerArchive("{}", [("app/build.pyc", Pyc($"URL = 'https://docs.example/{seed}'\nID = '123e4567-e89b-42d3-a456-42661417{seed:0000}'\nSUM = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n"))])),

        new("artipacked-2024", ["exposure/residue"],
            "artifact.zip", seed => TestArchive.Zip(("dist/app.js", Bytes(Bundle(seed, null))), (".git/HEAD", Bytes("ref: refs/heads/main\n")), (".git/config", Bytes($"[core]\n\tbare = false\n[http \"https://git.example/\"]\n\textraheader = AUTHORIZATION: basic {Convert.ToBase64String(Bytes("x-access-token:gh" + "s_" + TestSecret.Alphanumeric(36, seed)))}\n"))),
            "artifact.zip", seed => TestArchive.Zip(("dist/app.js", Bytes(Bundle(seed, null))))),

        new("chrome-ext-hardcoded-keys-2025", ["secret/aws-access-key"],
            "ext.zip", seed => TestArchive.Zip(("manifest.json", Bytes(Extension)), ("bg.js", Bytes($"const c={{accessKeyId:'{TestSecret.AwsId(seed)}',secretAccessKey:'{TestSecret.AwsSecret(seed)}'}};\n"))),
            "ext.zip", seed => TestArchive.Zip(("manifest.json", Bytes(Extension)), ("bg.js", Bytes($"const client='{seed}42-abc.apps.googleusercontent.com',ga='G-AB12CD34',dsn='https://0123456789abcdef@o1.ingest.example/42';\n")))),

        new("dockerhub-10456-images-2025", ["exposure/residue"],
            "image.tar", seed => DockerArchive("{}", [("app/server.py", Bytes("import os\n")), ("app/.env", Bytes($"OPENAI_API_KEY=sk-{TestSecret.Alphanumeric(48, seed)}\nDATABASE_URL=postgres://app:{TestSecret.Alphanumeric(14, seed)}@db.example/x\n"))]),
            "image.tar", _ => DockerArchive("{}", [("app/server.py", Bytes("import os\n")), ("app/.env.example", Bytes("OPENAI_API_KEY=<your-key>\nDATABASE_URL=postgres://user:changeme@localhost/x\n"))])),

        new("yahoo-axis-chrome-privkey-2012", ["secret/private-key"],
            "ext.zip", _ => TestArchive.Zip(("manifest.json", Bytes(Extension)), ("bg.js", Bytes("self.x=1;\n")), ("nano_client.pem", Bytes(TestSecret.RsaPrivateKey()))),
            "ext.zip", _ => TestArchive.Zip(("manifest.json", Bytes(Extension)), ("bg.js", Bytes("self.x=1;\n")), ("pin.pem", Bytes(PublicKey())))),

        new("mcp-config-secrets-2026", ["secret/github-token"],
            "project.zip", seed => TestArchive.Zip((".mcp.json", Bytes("{\"mcpServers\":{\"gh\":{\"command\":\"npx\",\"args\":[\"-y\",\"@example/gh\"],\"env\":{\"GITHUB_TOKEN\":\"" + TestSecret.GitHub(seed) + "\"}}}}"))),
            "project.zip", _ => TestArchive.Zip((".mcp.json", Bytes("""{"mcpServers":{"gh":{"command":"npx","args":["-y","@example/gh"],"env":{"GITHUB_TOKEN":"${env:GITHUB_TOKEN}"}}}}""")))),

        new("emeraldwhale-git-config-2024", ["exposure/residue"],
            "site.zip", seed => TestArchive.Zip(("index.html", Bytes("<p>hello</p>\n")), (".git/HEAD", Bytes("ref: refs/heads/main\n")), (".git/config", Bytes($"[remote \"origin\"]\n\turl = https://oauth2:{"glp" + "at-"}{TestSecret.Alphanumeric(20, seed)}@git.example/x.git\n"))),
            "site.zip", _ => TestArchive.Zip(("index.html", Bytes("<p>How to read .git/config</p>\n")), (".well-known/security.txt", Bytes("Contact: mailto:security@acme.example\n")))),

        .. SourceIncidents.All,
        .. DeviatingIncidents.All,
        .. ReachingIncidents.All,
        .. ExchangedIncidents.All,
    ];

    private static string Download(int seed, string query) =>
        $"# Models\n\nDownload:\n\n    curl 'https://acmemodels{seed}.blob.example/m/x.ckpt?{query}&sig={Uri.EscapeDataString(TestSecret.Random("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 43, seed))}%3D' -o x.ckpt\n";

    private static byte[] Package(string manifest, params (string Path, byte[] Bytes)[] files) =>
        TestArchive.Tgz([("package/package.json", Bytes(manifest)), ("package/LICENSE.md", Bytes("Copyright Acme. All rights reserved.\n")), .. files.Select(file => ("package/" + file.Path, file.Bytes))]);

    private static byte[] Sdist(params (string Path, string Text)[] files) => TestArchive.Tgz(
    [
        ("acme_internal-0.1/PKG-INFO", Bytes("Metadata-Version: 2.1\nName: acme_internal\nVersion: 0.1\nLicense: Proprietary\n")),
        .. files.Select(file => ("acme_internal-0.1/" + file.Path, Bytes(file.Text))),
    ]);

    private static byte[] NuGet(string license, byte[] assembly) => TestArchive.Zip(
        ("Acme.nuspec", Bytes($"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Acme</id><version>1.0.0</version><authors>Acme</authors><license type="expression">{license}</license><repository type="git" url="https://git.example/acme" /><description>x</description></metadata></package>""")),
        ("lib/net10.0/Acme.dll", assembly));

    private static string CSharp(int seed) => string.Concat(Enumerable.Range(0, 40).Select(i => $"// Acme internal {seed}\nclass C{i} {{ int F() => {i * seed}; }}\n"));

    private static string PublicKey()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }
}
