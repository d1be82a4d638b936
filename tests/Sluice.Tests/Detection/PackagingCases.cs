using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class PackagingCases : DetectorCases
{
    private const string MissingEntryPoint = "packaging/missing-entry-point";
    private const string VersionMismatch = "packaging/version-mismatch";
    private const string CarriageReturn = "packaging/script-carriage-return";
    private const string ByteOrderMark = "packaging/script-byte-order-mark";
    private const string RecordMismatch = "packaging/record-mismatch";

    public override IEnumerable<DetectorCase> All =>
        [.. EntryPoints, .. Exports, .. Commands, .. Publishing, .. AllowLists, .. Versions, .. Wheels, .. LargeFiles, .. Others];

    private static IEnumerable<DetectorCase> LargeFiles =>
    [
        Fires("packaging/lfs-pointer", "in place of a model", Npm(""" "main": "a.js" """, ("a.js", "1"), ("data/model.bin", Pointer("3")))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires("packaging/lfs-pointer", "with extensions and line ends of Windows", Npm(""" "main": "a.js" """, ("a.js", "1"), ("a.psd", Pointer("4").Replace("oid", "ext-0-foo sha256:00\noid", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)))),
        Silent("packaging/lfs-pointer", "among tests", Npm(""" "main": "a.js" """, ("a.js", "1"), ("test/fixtures/a.bin", Pointer("5")))),
        Silent("packaging/lfs-pointer", "a text about pointers", Npm(""" "main": "a.js" """, ("a.js", "1"), ("README.md", "A pointer:\n\n" + Pointer("6")), ("b.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:<digest>\n"))),
    ];

    private static string Pointer(string digit) => $"version https://git-lfs.github.com/spec/v1\noid sha256:{string.Concat(Enumerable.Repeat(digit, 64))}\nsize 123456789\n";

    private static IEnumerable<DetectorCase> EntryPoints =>
    [
        Fires(MissingEntryPoint, "nothing of it can be loaded", Npm(""" "main": "dist/index.js" """, ("src/index.ts", "1"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(MissingEntryPoint, "one of two conditions is missing", Npm(""" "exports": {".": {"import": "./a.mjs", "require": "./a.cjs"}} """, ("a.mjs", "1"))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires(MissingEntryPoint, "a command is missing", Npm(""" "main": "a.js", "bin": {"acme": "./bin/acme.js"} """, ("a.js", "1"))) with { AtLeast = Severity.Medium },
        Fires(MissingEntryPoint, "types are missing", Npm(""" "main": "a", "types": "./a.d.ts" """, ("a.js", "1"))),
        Fires(MissingEntryPoint, "the script of a browser extension is missing", Zip(("manifest.json", """{"manifest_version": 3, "name": "A", "version": "1", "background": {"service_worker": "bg.js"}}"""), ("x.js", "1"))) with { AtLeast = Severity.Medium },
        Fires(MissingEntryPoint, "main leads out of the package", Npm(""" "main": "../elsewhere.js" """, ("a.js", "1"))) with { AtLeast = Severity.High },
        Silent(MissingEntryPoint, "main without its extension", Npm(""" "main": "./lib/a" """, ("lib/a.js", "1"))),
        Silent(MissingEntryPoint, "main is a folder with an index", Npm(""" "main": "lib/" """, ("lib/index.json", "{}"))),
        Silent(MissingEntryPoint, "main is missing but Node takes the index", Npm(""" "main": "dist/gone.js" """, ("index.js", "1"))),
        Silent(MissingEntryPoint, "no main at all", Npm(""" "description": "data" """, ("data.json", "1"))),
        Silent(MissingEntryPoint, "a package of types with an empty main", Npm(""" "main": "", "types": "index" """, ("index.d.ts", "1"))),
        Silent(MissingEntryPoint, "patterns forbidden subpaths and fallbacks", Npm(""" "exports": {"./f/*": "./f/*.js", "./f/internal/*": null, ".": ["./a.js", "./old.js"]} """, ("f/x.js", "1"), ("a.js", "1"))),
        Silent(MissingEntryPoint, "a condition for the author's own tools", Npm(""" "exports": {".": {"source": "./src/a.ts", "default": "./a.js"}} """, ("a.js", "1"))),
        Silent(MissingEntryPoint, "a replacement for browsers that is a package", Npm(""" "main": "a.js", "browser": {"fs": "browserify-fs", "net": false} """, ("a.js", "1"))),
        Silent(MissingEntryPoint, "a bundled dependency that is broken", Npm(""" "main": "a.js" """, ("a.js", "1"), ("node_modules/b/package.json", """{"name": "b", "main": "gone"}"""))),
    ];

    private static IEnumerable<DetectorCase> Exports =>
    [
        Fires("packaging/exports-order", "default before import", Npm(""" "exports": {".": {"default": "./a.js", "import": "./a.js"}} """, ("a.js", "1"))) with { AtLeast = Severity.Medium },
        Fires("packaging/exports-order", "types behind code", Npm(""" "exports": {"import": "./a.js", "types": "./a.d.ts"} """, ("a.js", "1"), ("a.d.ts", "1"))),
        Silent("packaging/exports-order", "types first and default last", Npm(""" "exports": {".": {"types": "./a.d.ts", "import": {"default": "./a.js"}, "require": "./a.js", "default": "./a.js"}} """, ("a.js", "1"), ("a.d.ts", "1"))),
        Silent("packaging/exports-order", "default of one subpath before another subpath", Npm(""" "exports": {".": {"default": "./a.js"}, "./b": {"import": "./a.js"}} """, ("a.js", "1"))),
        Fires("packaging/exports-format", "a target without its dot", Npm(""" "exports": {".": "a.js"} """, ("a.js", "1"))),
        Fires("packaging/exports-format", "a target that climbs", Npm(""" "exports": {".": "./a/../../b.js"} """, ("a.js", "1"))),
        Silent("packaging/exports-format", "targets as Node wants them", Npm(""" "exports": {".": "./a.js", "./package.json": "./package.json"} """, ("a.js", "1"))),
    ];

    private static IEnumerable<DetectorCase> Commands =>
    [
        Fires("packaging/bin-interpreter", "a script without an interpreter line", Npm(""" "bin": "cli.js" """, ("cli.js", "console.log(1)\n"))),
        Silent("packaging/bin-interpreter", "a script with an interpreter line", Npm(""" "bin": "cli.js" """, ("cli.js", "#!/usr/bin/env node\nconsole.log(1)\n"))),
        Silent("packaging/bin-interpreter", "a program", Npm(""" "bin": "cli" """, ("cli", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0"))),
        Fires("packaging/bin-mode", "a command without the right to execute", Deb(0b110_100_100)),
        Silent("packaging/bin-mode", "a command with the right to execute", Deb(0b111_101_101)),
        Fires(CarriageReturn, "a command written on Windows", Npm(""" "bin": "cli.js" """, ("cli.js", "#!/usr/bin/env node\r\nconsole.log(1)\r\n"))) with { Decision = Decision.Allow },
        Fires(CarriageReturn, "an executable script of a package", Deb(0b111_101_101, "#!/bin/sh -e\r\necho\r\n")),
        new(CarriageReturn, "the entry point of an image", true, "image.tar", Image("entrypoint.sh", "#!/bin/sh\r\nexec app\r\n")),
        Silent(CarriageReturn, "returns behind the first line", Npm(""" "bin": "cli.js" """, ("cli.js", "#!/usr/bin/env node\nconsole.log(1)\r\n"))),
        Silent(CarriageReturn, "a script that nobody runs by its name", Npm(""" "main": "a.js" """, ("a.js", "#!/usr/bin/env node\r\n1\r\n"))),
        Silent(CarriageReturn, "a script for Windows", Npm(""" "bin": "cli.cmd" """, ("cli.cmd", "#!/usr/bin/env node\r\n1\r\n"))),
        new(CarriageReturn, "an installed script", false, "image.tar", Image("app/node_modules/b/run.sh", "#!/bin/sh\r\n")),
        Fires(ByteOrderMark, "a command saved with a mark", Npm(""" "bin": {"a": "./bin/a.js"} """, ("bin/a.js", "\ufeff#!/usr/bin/env node\r\n1\n"))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Silent(ByteOrderMark, "a module with a mark", Npm(""" "main": "a.js" """, ("a.js", "\ufeffmodule.exports = 1\n"))),
        Silent(ByteOrderMark, "a script without one", Npm(""" "bin": "a.js" """, ("a.js", "#!/usr/bin/env node\n// \ufeff#!\n"))),
    ];

    private static IEnumerable<DetectorCase> Publishing =>
    [
        Fires("packaging/private-package", "private on npm", Npm(""" "private": true, "main": "a.js" """, ("a.js", "1"))) with { Decision = Decision.Deny },
        Fires("packaging/private-package", "private written as true between quotes", Npm(""" "private": "true", "main": "a.js" """, ("a.js", "1"))) with { Decision = Decision.Deny },
        Fires("packaging/private-package", "private for the Python index", Wheel("acme", "1.0", "Classifier: Private :: Do Not Upload")) with { Decision = Decision.Deny },
        Silent("packaging/private-package", "private in a bundled package", Npm(""" "main": "a.js" """, ("a.js", "1"), ("node_modules/b/package.json", """{"name": "b", "private": true}"""))),
        Silent("packaging/private-package", "private written as text", Npm(""" "private": "false", "main": "a.js" """, ("a.js", "1"))),
        Fires("packaging/registry-mismatch", "restricted without a scope", Npm(""" "publishConfig": {"access": "restricted"} """)),
        Fires("packaging/registry-mismatch", "public access in an internal registry", Npm(""" "publishConfig": {"access": "public", "registry": "https://npm.acme.internal/"} """)),
        Silent("packaging/registry-mismatch", "an internal registry alone", Npm(""" "publishConfig": {"registry": "https://npm.acme.internal/"} """)),
        Silent("packaging/registry-mismatch", "public access alone", Npm(""" "publishConfig": {"access": "public"} """)),
        Fires("packaging/duplicate-field", "two versions", Npm(""" "version": "9.9.9" """, ("index.js", "1"))),
        Silent("packaging/duplicate-field", "the same name at another depth", Npm(""" "engines": {"version": "1"} """, ("index.js", "1"))),
        Fires("packaging/missing-license", "nothing says so", NpmRaw("""{"name": "acme", "version": "1.2.3", "main": "a.js"}""", ("a.js", "1"))),
        Silent("packaging/missing-license", "a text instead of a field", NpmRaw("""{"name": "acme", "version": "1.2.3", "main": "a.js"}""", ("a.js", "1"), ("LICENSE.md", "All rights reserved."))),
        Silent("packaging/missing-license", "closed and said so", NpmRaw("""{"name": "acme", "version": "1.2.3", "license": "UNLICENSED"}""", ("index.js", "1"))),
    ];

    private static IEnumerable<DetectorCase> AllowLists =>
    [
        Fires("packaging/no-allow-list", "tests and configuration ship", Closed(""" "main": "a.js" """, ("a.js", "1"), ("tests/a.test.js", "1"), ("tsconfig.json", "{}"))),
        Silent("packaging/no-allow-list", "the same with a list", Closed(""" "main": "a.js", "files": ["a.js", "tests", "tsconfig.json"] """, ("a.js", "1"), ("tests/a.test.js", "1"), ("tsconfig.json", "{}"))),
        Silent("packaging/no-allow-list", "only the usual ships", Closed(""" "main": "a.js" """, ("a.js", "1"), ("README.md", "1"), ("lib/tests.js", "1"))),
        Silent("packaging/no-allow-list", "an open package", Npm(""" "main": "a.js" """, ("a.js", "1"), ("test/a.js", "1"))),
        Fires("packaging/outside-allow-list", "a file beside the listed folder", Closed(""" "files": ["dist"] """, ("dist/a.js", "1"), ("notes.txt", "1"))),
        Fires("packaging/outside-allow-list", "a file that is excluded by name", Closed(""" "files": ["dist", "!dist/*.tmp"] """, ("dist/a.js", "1"), ("dist/b.tmp", "1"))),
        Fires("packaging/outside-allow-list", "a deeper file than the pattern allows", Closed(""" "files": ["/dist/*.js"] """, ("dist/a.js", "1"), ("dist/deep/b.ts", "1"))),
        Silent("packaging/outside-allow-list", "every way to list", Closed(""" "main": "./index", "bin": "./cli.js", "files": ["dist/", "lib/**/*.js", "*.d.ts", "./bin/run", "a/{b,c}.{js,ts}", "z/!(no).js", ".config", "x/?.js"] """,
            ("dist/a/b.js", "1"), ("lib/c.js", "1"), ("lib/d/e/f.js", "1"), ("types/a.d.ts", "1"), ("bin/run", "1"), ("a/c.ts", "1"), ("z/yes.js", "1"), (".config", "1"), ("x/y.js", "1"), ("index", "1"), ("cli.js", "#!/bin/sh\n"), ("README.md", "1"), ("LICENSE", "1"), ("CHANGELOG.md", "1"), ("node_modules/b/a.js", "1"))),
        Silent("packaging/outside-allow-list", "an open package", Npm(""" "files": ["dist"] """, ("dist/a.js", "1"), ("notes.txt", "1"))),
        Fires("packaging/empty", "only papers", Npm(""" "description": "nothing" """, ("README.md", "hello"), ("LICENSE", "MIT"))),
        Silent("packaging/empty", "a package that only pulls in others", Npm(""" "dependencies": {"b": "1"} """, ("README.md", "hello"))),
        Silent("packaging/empty", "a package of data", Npm(""" "description": "data" """, ("data.json", "[1]"))),
    ];

    private static IEnumerable<DetectorCase> Versions =>
    [
        new(VersionMismatch, "the file was renamed", true, "acme-1.3.0.tgz", Npm(""" "main": "index.js" """, ("index.js", "1"))),
        new(VersionMismatch, "the file is called as it should", false, "acme-1.2.3.tgz", Npm(""" "main": "index.js" """, ("index.js", "1"))),
        new(VersionMismatch, "the file is called after something else", false, "acme-extras-9.tgz", Npm(""" "main": "index.js" """, ("index.js", "1"))),
        new(VersionMismatch, "another spelling of the same version", false, "Acme_Lib-1.0.post1-py3-none-any.whl", Wheel("acme-lib", "1.0.0.post1")),
        new(VersionMismatch, "a wheel with another version", true, "acme_lib-1.1-py3-none-any.whl", Wheel("acme-lib", "1.0")),
        Fires(VersionMismatch, "the changelog is one release ahead", Npm(""" "main": "index.js" """, ("index.js", "1"), ("CHANGELOG.md", "# Changes\n\n## Unreleased\n## [1.3.0] - 2026-01-02\n"))),
        Silent(VersionMismatch, "the changelog lags behind", Npm(""" "main": "index.js" """, ("index.js", "1"), ("CHANGELOG.md", "# Changes\n## 1.0.9\n"))),
    ];

    private static IEnumerable<DetectorCase> Wheels =>
    [
        Fires(RecordMismatch, "a file was changed after the build", Wheel("acme", "1.0", changes: ("acme/a.py", "print(2)\n"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(RecordMismatch, "a file was added after the build", Wheel("acme", "1.0", changes: ("acme/added.py", "1"))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Silent(RecordMismatch, "everything is as listed", Wheel("acme", "1.0")),
        Fires("packaging/wheel-tags", "a native module for all platforms", Wheel("acme", "1.0", changes: ("acme/fast.so", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0"))),
        Silent("packaging/wheel-tags", "a launcher as data", Wheel("acme", "1.0", changes: ("acme/t64.exe", "MZ" + new string('\0', 100)))),
    ];

    private static IEnumerable<DetectorCase> Others =>
    [
        Fires("packaging/case-collision", "two files on one system", Npm(""" "main": "a.js" """, ("a.js", "1"), ("A.js", "2"))),
        Silent("packaging/case-collision", "the same name in two folders", Npm(""" "main": "a.js" """, ("a.js", "1"), ("b/A.js", "2"))),
    ];

    private static DetectorCase Fires(string rule, string name, Func<byte[]> build) => new(rule, name, true, "artifact", build);

    private static DetectorCase Silent(string rule, string name, Func<byte[]> build) => new(rule, name, false, "artifact", build);

    private static Func<byte[]> Npm(string fields, params (string, string)[] files) => NpmRaw($$"""{"name": "acme", "version": "1.2.3", "license": "MIT", {{fields}}}""", files);

    private static Func<byte[]> Closed(string fields, params (string, string)[] files) => NpmRaw($$"""{"name": "acme", "version": "1.2.3", "license": "UNLICENSED", {{fields}}}""", files);

    private static Func<byte[]> NpmRaw(string json, params (string, string)[] files) => () => TestArchive.Npm(json, files);

    private static Func<byte[]> Zip(params (string Path, string Text)[] files) => () => TestArchive.Zip([.. files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))]);

    /// <summary>A wheel whose RECORD is right, before the changes.</summary>
    private static Func<byte[]> Wheel(string name, string version, string field = "License-Expression: MIT", params (string Path, string Text)[] changes) => () =>
    {
        var info = $"{name.Replace('-', '_')}-{version}.dist-info";
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["acme/a.py"] = "print(1)\n",
            [info + "/METADATA"] = $"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{field}\n",
            [info + "/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        };
        var record = string.Concat(files.Select(f => $"{f.Key},sha256={Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(f.Value)))},{f.Value.Length}\n"));
        files[info + "/RECORD"] = record + info + "/RECORD,,\n";
        foreach (var (path, text) in changes)
            files[path] = text;
        return TestArchive.Zip([.. files.Select(f => (f.Key, Encoding.UTF8.GetBytes(f.Value)))]);
    };

    private static Func<byte[]> Deb(int mode, string script = "#!/bin/sh\n") => () => TestArchive.Deb("Package: acme\nVersion: 1.0\nArchitecture: amd64\n", ("usr/bin/acme", Encoding.UTF8.GetBytes(script), mode));

    private static Func<byte[]> Image(string path, string script) => () => ImageBytes.LayoutTar(new ImageSpec { Layers = [TestArchive.TarWithModes((path, Encoding.UTF8.GetBytes(script), 0b111_101_101))] });
}
