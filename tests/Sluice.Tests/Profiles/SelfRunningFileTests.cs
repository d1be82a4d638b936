using System.Text;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>What package managers, builds and other people's tools run without being told to, in each ecosystem.</summary>
public sealed class SelfRunningFileTests
{
    private const string Entries = "acme-1.0.6.dist-info/entry_points.txt";

    [Theory]
    [InlineData("wheel", Entries, "[pytest11]\nacme = acme.plugin\n", "deviation/new-script", Severity.High)]
    [InlineData("wheel", Entries, "[distutils.commands]\nbuild = acme.build:Build\n", "deviation/new-script", Severity.High)]
    [InlineData("wheel", Entries, "[acme.plugins]\nfirst = acme.first\n", "deviation/entry-point", Severity.Info)]
    [InlineData("sdist", "acme-1.0.6/pyproject.toml", "[build-system]\nrequires = [\"setuptools>=61\"]\nbackend-path = [\"tools\"]\n", "deviation/new-script", Severity.High)]
    [InlineData("sdist", "acme-1.0.6/pyproject.toml", "[build-system]\nrequires = [\"setuptools>=61\", \"helper @ https://c2.invalid/h.zip\"]\n", "deviation/new-dependency", Severity.High)]
    [InlineData("sdist", "acme-1.0.6/pyproject.toml", "[build-system]\nrequires = [\"setuptools>=61\", \"wheel\"]\n", "deviation/new-dependency", Severity.Low)]
    [InlineData("crate", "acme-1.0.6/build.rs", "fn main() {}\n", "deviation/new-script", Severity.High)]
    [InlineData("gem", "lib/rubygems_plugin.rb", "puts 1\n", "deviation/new-script", Severity.High)]
    [InlineData("jar", "META-INF/services/javax.annotation.processing.Processor", "acme.Processor\n", "deviation/new-script", Severity.High)]
    [InlineData("jar", "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nAutomatic-Module-Name: acme\nImplementation-Version: 1.0.6\nLauncher-Agent-Class: acme.Agent\n", "deviation/new-executable", Severity.High)]
    [InlineData("vsix", "extension/package.json", """{"name":"acme","version":"1.0.6","publisher":"acme","engines":{"vscode":"^1.80.0"},"main":"main.js","extensionPack":["other.helper"]}""", "deviation/new-capability", Severity.Medium)]
    [InlineData("crx", "manifest.json", """{"manifest_version":3,"name":"Acme","version":"1.0.6","content_security_policy":{"extension_pages":"script-src 'self' 'unsafe-eval'; object-src 'self'"}}""", "deviation/new-capability", Severity.Medium)]
    public void What_runs_or_comes_along_by_itself_is_told(string kind, string path, string text, string rule, Severity severity)
    {
        var book = new ProfileBook { Survey = Survey.Parse("800") };
        for (var release = 1; release <= 5; release++)
            book.Approve(Screening.Of("release.bin", Release(kind, release), new ScreenOptions { Profiles = new ProfileBook() }));

        Assert.DoesNotContain(Found(book, Release(kind, 6)), finding => finding.Severity > Severity.Info);
        Assert.Equal(severity, Found(book, Release(kind, 6, (path, text))).Where(finding => finding.Rule.Id == rule).Max(finding => finding.Severity));
    }

    private static IEnumerable<Finding> Found(ProfileBook book, byte[] release) => Screening.Of("release.bin", release, new ScreenOptions { Profiles = book }).Findings.Select(reported => reported.Finding).Where(finding => finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal));

    private static byte[] Release(string kind, int release, params (string Path, string Text)[] more) => kind switch
    {
        "wheel" => TestArchive.Zip(Files(more,
            ("acme/__init__.py", $"release = {release}\n"),
            ($"acme-1.0.{release}.dist-info/METADATA", $"Metadata-Version: 2.1\nName: acme\nVersion: 1.0.{release}\n"),
            ($"acme-1.0.{release}.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: hatchling 1.1\nTag: py3-none-any\n"),
            ($"acme-1.0.{release}.dist-info/entry_points.txt", "[console_scripts]\nacme = acme:main\n"),
            ($"acme-1.0.{release}.dist-info/RECORD", ""))),
        "sdist" => TestArchive.Tgz(Files(more,
            ($"acme-1.0.{release}/PKG-INFO", $"Metadata-Version: 2.1\nName: acme\nVersion: 1.0.{release}\n"),
            ($"acme-1.0.{release}/acme.py", $"release = {release}\n"),
            ($"acme-1.0.{release}/pyproject.toml", "[build-system]\nrequires = [\"setuptools>=61\"]\n"))),
        "crate" => TestArchive.Tgz(Files(more,
            ($"acme-1.0.{release}/Cargo.toml", $"[package]\nname = \"acme\"\nversion = \"1.0.{release}\"\nlicense = \"MIT\"\n"),
            ($"acme-1.0.{release}/src/lib.rs", $"pub const RELEASE: u32 = {release};\n"))),
        "gem" => TestArchive.Tar(
            ("metadata.gz", TestArchive.Gzip(Encoding.UTF8.GetBytes($"--- !ruby/object:Gem::Specification\nname: acme\nversion: !ruby/object:Gem::Version\n  version: 1.0.{release}\nlicenses:\n- MIT\n"))),
            ("data.tar.gz", TestArchive.Tgz(Files(more, ("lib/acme.rb", $"RELEASE = {release}\n"))))),
        "jar" => TestArchive.Zip(Files(more,
            ("META-INF/MANIFEST.MF", $"Manifest-Version: 1.0\nAutomatic-Module-Name: acme\nImplementation-Version: 1.0.{release}\n"),
            ("acme/messages.properties", $"release={release}\n"))),
        "vsix" => TestArchive.Zip(Files(more,
            ("extension.vsixmanifest", $"""<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata><Identity Id="acme" Version="1.0.{release}" Publisher="acme"/></Metadata></PackageManifest>"""),
            ("extension/package.json", $$"""{"name":"acme","version":"1.0.{{release}}","publisher":"acme","engines":{"vscode":"^1.80.0"},"main":"main.js"}"""),
            ("extension/main.js", "exports.activate = () => {};\n"))),
        _ => TestArchive.Zip(Files(more,
            ("manifest.json", $$"""{"manifest_version":3,"name":"Acme","version":"1.0.{{release}}","content_security_policy":{"extension_pages":"script-src 'self'; object-src 'self'"} }"""),
            ("page.js", $"export const release = {release};\n"))),
    };

    private static (string Path, byte[] Bytes)[] Files((string Path, string Text)[] more, params (string Path, string Text)[] files) =>
        [.. files.Where(file => !more.Any(other => other.Path == file.Path)).Concat(more).Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))];
}
