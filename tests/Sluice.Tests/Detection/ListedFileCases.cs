using System.Security.Cryptography;
using System.Text;
using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>Packages of each ecosystem that list, promise or sum up what they do not hold, and their twins that hold it.</summary>
public sealed class ListedFileCases : DetectorCases
{
    private const string Missing = "packaging/missing-file";
    private const string Changed = "packaging/checksum-mismatch";
    private const string Module = "packaging/missing-module";
    private const string Targets = "packaging/target-frameworks";
    private const string Tags = "packaging/wheel-tags";

    public override IEnumerable<DetectorCase> All => [.. Systems, .. Wheels, .. Libraries];

    private static IEnumerable<DetectorCase> Systems =>
    [
        Fires(Missing, "a configuration file of a deb", Severity.Medium, () => Deb("/etc/acme.conf\n", null, ("usr/bin/acme", "x"))),
        Fires(Missing, "a file in the sums of a deb", Severity.Medium, () => Deb("", Md5("x") + "  usr/bin/gone\n", ("usr/bin/acme", "x"))),
        Silent(Missing, "a deb with all it lists", () => Deb("/etc/acme.conf\nremove-on-upgrade /etc/old.conf\n", Md5("x") + "  usr/bin/acme\n", ("usr/bin/acme", "x"), ("etc/acme.conf", "a=1"))),
        Fires(Changed, "a file of a deb that was changed", Severity.Medium, () => Deb("", Md5("x") + "  usr/bin/acme\n", ("usr/bin/acme", "y"))),
        Silent(Changed, "a deb as it was built", () => Deb("", Md5("x") + "  usr/bin/acme\n" + Md5("a=1") + "  usr/share/a b\n", ("usr/bin/acme", "x"), ("usr/share/a b", "a=1"))),
        Fires(Missing, "a file of a gem", Severity.Medium, () => Gem(["lib/acme.rb", "lib/gone.rb"], false, "lib/acme.rb")),
        Fires(Missing, "a command of a gem", Severity.Medium, () => Gem(["lib/acme.rb"], false, "lib/acme.rb", executable: "acme")),
        Silent(Missing, "a gem with all it lists", () => Gem(["lib/acme.rb"], false, "lib/acme.rb")),
        Fires(Changed, "a gem whose data was changed", Severity.Medium, () => Gem(["lib/acme.rb"], true, "lib/acme.rb")),
        Silent(Changed, "a gem as it was built", () => Gem(["lib/acme.rb"], false, "lib/acme.rb")),
        Fires(Missing, "a chart without one that it needs", Severity.Medium, () => Chart("redis")),
        Silent(Missing, "a chart with an archive and a folder", () => Chart("redis", ("acme/charts/redis-1.2.3.tgz", "x"))),
        Silent(Missing, "a chart with a folder", () => Chart("redis", ("acme/charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.2.3\n"))),
        Fires(Missing, "a crate without its licence", Severity.Low, () => Crate("[package]\nname = \"acme\"\nversion = \"1.0.0\"\nlicense-file = \"LICENSE.txt\"\n")),
        Silent(Missing, "a crate with its licence", () => Crate("[package]\nname = \"acme\"\nversion = \"1.0.0\"\nlicense-file = \"LICENSE.txt\"\n", ("acme-1.0.0/LICENSE.txt", "all rights reserved"))),
        Fires("packaging/missing-entry-point", "a crate without its readme and library", Severity.Low, () => Crate("[package]\nname = \"acme\"\nversion = \"1.0.0\"\nreadme = \"README.md\"\n[lib]\npath = \"src/gone.rs\"\n")),
    ];

    private static IEnumerable<DetectorCase> Wheels =>
    [
        Fires(Module, "a command in a module that is gone", Severity.Medium, () => Wheel(null, "[console_scripts]\nacme = acme.gone:main\n", "acme/__init__.py")),
        Fires(Module, "a top-level name that is gone", Severity.Low, () => Wheel("acme\ngone\n", null, "acme/__init__.py")),
        Silent(Module, "modules in every form", () => Wheel("acme\n_fast\nnames\n", "[console_scripts]\nacme = acme.cli:main [extra]\nsub = acme.sub:main\n[acme.plugins]\nx = elsewhere:y\n", "acme/cli.py", "acme/sub/__init__.py", "_fast.cpython-311-x86_64-linux-gnu.so", "acme-1.0.data/purelib/names/a.py")),
        Fires("packaging/common-module", "the tests of the source tree", Severity.Low, () => Wheel(null, null, "acme/__init__.py", "tests/__init__.py", "tests/test_a.py")),
        Fires("packaging/common-module", "the script of the build", Severity.Low, () => Wheel(null, null, "acme/__init__.py", "setup.py")),
        Silent("packaging/common-module", "tests within the package, and a folder without code", () => Wheel(null, null, "acme/__init__.py", "acme/tests/test_a.py", "docs/index.html")),
        Silent(Module, "a command of a dependency", () => Wheel("acme\n", "[gui_scripts]\nacme = other.cli:main\n", "acme/__init__.py")),
        new(Tags, "a name for another platform", true, "acme-1.0-py3-none-win_amd64.whl", () => Wheel(null, null, "acme/__init__.py")) { AtLeast = Severity.Medium },
        new(Tags, "a name with a set of tags", false, "acme-1.0-1-py2.py3-none-any.whl", () => Wheel(null, null, "acme/__init__.py")),
    ];

