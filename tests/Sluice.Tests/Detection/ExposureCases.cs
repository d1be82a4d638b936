using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class ExposureCases : DetectorCases
{
    private const string Source = "exposure/original-source";
    private const string Weights = "exposure/model-weights";
    private const string Document = "exposure/internal-document";

    public override IEnumerable<DetectorCase> All => [.. Sources, .. Models, .. Agents, .. Documents, .. Others];

    private static IEnumerable<DetectorCase> Sources =>
    [
        Fires(Source, "TypeScript beside its bundle", Npm(("cli.js", "1"), ("src/a.ts", "let a: string\n"), ("src/b.tsx", "1"), ("src/c/d.ts", "1"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(Source, "one forgotten file", Npm(("cli.js", "1"), ("src/a.ts", "1"))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires(Source, "Objective-C in an app", Zip(("Payload/Fake.app/Info.plist", "<plist><dict><key>CFBundleIdentifier</key><string>org.acme</string></dict></plist>"), ("Payload/Fake.app/Camera/Lens.m", "// Copyright Acme\n@implementation Lens\n@end\n"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(Source, "Java beside its classes", Jar("Lens.java", "Door.java", "Wall.java")) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent(Source, "type declarations", Npm(("cli.js", "1"), ("a.d.ts", "1"), ("b.d.mts", "1"), ("c.d.cts", "1"))),
        Silent(Source, "a package whose entry point is its source", NpmOf(""" "main": "src/a.ts", "license": "UNLICENSED" """, ("src/a.ts", "1"), ("src/b.ts", "1"), ("src/c.ts", "1"), ("x.js", "1"))),
        Silent(Source, "an open package", NpmOf(""" "license": "MIT" """, ("cli.js", "1"), ("src/a.ts", "1"), ("src/b.ts", "1"), ("src/c.ts", "1"))),
        Silent(Source, "source of a bundled dependency", Npm(("cli.js", "1"), ("node_modules/b/src/a.ts", "1"), ("node_modules/b/src/b.ts", "1"), ("node_modules/b/src/c.ts", "1"))),
        Silent(Source, "a jar of sources alone", Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), ("a/A.java", "1"), ("a/B.java", "1"), ("a/C.java", "1"))),
        Silent(Source, "an app with a script bundle and headers of licences", Zip(("Payload/Fake.app/Info.plist", "<plist><dict/></plist>"), ("Payload/Fake.app/main.jsbundle", "var a"), ("Payload/Fake.app/LICENSES/gpl.h", "1"))),
    ];

    private static IEnumerable<DetectorCase> Models =>
    [
        new(Weights, "weights alone", true, "model.gguf", () => [.. "GGUF"u8, 3, 0, 0, 0, .. new byte[200]]) { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(Weights, "tensors whatever the name says", Tgz("data/blob.bin", Safetensors)) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(Weights, "weights that the manifest lists by name", Tgz("model/w.safetensors", Safetensors, """{"name": "a", "version": "1.0.0", "license": "UNLICENSED", "files": ["model/w.safetensors"]}""")) with { Decision = Decision.Allow },
        Silent(Weights, "weights under an open licence", Tgz("model/w.safetensors", Safetensors, """{"name": "a", "version": "1.0.0", "license": "Apache-2.0"}""")),
        Silent(Weights, "JSON that speaks of tensors", Npm(("a.json", """{"dtype": "f32", "shape": [1]}"""))),
        Silent(Weights, "any other binary", Tgz("a.bin", [1, 2, 3, 0, .. new byte[200]])),
    ];

    private static IEnumerable<DetectorCase> Agents =>
    [
        Fires("exposure/agent-instructions", "a file of instructions", Npm(("cli.js", "1"), ("CLAUDE.md", "Use tabs.\n"))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires("exposure/agent-instructions", "a folder of settings", Npm(("cli.js", "1"), (".cursor/rules/a.mdc", "Use tabs.\n"))),
        Silent("exposure/agent-instructions", "in an open package", NpmOf(""" "license": "MIT" """, ("cli.js", "1"), ("AGENTS.md", "Use tabs.\n"))),
        Silent("exposure/agent-instructions", "in a bundled dependency", Npm(("cli.js", "1"), ("node_modules/b/AGENTS.md", "Use tabs.\n"))),
        Silent("exposure/agent-instructions", "a document about agents", Npm(("cli.js", "1"), ("docs/agents-guide.md", "How agents work.\n"))),
        Fires("exposure/agent-transcript", "a session", Npm(("log/a.jsonl", """{"type":"user","sessionId":"1","cwd":"/home/me","message":{"role":"user","content":"fix it"}}"""))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires("exposure/agent-transcript", "a session written with blanks", Npm(("log/a.jsonl", """{"type": "user", "sessionId": "1", "message": {"role": "user", "content": "fix it"}}"""))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires("exposure/agent-transcript", "a history by its name", Npm(("tasks/1/api_conversation_history.json", """[{"role":"user","content":[]}]"""))) with { AtLeast = Severity.High },
        Silent("exposure/agent-transcript", "a conversation in an interface", Npm(("data/chat.json", """[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]"""))),
        Silent("exposure/agent-transcript", "a data set for training", Npm(("data/a.jsonl", """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}"""))),
        Fires("exposure/system-prompt", "in a bundle", Npm(("cli.js", "var p=\"You are Acme's assistant. " + Filler(500) + "\";"))) with { Decision = Decision.Allow },
        Fires("exposure/system-prompt", "in Python over many lines", Npm(("a.py", "P = \"\"\"You are an agent.\n" + Filler(500) + "\n\"\"\"\n"))),
        Silent("exposure/system-prompt", "a sentence in an error message", Npm(("cli.js", "throw Error(\"You are using an old version; the user must update.\");" + Filler(600)))),
        Silent("exposure/system-prompt", "prose in a comment", Npm(("cli.js", "/* You are free to use this tool. " + Filler(500) + " */"))),
    ];

    private static IEnumerable<DetectorCase> Documents =>
    [
        Fires(Document, "a heading", Npm(("cli.js", "1"), ("docs/plan.md", "# ACME CONFIDENTIAL\n\nNext year we will.\n"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(Document, "in the footer of an office document", () => TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(ClosedJson)), ("package/plan.docx", TestArchive.Zip(("word/document.xml", "<w:t>Plan</w:t>"u8.ToArray()), ("word/footer1.xml", "<w:p><w:t>INTERNAL USE ONLY</w:t></w:p>"u8.ToArray()))))) with { AtLeast = Severity.High },
        Fires(Document, "a mark in small letters", Npm(("cli.js", "1"), ("notes.txt", "Company Confidential. Not for people outside of Acme.\nNumbers\n"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent(Document, "the same words as the start of a sentence", Npm(("cli.js", "1"), ("README.md", "Strictly confidential values are masked, and\ncompany confidential, as it were, ones too.\n"))),
        Silent(Document, "the words in running text", Npm(("cli.js", "1"), ("README.md", "Values marked confidential are masked. Do not distribute your keys.\n"))),
        Silent(Document, "a licence", Npm(("cli.js", "1"), ("LICENSE.txt", "CONFIDENTIAL INFORMATION\n"))),
        Silent(Document, "a heading about confidentiality in a bundled dependency", Npm(("cli.js", "1"), ("node_modules/b/a.md", "# CONFIDENTIAL\n"))),
        Fires("exposure/notebook-output", "a cell that ran", Npm(("cli.js", "1"), ("a.ipynb", """{"cells": [{"cell_type": "code", "outputs": [{"text": "1"}]}]}"""))),
        Silent("exposure/notebook-output", "cells without outputs", Npm(("cli.js", "1"), ("a.ipynb", """{"cells": [{"cell_type": "code", "outputs": []}]}"""))),
        Fires("exposure/ci-configuration", "workflows", Npm(("cli.js", "1"), (".github/workflows/a.yml", "on: push\n"), (".github/workflows/b.yml", "on: push\n"))),
        Silent("exposure/ci-configuration", "in an open package", NpmOf(""" "license": "MIT" """, ("cli.js", "1"), (".travis.yml", "language: node_js\n"))),
        Silent("exposure/ci-configuration", "an issue template", Npm(("cli.js", "1"), (".github/ISSUE_TEMPLATE.md", "hello\n"))),
    ];

    private static IEnumerable<DetectorCase> Others =>
    [
        Fires("signature/key-leak", "the key that the manifest names", () => Extension(isOwn: true, isPublic: false)) with { AtLeast = Severity.Critical, Decision = Decision.Deny },
        Fires("signature/key-leak", "another key", () => Extension(isOwn: false, isPublic: false)) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent("signature/key-leak", "the public half", () => Extension(isOwn: true, isPublic: true)),
        Fires("exposure/debug-symbols", "a native symbol file", Tgz("bin/tool.pdb", [.. "Microsoft C/C++ MSF 7.00\r\n"u8, 0x1a, .. new byte[100]])),
        Silent("exposure/debug-symbols", "a native symbol file of an open package", Tgz("bin/tool.pdb", [.. "Microsoft C/C++ MSF 7.00\r\n"u8, 0x1a, .. new byte[100]], """{"name": "a", "version": "1.0.0", "license": "MIT"}""")),
        Fires("exposure/private-key-file", "a key in DER", Tgz("lib/signing.bin", PrivateKey())) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent("exposure/private-key-file", "its public half", Tgz("lib/signing.bin", PublicKey())),
        Silent("exposure/private-key-file", "a test key of an open package", Tgz("test/key.der", PrivateKey(), """{"name": "a", "version": "1.0.0", "license": "MIT"}""")),
        Fires("exposure/key-store", "a store with a key", Tgz("server.dat", KeyStore(withKey: true))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires("exposure/key-store", "a database of passwords", Tgz("team.kdbx", [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 0, 0, 4, 0, .. new byte[200]])) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent("exposure/key-store", "bytes that begin alike", Tgz("data.bin", [0x03, 0xd9, 0xa2, 0x9a, 0, 1, 2, 3, 4, 0, .. new byte[200]])),
        Silent("exposure/key-store", "a store of certificates", Tgz("trusted.p12", KeyStore(withKey: false))),
        Silent("exposure/key-store", "a test store in an open package", Tgz("test/server.p12", KeyStore(withKey: true), """{"name": "a", "version": "1.0.0", "license": "MIT"}""")),
    ];

    /// <summary>An extension for browsers, with a new key beside it whose public half its manifest names or not.</summary>
    private static byte[] Extension(bool isOwn, bool isPublic)
    {
        using var key = RSA.Create(1024);
        using var other = RSA.Create(1024);
        var manifest = $$"""{"manifest_version": 3, "name": "A", "version": "1", "key": "{{Convert.ToBase64String((isOwn ? key : other).ExportSubjectPublicKeyInfo())}}"}""";
        return TestArchive.Zip(("manifest.json", Encoding.UTF8.GetBytes(manifest)), ("bg.js", [65]), ("nano_client.pem", Encoding.ASCII.GetBytes(isPublic ? key.ExportSubjectPublicKeyInfoPem() : key.ExportRSAPrivateKeyPem())));
    }

    private const string ClosedJson = """{"name": "acme", "version": "1.0.0", "license": "UNLICENSED", "files": ["*"]}""";

    private static byte[] Safetensors
    {
        get
        {
            var header = Encoding.UTF8.GetBytes("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""");
            return [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. header, .. new byte[64]];
        }
    }

    private static byte[] PrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static byte[] PublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static byte[] KeyStore(bool withKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=acme.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));
        using var alone = X509CertificateLoader.LoadCertificate(certificate.RawData);
        return (withKey ? certificate : alone).Export(X509ContentType.Pkcs12, "x");
    }

    private static string Filler(int length) => string.Concat(Enumerable.Repeat("Answer what the user asks. ", (length / 27) + 1));

    private static DetectorCase Fires(string rule, string name, Func<byte[]> build) => new(rule, name, true, "artifact", build);

    private static DetectorCase Silent(string rule, string name, Func<byte[]> build) => new(rule, name, false, "artifact", build);

    private static Func<byte[]> Npm(params (string, string)[] files) => () => TestArchive.Npm(ClosedJson, files);

    private static Func<byte[]> NpmOf(string fields, params (string, string)[] files) => () => TestArchive.Npm($$"""{"name": "acme", "version": "1.0.0", {{fields}}}""", files);

    private static Func<byte[]> Zip(params (string Path, string Text)[] files) => () => TestArchive.Zip([.. files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))]);

    private static Func<byte[]> Tgz(string path, byte[] bytes, string manifest = ClosedJson) => () => TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(manifest)), ("package/index.js", [65]), ("package/" + path, bytes));

    private static Func<byte[]> Jar(params string[] sources) => () => TestArchive.Zip([("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"u8.ToArray()), ("a/A.class", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. sources.Select(name => ("a/" + name, "class A {}\n"u8.ToArray()))]);
}
