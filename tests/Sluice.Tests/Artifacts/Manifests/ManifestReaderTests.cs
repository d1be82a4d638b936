using System.Text;
using Sluice.Artifacts.Manifests;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Manifests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Npm_entry_points_come_from_every_field_that_names_files()
    {
        var manifest = Of(TestArchive.Npm("""
            {"name": "@acme/tool", "version": "1.2.3", "main": "lib", "types": "lib/index.d.ts", "bin": "cli.js", "man": ["man/tool.1"],
             "browser": {"./lib/node.js": "./lib/web.js", "fs": false}, "type": "module", "engines": {"node": ">=20"},
             "repository": {"type": "git", "url": "git+https://git.example/tool.git"}, "publishConfig": {"registry": "https://npm.example", "access": "restricted"},
             "exports": {".": {"types": "./t.d.ts", "import": ["./a.mjs", "./b.mjs"], "default": null}, "./f/*": "./f/*.js"},
             "scripts": {"postinstall": "node x"}, "dependencies": {"left": "^1"}, "devDependencies": {"right": "2"}, "bundleDependencies": ["left"]}
            """));

        Assert.Equal(("npm", "@acme/tool", "1.2.3", "module"), (manifest.Kind, manifest.Name, manifest.Version, manifest.PackageType));
        Assert.Equal(
            ["main=lib", "types=lib/index.d.ts", "browser[\"./lib/node.js\"]=./lib/web.js", "bin.tool=cli.js", "man[0]=man/tool.1",
             "exports[\".\"].types=./t.d.ts", "exports[\".\"].import=./a.mjs", "exports[\"./f/*\"]=./f/*.js"],
            manifest.EntryPoints.Select(e => $"{e.Field}={e.Path}"));
        Assert.Contains(manifest.Exports, e => e is { Target: null, Subpath: "." });
        Assert.Equal("https://npm.example restricted", $"{manifest.PublishRegistry} {manifest.PublishAccess}");
        Assert.Equal([("left", true), ("right", false)], manifest.Dependencies.Select(d => (d.Name, d.IsBundled)));
        Assert.Equal("git+https://git.example/tool.git", manifest.Repository);
    }

    [Fact]
    public void The_top_folder_of_an_npm_tarball_may_have_any_name()
    {
        var artifact = TestArchive.Tgz(("tool/package.json", """{"name": "tool"}"""u8.ToArray()), ("tool/deep/package.json", """{"name": "inner"}"""u8.ToArray()));
        Assert.Equal("tool", Of(artifact).Name);
    }

    [Fact]
    public void A_broken_manifest_of_the_artifact_is_never_allowed_and_a_broken_one_of_a_fixture_is()
    {
        Assert.Equal(Sluice.Policies.Decision.Indeterminate, Screening.Of(TestArchive.Npm("""{"name": """)).Decision);
        Assert.NotEqual(Sluice.Policies.Decision.Indeterminate, Screening.Of(TestArchive.Npm("""{"name": "a", "license": "MIT"}""", ("test/package.json", "{"))).Decision);
    }

    [Fact]
    public void A_nuspec_without_document_type_is_read_and_one_with_entities_is_refused()
    {
        var nuspec = """
            <package xmlns="urn:any"><metadata><id>Acme.Lib</id><version>2.0.0</version><license type="file">docs\EULA.txt</license>
            <repository type="git" url="https://git.example/lib" /><dependencies><group targetFramework="net10.0"><dependency id="Other" version="[1,2)" /></group></dependencies>
            </metadata></package>
            """;
        var manifest = Of(TestArchive.Zip(("Acme.Lib.nuspec", Bytes(nuspec))));
        Assert.Equal(("nuget", "Acme.Lib", "docs/EULA.txt"), (manifest.Kind, manifest.Name, manifest.LicenseFile));
        Assert.Equal(new Dependency("Other", "[1,2)", "runtime"), manifest.Dependencies.Single());

        var bomb = """<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><package><metadata><id>&c;</id></metadata></package>""";
        Assert.Equal(Sluice.Policies.Decision.Indeterminate, Screening.Of(TestArchive.Zip(("A.nuspec", Bytes(bomb)))).Decision);
    }

    [Fact]
    public void Deeply_nested_input_is_refused_and_does_not_overflow_the_stack()
    {
        var xml = string.Concat(Enumerable.Repeat("<a>", 50_000));
        Assert.Throws<Sluice.Artifacts.ArtifactException>(() => SafeXml.Parse(Bytes(xml)));
        Assert.Throws<Sluice.Artifacts.ArtifactException>(() => JsonFields.Parse(Bytes(new string('[', 50_000))));
        Assert.Throws<Sluice.Artifacts.ArtifactException>(() => YamlTree.Parse(Bytes(new string('[', 50_000))));
        Assert.Throws<Sluice.Artifacts.ArtifactException>(() => TomlFields.Parse(Bytes("a = " + new string('[', 50_000))));
        OpenSourceLicense.Covers(new string('(', 4000));
    }

    [Fact]
    public void A_wheel_says_its_licence_by_classifier_and_its_dependencies_with_markers()
    {
        var metadata = """
            Metadata-Version: 2.1
            Name: acme
            Version: 3.1
            License: see the
                    file
            Classifier: License :: OSI Approved :: BSD License
            Requires-Dist: other[extra]>=1.0 ; python_version < "3.9"
            Requires-Dist: pytest ; extra == "test"
            Project-URL: Source Code, https://git.example/acme

            Body: not a field
            """;
        var manifest = Of(TestArchive.Zip(("acme/__init__.py", []), ("acme-3.1.dist-info/METADATA", Bytes(metadata))));
        Assert.Equal(("wheel", "acme", "3.1"), (manifest.Kind, manifest.Name, manifest.Version));
        Assert.Equal("License :: OSI Approved :: BSD License", manifest.License);
        Assert.Equal([("other", "runtime"), ("pytest", "optional")], manifest.Dependencies.Select(d => (d.Name, d.Scope)));
        Assert.Equal("https://git.example/acme", manifest.Repository);
    }

    [Fact]
    public void A_crate_is_read_with_inline_tables_comments_and_quoted_keys()
    {
        var toml = """"
            [package] # the package
            name = "acme"
            version = "0.4.0"
            license = "MIT/Apache-2.0"
            publish = false
            include = [ "src/**",
              "Cargo.toml", ]
            description = """
            several = "lines" """

            [dependencies]
            serde = { version = "1", features = ["derive"] }
            "quoted" = '2'
            [target.'cfg(unix)'.dev-dependencies.libc]
            version = "0.2"
            [[bin]]
            name = "acme"
            path = "src/main.rs"
            """";
        var manifest = Of(TestArchive.Tgz(("acme-0.4.0/Cargo.toml", Bytes(toml)), ("acme-0.4.0/src/main.rs", "fn main() {}"u8.ToArray())));
        Assert.Equal(("crate", "acme", "0.4.0", true), (manifest.Kind, manifest.Name, manifest.Version, manifest.IsPrivate));
        Assert.Equal("MIT OR Apache-2.0", manifest.License);
        Assert.Equal(["src/**", "Cargo.toml"], manifest.Files);
        Assert.Equal([("serde", "1", "runtime"), ("quoted", "2", "runtime"), ("libc", "0.2", "development")], manifest.Dependencies.Select(d => (d.Name, d.Requirement, d.Scope)));
        Assert.Equal("src/main.rs", manifest.EntryPoints.Single(e => e.Field == "bin.path").Path);
    }

    [Fact]
    public void A_gem_is_read_without_obeying_its_object_tags()
    {
        var gem = """
            --- !ruby/object:Gem::Specification
            name: acme
            version: !ruby/object:Gem::Version
              version: 1.0.2
            licenses:
            - MIT
            executables:
            - acme
            bindir: exe
            dependencies:
            - !ruby/object:Gem::Dependency
              name: rack
              requirement: !ruby/object:Gem::Requirement
                requirements:
                - - ">="
                  - !ruby/object:Gem::Version
                    version: '2.0'
              type: :runtime
            extensions: [ext/extconf.rb]
            """;
        var manifest = Of(TestArchive.Tar(("metadata.gz", TestArchive.Gzip(Bytes(gem)))));
        Assert.Equal(("gem", "acme", "1.0.2", "MIT"), (manifest.Kind, manifest.Name, manifest.Version, manifest.License));
        Assert.Equal(new Dependency("rack", ">= 2.0", "runtime"), manifest.Dependencies.Single());
        Assert.Equal("exe/acme", manifest.EntryPoints.Single().Path);
        Assert.Equal("ext/extconf.rb", manifest.Scripts.Single().Command);
    }

    [Fact]
    public void A_jar_takes_name_and_licence_from_the_pom_inside()
    {
        var pom = "<project xmlns='urn:pom'><parent><groupId>org.acme</groupId><version>5</version></parent><artifactId>core</artifactId><licenses><license><name>Apache License, Version 2.0</name></license></licenses></project>";
        var manifest = Of(TestArchive.Zip(("META-INF/MANIFEST.MF", Bytes("Manifest-Version: 1.0\r\nMain-Class: org.acme.Ma\r\n in\r\n")), ("META-INF/maven/org.acme/core/pom.xml", Bytes(pom))));
        Assert.Equal(("jar", "org.acme:core", "5", "Apache License, Version 2.0"), (manifest.Kind, manifest.Name, manifest.Version, manifest.License));
        Assert.Equal("org/acme/Main.class", manifest.EntryPoints.Single().Path);
    }

    [Fact]
    public void An_editor_extension_is_completed_from_the_package_json_beside_it()
    {
        var vsix = """<PackageManifest xmlns="urn:vsx"><Metadata><Identity Id="tool" Version="1.0.0" Publisher="acme" /><License>extension/LICENSE.txt</License></Metadata></PackageManifest>""";
        var manifest = Of(TestArchive.Zip(("extension.vsixmanifest", Bytes(vsix)), ("extension/package.json", Bytes("""{"name": "tool", "private": true, "license": "MIT", "dependencies": {"a": "1"}}"""))));
        Assert.Equal(("vsix", "acme.tool", "MIT", false), (manifest.Kind, manifest.Name, manifest.License, manifest.IsPrivate));
        Assert.Single(manifest.Dependencies);
    }

    [Theory]
    [InlineData("acme-1.0/Chart.yaml", "apiVersion: v2\nname: acme\nversion: 1.0.0\n", "helm", "acme")]
    [InlineData("acme-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", "sdist", "acme")]
    public void Source_archives_have_their_manifest_below_one_folder(string path, string text, string kind, string name)
    {
        var manifest = Of(TestArchive.Tgz((path, Bytes(text)), ("acme-1.0/package.json", Bytes("""{"name": "not-me"}"""))));
        Assert.Equal((kind, name), (manifest.Kind, manifest.Name));
    }

    [Theory]
    [InlineData("manifest.json", """{"manifest_version": 3, "name": "Ext", "version": "1", "background": {"service_worker": "bg.js"}}""", "zip")]
    [InlineData("Payload/A.app/Info.plist", """<!DOCTYPE plist PUBLIC "x" "y"><plist><dict><key>CFBundleIdentifier</key><string>org.acme</string></dict></plist>""", "ipa")]
    [InlineData("AndroidManifest.xml", "\u0003", "apk")]
    public void Apps_and_extensions_are_known_by_their_manifest(string path, string text, string kind) =>
        Assert.Equal(kind, Screening.Of(TestArchive.Zip((path, Bytes(text)), ("other.txt", [65]))).Artifact.Kind);

    [Fact]
    public void An_image_is_described_by_its_labels_and_a_saved_one_by_its_tag()
    {
        var image = new ImageSpec { Layers = [TestArchive.Tar(("a", [65]))], Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "acme", ["org.opencontainers.image.version"] = "1.2", ["org.opencontainers.image.licenses"] = "MIT" } };
        var report = Screening.Of(ImageBytes.LayoutTar(image));
        Assert.Equal(("oci", "acme", "1.2", "MIT"), (report.Artifact.Kind, report.Artifact.Manifest!.Name, report.Artifact.Manifest.Version, report.Artifact.Manifest.License));
        Assert.Equal(Sluice.Artifacts.Visibility.Proprietary, report.Artifact.Visibility);

        var saved = Of(ImageBytes.DockerSave(image with { Labels = new Dictionary<string, string>() }));
        Assert.Equal(("docker", "acme/app", "1"), (saved.Kind, saved.Name, saved.Version));
    }

    [Fact]
    public void An_rpm_is_described_by_its_header()
    {
        var manifest = Of(ArchiveSamples.Rpm());
        Assert.Equal("rpm", manifest.Kind);
        Assert.NotNull(manifest.Name);
        Assert.NotNull(manifest.Version);
        Assert.Equal(["libcurl.so.4"], manifest.Dependencies.Select(dependency => dependency.Name));
    }

    [Theory]
    [InlineData("Format: x\n\nFiles: *\nCopyright: a\nLicense: GPL-2+ and BSD-3-clause\n", Sluice.Artifacts.Visibility.Public)]
    [InlineData("Mail me.\nOn Debian systems see /usr/share/common-licenses/GPL-2.\n", Sluice.Artifacts.Visibility.Public)]
    [InlineData("Copyright Acme. All rights reserved.\n", Sluice.Artifacts.Visibility.Proprietary)]
    public void A_Debian_package_is_judged_by_its_copyright_file(string copyright, Sluice.Artifacts.Visibility expected)
    {
        var report = Screening.Of(TestArchive.Deb("Package: acme\nVersion: 1.0-1\nArchitecture: all\nDepends: libc6 (>= 2.36), a | b\n", ("usr/share/doc/acme/copyright", Bytes(copyright), 0b110_100_100)));
        Assert.Equal(("deb", "acme", "1.0-1", expected), (report.Artifact.Kind, report.Artifact.Manifest!.Name, report.Artifact.Manifest.Version, report.Artifact.Visibility));
        Assert.Equal(new Dependency("libc6", "(>= 2.36)", "runtime"), report.Artifact.Manifest.Dependencies[0]);
    }

    private static Manifest Of(byte[] artifact) => Screening.Of(artifact).Artifact.Manifest!;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
