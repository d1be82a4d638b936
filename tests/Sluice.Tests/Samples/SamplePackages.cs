using System.Security.Cryptography;
using System.Text;

namespace Sluice.Tests.Samples;

/// <summary>The files of <c>samples/</c>: one product, three clean releases, and one that gives its source away in five formats.</summary>
public static class SamplePackages
{
    private const string LicenseText = "Copyright Acme Corporation. All rights reserved.\nUse of this software is governed by the Acme Commercial Agreement.\n";

    /// <summary>File names and bytes, in the order to write them.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All()
    {
        foreach (var version in (string[])["2.1.85", "2.1.86", "2.1.87"])
            yield return ($"acme-cli-{version}.tgz", Npm(AcmeProduct.Of(version), withMap: false));
        var leaky = AcmeProduct.Of("2.1.88");
        yield return ("acme-cli-2.1.88.tgz", Npm(leaky, withMap: true));
        yield return ("acme_cli-2.1.88-py3-none-any.whl", Wheel(leaky));
        yield return ("Acme.Cli.2.1.88.nupkg", NuGet(leaky));
        yield return ("acme-cli-2.1.88.vsix", Vsix(leaky));
        yield return ("acme-cli-2.1.88.oci.tar", Image(leaky));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Npm(AcmeProduct product, bool withMap)
    {
        var manifest = $$"""
            {
              "name": "@acme/cli",
              "version": "{{product.Version}}",
              "description": "The Acme command line",
              "license": "SEE LICENSE IN LICENSE.md",
              "type": "module",
              "bin": {
                "acme": "cli.js"
              },
              "engines": {
                "node": ">=20"
              }
            }

            """;
        var files = new List<(string, byte[])>
        {
            ("package/LICENSE.md", Text(LicenseText)),
            ("package/README.md", Text($"# Acme CLI {product.Version}\n\nRun `acme` in any project.\n")),
            ("package/cli.js", Text(product.Bundle + (withMap ? "//# sourceMappingURL=cli.js.map\n" : ""))),
        };
        if (withMap)
            files.Add(("package/cli.js.map", Text(product.Map())));
        files.Add(("package/package.json", Text(manifest)));
        return SampleArchive.Gzip(SampleArchive.Tar(files));
    }

    /// <summary>A binary distribution of Python with its RECORD (PEP 427, PEP 376).</summary>
    private static byte[] Wheel(AcmeProduct product)
    {
        const string Info = "acme_cli-2.1.88.dist-info";
        var files = new List<(string Path, byte[] Bytes)>
        {
            ("acme_cli/__init__.py", Text($"__version__ = \"{product.Version}\"\n")),
            ("acme_cli/__main__.py", Text("import os, subprocess, sys\n\nhere = os.path.dirname(__file__)\nsys.exit(subprocess.call([\"node\", os.path.join(here, \"static\", \"cli.js\"), *sys.argv[1:]]))\n")),
            ("acme_cli/static/cli.js", Text(product.Bundle)),
            ("acme_cli/static/cli.js.map", Text(product.Map())),
            ($"{Info}/METADATA", Text($"Metadata-Version: 2.1\nName: acme-cli\nVersion: {product.Version}\nSummary: The Acme command line\nLicense: Acme Commercial Agreement\nClassifier: License :: Other/Proprietary License\n\nRun `acme`.\n")),
            ($"{Info}/WHEEL", Text("Wheel-Version: 1.0\nGenerator: acme-build (1.0)\nRoot-Is-Purelib: true\nTag: py3-none-any\n")),
            ($"{Info}/LICENSE", Text(LicenseText)),
        };
        var record = new StringBuilder();
        foreach (var (path, bytes) in files)
            record.Append($"{path},sha256={Base64Url(SHA256.HashData(bytes))},{bytes.Length}\n");
        record.Append($"{Info}/RECORD,,\n");
        files.Add(($"{Info}/RECORD", Text(record.ToString())));
        return SampleArchive.Zip(files);
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] NuGet(AcmeProduct product) => SampleArchive.Zip(
    [
        ("_rels/.rels", Text("""<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/Acme.Cli.nuspec" Id="R1" /></Relationships>""")),
        ("Acme.Cli.nuspec", Text($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>Acme.Cli</id>
                <version>{product.Version}</version>
                <authors>Acme Corporation</authors>
                <license type="file">LICENSE.md</license>
                <description>The Acme command line</description>
              </metadata>
            </package>
            """)),
        ("LICENSE.md", Text(LicenseText)),
        ("tools/cli.js", Text(product.Bundle)),
        ("tools/cli.js.map", Text(product.Map())),
        ("[Content_Types].xml", Text("""<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" /><Default Extension="js" ContentType="application/octet" /></Types>""")),
    ]);

    private static byte[] Vsix(AcmeProduct product) => SampleArchive.Zip(
    [
        ("extension.vsixmanifest", Text($"""
            <?xml version="1.0" encoding="utf-8"?>
            <PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
              <Metadata>
                <Identity Language="en-US" Id="cli" Version="{product.Version}" Publisher="acme" />
                <DisplayName>Acme</DisplayName>
                <License>extension/LICENSE.md</License>
              </Metadata>
            </PackageManifest>
            """)),
        ("[Content_Types].xml", Text("""<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/></Types>""")),
        ("extension/package.json", Text($$"""
            {
              "name": "cli",
              "publisher": "acme",
              "version": "{{product.Version}}",
              "license": "SEE LICENSE IN LICENSE.md",
              "engines": { "vscode": "^1.90.0" },
              "main": "./dist/cli.js",
              "activationEvents": ["onCommand:acme.run"]
            }

            """)),
        ("extension/LICENSE.md", Text(LicenseText)),
        ("extension/dist/cli.js", Text(product.Bundle)),
        ("extension/dist/cli.js.map", Text(product.Map())),
    ]);

    /// <summary>An OCI image layout (image-spec 1.0) in a tar: two layers, of which the second only adds the product.</summary>
    private static byte[] Image(AcmeProduct product)
    {
        var system = SampleArchive.Tar([("etc/os-release", Text("ID=acmeos\nVERSION_ID=1\n"))]);
        var application = SampleArchive.Tar([("app/cli.js", Text(product.Bundle)), ("app/cli.js.map", Text(product.Map()))]);
        byte[][] layers = [SampleArchive.Gzip(system), SampleArchive.Gzip(application)];
        var config = Text($$$"""{"architecture":"amd64","os":"linux","config":{"Entrypoint":["node","/app/cli.js"],"User":"1000","Labels":{"org.opencontainers.image.title":"acme-cli","org.opencontainers.image.version":"{{{product.Version}}}"}},"rootfs":{"type":"layers","diff_ids":["{{{Digest(system)}}}","{{{Digest(application)}}}"]},"history":[{"created_by":"COPY rootfs /"},{"created_by":"COPY dist /app"}]}""");
        var manifest = Text($$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{Digest(config)}}}","size":{{{config.Length}}}},"layers":[{{{string.Join(',', layers.Select(Layer))}}}]}""");
        var index = Text($$$"""{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{Digest(manifest)}}}","size":{{{manifest.Length}}},"annotations":{"org.opencontainers.image.ref.name":"{{{product.Version}}}"}}]}""");
        var blobs = new[] { config, manifest }.Concat(layers).Select(blob => ("blobs/" + Digest(blob).Replace(':', '/'), blob));
        return SampleArchive.Tar([.. blobs, ("index.json", index), ("oci-layout", Text("""{"imageLayoutVersion":"1.0.0"}"""))]);
    }

    private static string Layer(byte[] layer) => $$"""{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{Digest(layer)}}","size":{{layer.Length}}}""";

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
