using System.Text.Json;
using Sluice.Cli;
using Sluice.Comparison;
using Sluice.Tests.Incidents;
using Sluice.Tests.Support;

namespace Sluice.Tests.Comparison;

public sealed class ReleaseDifferenceTests
{
    private const string Old = """{"name":"a","version":"1.0.0","license":"MIT","main":"index.js","scripts":{"test":"x"},"dependencies":{"b":"^1.0.0","c":"1"}}""";
    private const string New = """{"name":"a","version":"1.1.0","license":"Apache-2.0","main":"index.js","scripts":{"test":"x","postinstall":"node s.js"},"dependencies":{"b":"^2.0.0","d":"1"}}""";

    [Fact]
    public void Manifest_scripts_and_dependencies_are_compared_by_name()
    {
        var difference = Between(TestArchive.Npm(Old, ("index.js", "1\n")), TestArchive.Npm(New, ("index.js", "1\n")));

        Assert.Equal([("licence", "MIT", "Apache-2.0"), ("version", "1.0.0", "1.1.0")], difference.Manifest.Select(change => (change.Name, change.Old, change.New)));
        Assert.Equal([("postinstall", (string?)null, (string?)"node s.js")], difference.Scripts.Select(change => (change.Name, change.Old, change.New)));
        Assert.Equal([("b (runtime)", "^1.0.0", "^2.0.0"), ("c (runtime)", "1", null), ("d (runtime)", null, "1")], difference.Dependencies.Select(change => (change.Name, change.Old, change.New)));
    }

    [Fact]
    public void Files_are_added_removed_and_changed()
    {
        var difference = Between(
            TestArchive.Npm(Old, ("index.js", "1\n"), ("gone.js", "2\n"), ("same.js", "3\n")),
            TestArchive.Npm(Old, ("index.js", "changed\n"), ("same.js", "3\n"), ("fresh.js", "4\n")));

        Assert.Equal(["package/fresh.js"], difference.Added.Select(change => change.Path));
        Assert.Equal(["package/gone.js"], difference.Removed.Select(change => change.Path));
        Assert.Equal(["package/index.js"], difference.Changed.Select(change => change.Path));
    }

    [Fact]
    public void A_content_hash_in_a_name_does_not_make_it_another_file()
    {
        var difference = Between(
            TestArchive.Npm(Old, ("dist/chunk-3fa9c1.js", "1\n"), ("dist/main.a1b2c3d4.css", "1\n")),
            TestArchive.Npm(Old, ("dist/chunk-77b0e2.js", "2\n"), ("dist/main.99887766.css", "2\n")));

        Assert.Empty(difference.Added);
        Assert.Empty(difference.Removed);
        Assert.Equal([("package/dist/chunk-3fa9c1.js", "package/dist/chunk-77b0e2.js"), ("package/dist/main.a1b2c3d4.css", "package/dist/main.99887766.css")], difference.Changed.Select(change => (change.OldPath!, change.NewPath!)));
    }

    [Fact]
    public void Of_images_is_told_what_they_run_as_whom_and_where_files_are()
    {
        static byte[] Image(string config, params (string Path, byte[] Bytes)[] files) => IncidentFixtures.DockerArchive(config, files);
        var difference = Between(
            Image("""{"User":"app","Entrypoint":["/usr/bin/tini"],"Env":["MODE=a","LEVEL=1"]}""", ("app/server.py", "1\n"u8.ToArray()), ("app/gone.py", "1\n"u8.ToArray())),
            Image("""{"Entrypoint":["/usr/bin/tini"],"Cmd":["serve"],"Env":["MODE=b","LEVEL=1","LD_PRELOAD=/tmp/x.so"]}""", ("app/server.py", "2\n"u8.ToArray()), ("app/new.py", "1\n"u8.ToArray())));

        Assert.Equal(["command", "user", "variable LD_PRELOAD", "variable MODE"], difference.Manifest.Select(change => change.Name));
        Assert.Equal(("app", "root"), difference.Manifest.Where(change => change.Name == "user").Select(change => (change.Old, change.New)).Single());
        Assert.DoesNotContain(difference.Manifest, change => change.New?.Contains("x.so", StringComparison.Ordinal) == true);
        Assert.Equal("app/new.py app/gone.py app/server.py", string.Join(' ', difference.Added.Concat(difference.Removed).Concat(difference.Changed).Select(change => change.Path)));
    }