    private static IEnumerable<DetectorCase> Libraries =>
    [
        Fires(Targets, "files for a framework that gets no dependencies", Severity.Medium, () => Nupkg(["net8.0"], "lib/net461/Acme.dll", "lib/net8.0/Acme.dll")),
        Fires(Targets, "an older framework than the dependencies are for", Severity.Medium, () => Nupkg([".NETStandard2.1"], "lib/netstandard2.0/Acme.dll")),
        Fires(Targets, "nothing to run", Severity.Medium, () => Nupkg([], "ref/net8.0/Acme.dll")),
        Silent(Targets, "the same in both spellings", () => Nupkg([".NETFramework4.6.1", ".NETStandard2.0", "net8.0"], "lib/net461/Acme.dll", "lib/netstandard2.0/Acme.dll", "lib/net8.0/Acme.dll")),
        Silent(Targets, "a group that the newer framework takes", () => Nupkg(["netstandard2.0", "netcoreapp3.1"], "lib/net472/Acme.dll", "lib/net10.0-windows7.0/Acme.dll")),
        Silent(Targets, "frameworks of the past", () => Nupkg(["net45"], "lib/portable-net45+win8/Acme.dll", "lib/MonoAndroid10/Acme.dll", "lib/net45/Acme.dll")),
        Silent(Targets, "something to compile against and to run", () => Nupkg([], "ref/net8.0/Acme.dll", "runtimes/unix/lib/net8.0/Acme.dll")),
        Fires(Missing, "a library without its licence", Severity.Low, () => NupkgWith([], "<license type=\"file\">LICENSE.md</license>", "lib/net8.0/Acme.dll")),
        Fires("packaging/missing-entry-point", "a library without its icon", Severity.Low, () => NupkgWith([], "<icon>icon.png</icon>", "lib/net8.0/Acme.dll")),
    ];

    private static DetectorCase Fires(string rule, string name, Severity atLeast, Func<byte[]> build) => new(rule, name, true, "artifact", build) { AtLeast = atLeast, Decision = Sluice.Policies.Decision.Allow };

    private static DetectorCase Silent(string rule, string name, Func<byte[]> build) => new(rule, name, false, "artifact", build);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

#pragma warning disable CA5351 // What the format has.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Utf8(text)));
#pragma warning restore CA5351

    private static byte[] Deb(string conffiles, string? sums, params (string Path, string Text)[] files) => TestArchive.Deb(
        "Package: acme\nVersion: 1.0\nArchitecture: amd64\n",
        [("conffiles", Utf8(conffiles)), .. sums is null ? [] : new[] { ("md5sums", Utf8(sums)) }],
        [.. files.Select(f => ("./" + f.Path, Utf8(f.Text), 0x1ed))]);

    private static byte[] Gem(string[] listed, bool isChanged, string file, string? executable = null)
    {
        var metadata = TestArchive.Gzip(Utf8("--- !ruby/object:Gem::Specification\nname: acme\nversion: !ruby/object:Gem::Version\n  version: 1.0.0\nlicenses:\n- MIT\nbindir: exe\nexecutables:"
            + (executable is null ? " []\n" : $"\n- {executable}\n") + "files:\n" + string.Concat(listed.Select(path => $"- {path}\n"))));
        var data = TestArchive.Tgz((file, "puts 1\n"u8.ToArray()));
        var sums = $"---\nSHA256:\n  metadata.gz: {Convert.ToHexStringLower(SHA256.HashData(metadata))}\n  data.tar.gz: {Convert.ToHexStringLower(SHA256.HashData(isChanged ? [.. data, 0] : data))}\nSHA512:\n  metadata.gz: {Convert.ToHexStringLower(SHA512.HashData(metadata))}\n";
        return TestArchive.Tar(("metadata.gz", metadata), ("data.tar.gz", data), ("checksums.yaml.gz", TestArchive.Gzip(Utf8(sums))));
    }

    private static byte[] Chart(string dependency, params (string Path, string Text)[] files) => TestArchive.Tgz(
    [
        ("acme/Chart.yaml", Utf8($"apiVersion: v2\nname: acme\nversion: 1.0.0\ndependencies:\n- name: {dependency}\n  version: 1.x\n  repository: https://charts.example.com\n")),
        ("acme/values.yaml", "a: 1\n"u8.ToArray()), .. files.Select(f => (f.Path, Utf8(f.Text))),
    ]);

    private static byte[] Crate(string toml, params (string Path, string Text)[] files) => TestArchive.Tgz([("acme-1.0.0/Cargo.toml", Utf8(toml)), ("acme-1.0.0/src/lib.rs", "pub fn a() {}\n"u8.ToArray()), .. files.Select(f => (f.Path, Utf8(f.Text)))]);

    private static byte[] Wheel(string? topLevel, string? commands, params string[] files) => TestArchive.Zip(
    [
        ("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\nRequires-Dist: other\n"u8.ToArray()),
        ("acme-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n"u8.ToArray()),
        .. topLevel is null ? [] : new[] { ("acme-1.0.dist-info/top_level.txt", Utf8(topLevel)) },
        .. commands is null ? [] : new[] { ("acme-1.0.dist-info/entry_points.txt", Utf8(commands)) },
        .. files.Select(path => (path, Utf8($"# {path}\n"))),
    ]);

    private static byte[] Nupkg(string[] targets, params string[] files) => NupkgWith(targets, "<license type=\"expression\">MIT</license>", files);

    private static byte[] NupkgWith(string[] targets, string field, params string[] files) => TestArchive.Zip(
    [
        ("Acme.nuspec", Utf8($"<package><metadata><id>Acme</id><version>1.0.0</version><authors>acme</authors>{field}<dependencies>{string.Concat(targets.Select(t => $"<group targetFramework=\"{t}\"><dependency id=\"B\" version=\"1.0.0\" /></group>"))}</dependencies></metadata></package>")),
        .. files.Select(path => (path, Utf8("MZ" + path))),
    ]);
}
