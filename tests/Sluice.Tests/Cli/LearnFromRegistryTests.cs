using Sluice.Tests.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class LearnFromRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestRegistry _registry = new();

    public LearnFromRegistryTests()
    {
        var package = new TestPackage("acme-add");
        for (var patch = 1; patch <= 6; patch++)
        {
            var tarball = Releases.Pack(patch);
            package.Version($"1.0.{patch}", $"2026-01-0{patch}", tarball: tarball);
            _registry.Answer($"/acme-add/-/acme-add-1.0.{patch}.tgz", tarball);
        }

        package.Version("2.0.0-beta.1", "2026-01-08", tarball: Releases.Pack(9));
        _registry.Npm(package);
        CliRun.Registry = _registry;
    }

    public void Dispose()
    {
        CliRun.Registry = null;
        _folder.Dispose();
    }

    [Fact]
    public void The_last_stable_releases_are_fetched_and_learned_from_in_order()
    {
        var run = Learn("--last", "4");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["npm:acme-add 1.0.3", "npm:acme-add 1.0.4", "npm:acme-add 1.0.5", "npm:acme-add 1.0.6"], run.Output.Split('\n').Where(line => line.StartsWith("npm:", StringComparison.Ordinal)));
        Assert.True(File.Exists(Path.Combine(_folder.Path, ".sluice", "profile.json")));
        Assert.DoesNotContain(_registry.Asked, path => path.Contains("1.0.2", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_learned_is_what_the_files_teach()
    {
        Learn("--last", "6");
        var fetched = File.ReadAllText(Path.Combine(_folder.Path, ".sluice", "profile.json"));
        for (var patch = 1; patch <= 6; patch++)
            _folder.File($"acme-add-1.0.{patch}.tgz", Releases.Pack(patch));
        CliRun.In(_folder.Path, ["learn", "--profile", "other.json", .. Enumerable.Range(1, 6).Select(patch => $"acme-add-1.0.{patch}.tgz")]);

        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "other.json")), fetched);
    }

    [Fact]
    public void Other_bytes_than_stated_teach_nothing_and_nothing_is_written()
    {
        _registry.Answer("/acme-add/-/acme-add-1.0.5.tgz", Releases.Pack(4));
        var run = Learn();

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("other bytes", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".sluice")));
    }

    [Fact]
    public void The_registry_and_its_token_are_those_of_npm_and_the_token_is_never_shown()
    {
        var token = "secret-of-" + "npm";
        _folder.File(".npmrc", $"; ours\nregistry=https://registry.example/\n//registry.example/:_authToken=\"{token}\"\n//registry.example.evil/:_authToken=other\n");
        var run = CliRun.In(_folder.Path, "learn", "--from-registry", "acme-add", "--last", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.All(_registry.Tokens, sent => Assert.Equal(token, sent));
        Assert.DoesNotContain(token, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "no npm registry is named", "--from-registry", "acme-add")]
    [InlineData(2, "go with --from-registry", "--last", "3", "a.tgz")]
    [InlineData(2, "from 1 to 200", "--from-registry", "acme-add", "--last", "0", "--registry", "npm=https://registry.example")]
    [InlineData(2, "name releases to learn from")]
    [InlineData(3, "has no release of 'nobody'", "--from-registry", "nobody", "--registry", "npm=https://registry.example")]
    public void What_cannot_be_fetched_is_said(int exitCode, string says, params string[] arguments)
    {
        _folder.File("a.tgz", Releases.Pack(1));
        var run = CliRun.In(_folder.Path, ["learn", .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-07", "2026-01-07", "alice", false)]
    [InlineData("2026-01-07", "2026-02-07", "mallory", false)]
    [InlineData("2026-01-07", "2026-02-07", "alice", true)]
    public void What_the_registry_has_going_on_was_meant_only_over_time_and_by_who_published_before(string first, string last, string publisher, bool teaches)
    {
        var package = new TestPackage("acme-add");
        for (var patch = 1; patch <= 11; patch++)
        {
            var tarball = Releases.Pack(patch, patch > 5 ? ",\"scripts\":{\"postinstall\":\"node index.js\"}" : "");
            package.Version($"1.0.{patch}", patch > 5 ? $"{(patch < 11 ? first : last)}T10:00:{patch:00}.000Z" : $"2026-01-0{patch}", publisher: patch > 5 ? publisher : "alice", tarball: tarball);
            _registry.Answer($"/acme-add/-/acme-add-1.0.{patch}.tgz", tarball);
        }

        _registry.Npm(package);
        var run = Learn();

        Assert.Equal(teaches ? 0 : 1, run.ExitCode);
        Assert.Equal(teaches, File.ReadAllText(Path.Combine(_folder.Path, ".sluice", "profile.json")).Contains("1.0.11", StringComparison.Ordinal));
    }

    private CliRun Learn(params string[] more) => CliRun.In(_folder.Path, ["learn", "--from-registry", "acme-add", "--registry", "npm=" + TestRegistry.Address, .. more]);
}
