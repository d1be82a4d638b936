using Sluice.Tests.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class LearnCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LearnCommandTests()
    {
        for (var release = 1; release <= 5; release++)
            _folder.File($"acme-add-1.0.{release}.tgz", Releases.Pack(release));
        _folder.File("new.tgz", Releases.Pack(6, ",\"scripts\":{\"postinstall\":\"node index.js\"}"));
    }

    private static readonly string[] Past = ["acme-add-1.0.3.tgz", "acme-add-1.0.1.tgz", "acme-add-1.0.2.tgz", "acme-add-1.0.5.tgz", "acme-add-1.0.4.tgz"];

    private string Profile => Path.Combine(_folder.Path, ".sluice", "profile.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_learned_is_what_a_release_is_held_against()
    {
        var learned = CliRun.In(_folder.Path, ["learn", .. Past]);

        Assert.Equal(0, learned.ExitCode);
        Assert.Contains("none of 5 releases is like this (1.0.1 to 1.0.5)", CliRun.In(_folder.Path, "screen", "new.tgz").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("deviation/", CliRun.In(_folder.Path, "screen", "new.tgz", "--no-profile").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_release_teaches_once()
    {
        CliRun.In(_folder.Path, ["learn", .. Past]);
        var before = File.ReadAllText(Profile);
        var again = CliRun.In(_folder.Path, "learn", "acme-add-1.0.2.tgz");

        Assert.Contains("known already", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Profile));
    }

    [Fact]
    public void Learning_bit_by_bit_gives_the_same_as_learning_at_once()
    {
        CliRun.In(_folder.Path, ["learn", .. Past, "--profile", "once.json"]);
        foreach (var release in Past.Order(StringComparer.Ordinal))
            CliRun.In(_folder.Path, "learn", release, "--profile", "often.json");
        CliRun.In(_folder.Path, "learn", "--reviewed", "--profile", "often.json");

        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "once.json")), File.ReadAllText(Path.Combine(_folder.Path, "often.json")));
    }

    [Theory]
    [InlineData("--profile", "once.json")]
    [InlineData("--reviewed", "--profile", "none.json")]
    public void To_learn_from_nothing_is_refused(params string[] options)
    {
        var run = CliRun.In(_folder.Path, ["learn", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.json"));
    }

    [Fact]
    public void A_release_that_is_denied_never_teaches()
    {
        _folder.File("leak.tgz", TestMap.Package(("dist/index.js.map", TestMap.Bytes(TestMap.Map(("../src/a.ts", TestMap.Source(1, 60)))))));

        var run = CliRun.In(_folder.Path, "learn", "leak.tgz");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("teaches nothing: the decision is deny", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Profile));
    }

    [Fact]
    public void Previous_releases_count_for_one_run()
    {
        var run = CliRun.In(_folder.Path, "screen", "new.tgz", "--previous", "acme-add-1.0.1.tgz", "--previous", "acme-add-1.0.2.tgz", "--previous", "acme-add-1.0.3.tgz");

        Assert.Contains("none of 3 releases is like this (1.0.1 to 1.0.3)", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Profile));
    }

    [Theory]
    [InlineData("there is no file 'absent.json'", "--profile", "absent.json")]
    [InlineData("is not a share", "--alert-budget", "much")]
    [InlineData("is not a share", "--alert-budget", "150%")]
    [InlineData("exclude each other", "--no-profile", "--profile", "absent.json")]
    public void What_is_wrong_with_the_options_is_said(string says, params string[] options)
    {
        var run = CliRun.In(_folder.Path, ["screen", "new.tgz", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_inside_what_is_screened_is_not_obeyed()
    {
        CliRun.In(_folder.Path, ["learn", .. Past]);

        Assert.Contains("is not obeyed", CliRun.In(_folder.Path, "screen", ".").Error, StringComparison.Ordinal);
    }
}