    [Fact]
    public void What_a_package_is_packed_in_is_no_difference()
    {
        static byte[] Deb(string version, string script) => TestArchive.Deb($"Package: acme\nVersion: {version}\nArchitecture: all\n", [("postinst", System.Text.Encoding.UTF8.GetBytes(script))], [("./usr/bin/acme", "#!/bin/sh\n"u8.ToArray(), 0b111_101_101)]);
        static byte[] Wheel(string version) => TestArchive.Zip(("acme.py", "1\n"u8.ToArray()), ($"acme-{version}.dist-info/METADATA", System.Text.Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: acme\nVersion: {version}\n")), ($"acme-{version}.dist-info/RECORD", []));
        var (deb, wheel) = (Between(Deb("1.0", "true\n"), Deb("1.1", "false\n")), Between(Wheel("1.0"), Wheel("1.1")));

        Assert.Equal(["DEBIAN/control", "DEBIAN/postinst"], deb.Changed.Select(change => change.Path));
        Assert.Empty(deb.Added.Concat(deb.Removed).Concat(wheel.Added).Concat(wheel.Removed));
        Assert.Equal(["acme-{version}.dist-info/METADATA"], wheel.Changed.Select(change => change.Path));
    }

    [Fact]
    public void A_changed_mode_is_a_change()
    {
        var difference = Between(
            TestArchive.Gzip(TestArchive.TarWithModes(("a.sh", "x\n"u8.ToArray(), 0b110_100_100))),
            TestArchive.Gzip(TestArchive.TarWithModes(("a.sh", "x\n"u8.ToArray(), 0b111_101_101))));

        Assert.True(difference.Changed.Single().SameContent);
    }

    [Fact]
    public void A_release_does_not_differ_from_itself()
    {
        foreach (var (name, bytes) in Samples.SamplePackages.All())
        {
            var difference = ReleaseDifference.Between(Screening.Of(name, bytes), Screening.Of(name, bytes));
            Assert.Equal(0, difference.Added.Count + difference.Removed.Count + difference.Changed.Count + difference.Manifest.Count + difference.NewFindings.Count + difference.GoneFindings.Count);
        }
    }

    [Fact]
    public void The_disclosure_is_a_new_finding_and_the_golden_output_says_so()
    {
        var samples = Path.Combine(Repository.Root, "samples");

        var run = CliRun.In(samples, "diff", "acme-cli-2.1.87.tgz", "acme-cli-2.1.88.tgz");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Golden.Check("diff/acme-cli.txt", run.Output);
    }

    [Fact]
    public void The_json_form_lists_everything()
    {
        using var folder = new TemporaryFolder();
        folder.File("old.tgz", TestArchive.Npm(Old));
        folder.File("new.tgz", TestArchive.Npm(Old, [.. Enumerable.Range(0, 60).Select(i => ($"f{i}.js", "1\n"))]));

        using var json = JsonDocument.Parse(CliRun.In(folder.Path, "diff", "old.tgz", "new.tgz", "--report", "json").Output);

        Assert.Equal(60, json.RootElement.GetProperty("added").GetArrayLength());
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_is_no_success()
    {
        using var folder = new TemporaryFolder();
        var whole = TestArchive.Npm(Old, ("index.js", string.Join(' ', Enumerable.Range(0, 4000))));
        folder.File("old.tgz", whole);
        folder.File("new.tgz", whole[..(whole.Length / 2)]);

        var run = CliRun.In(folder.Path, "diff", "old.tgz", "new.tgz");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
        Assert.Contains("Not everything could be read", run.Output, StringComparison.Ordinal);
    }

    private static ReleaseDifference Between(byte[] old, byte[] @new) => ReleaseDifference.Between(Screening.Of(old), Screening.Of(@new));
}
