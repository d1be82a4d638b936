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
    [InlineData("is not a share", "--alert-budget", "1%%")]
    [InlineData("is not a share", "--alert-budget", "-1%")]
    [InlineData("write 1% for so many of a hundred", "--alert-budget", "1")]
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

    [Fact]
    public void What_past_releases_would_stop_teaches_nothing_until_somebody_approves_of_it()
    {
        CliRun.In(_folder.Path, ["learn", .. Past]);
        var before = File.ReadAllText(Profile);

        var learned = CliRun.In(_folder.Path, "learn", "new.tgz");
        Assert.Equal(1, learned.ExitCode);
        Assert.Contains("teaches nothing: the releases before it stop it (deviation/new-script)", learned.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Profile));
        Assert.Equal(1, CliRun.In(_folder.Path, "screen", "new.tgz").ExitCode);

        Assert.Equal(0, CliRun.In(_folder.Path, "learn", "new.tgz", "--approved").ExitCode);
        Assert.Matches("\"1\\.0\\.6 [^\"]* approved\"", File.ReadAllText(Profile));
        Assert.Equal(0, CliRun.In(_folder.Path, "screen", "new.tgz").ExitCode);
    }

    [Fact]
    public void The_last_of_several_releases_is_held_against_those_before_it()
    {
        var run = CliRun.In(_folder.Path, ["learn", .. Past, "new.tgz"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("new.tgz teaches nothing", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, CliRun.In(_folder.Path, "screen", "new.tgz").ExitCode);
    }

    [Fact]
    public void What_five_later_releases_go_on_with_was_meant()
    {
        Assert.Equal(0, CliRun.In(_folder.Path, ["learn", .. Past, "new.tgz", .. Later(5)]).ExitCode);
        Assert.DoesNotContain("approved", File.ReadAllText(Profile), StringComparison.Ordinal);
    }

    [Fact]
    public void Releases_do_not_vouch_for_themselves_by_being_repeated()
    {
        var run = CliRun.In(_folder.Path, ["learn", .. Past, "new.tgz", .. Later(4)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("later-10.tgz teaches nothing: the releases before it stop it", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("1.0.6", File.ReadAllText(Profile), StringComparison.Ordinal);
        Assert.Equal(1, CliRun.In(_folder.Path, "screen", "later-10.tgz").ExitCode);
        Assert.Equal(0, CliRun.In(_folder.Path, "learn", "new.tgz", "later-7.tgz", "--approved").ExitCode);
        Assert.Equal(0, CliRun.In(_folder.Path, "screen", "later-10.tgz").ExitCode);
    }

    [Fact]
    public void A_release_that_was_learned_is_held_against_the_others()
    {
        _folder.File("notes.tgz", Releases.Pack(6, "", ("notes.txt", "how it is built\n")));
        CliRun.In(_folder.Path, ["learn", .. Past, "notes.tgz"]);
        Assert.Contains("1.0.6", File.ReadAllText(Profile), StringComparison.Ordinal);

        var run = CliRun.In(_folder.Path, "screen", "notes.tgz", "--verbose");

        Assert.Contains("held against 5 other releases", run.Output, StringComparison.Ordinal);
        Assert.Contains("none of 5 releases is like this", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exposure/source-map", "package/index.js.map", "source-maps", false)]
    [InlineData("secret/github-token", "package/tools/setup.js", "files", true)]
    public void What_is_waived_is_not_learned_and_the_rest_is(string rule, string path, string list, bool learned)
    {
        var text = rule[0] == 's' ? $"const token = '{TestSecret.GitHub(1)}';\n" : TestMap.Map(("../src/a.ts", TestMap.Source(1, 60))).ToJsonString();
        _folder.File("excepted.tgz", Releases.Pack(1, ",\"author\":\"Ann\"", (path["package/".Length..], text)));
        Assert.Contains("the decision is deny", CliRun.In(_folder.Path, "learn", "excepted.tgz", "--now", "2026-03-01T00:00:00Z", "--visibility", "proprietary").Error, StringComparison.Ordinal);
        _folder.File(".sluice/waivers.yaml", $"version: 1\nwaivers:\n  - rule: {rule}\n    owner: ann@example.test\n    reason: known and meant\n    expires: 2026-04-01\n    content: any\n    path: {path}\n");

        var run = CliRun.In(_folder.Path, "learn", "excepted.tgz", "--now", "2026-03-01T00:00:00Z", "--visibility", "proprietary");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"{rule} in {path} is waived, and is not learned", run.Output, StringComparison.Ordinal);
        using var profile = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Profile));
        var package = profile.RootElement.GetProperty("packages").GetProperty("npm:acme-add");
        Assert.True(package.GetProperty("files").TryGetProperty("index.js", out _));
        Assert.True(package.GetProperty("publishers").TryGetProperty("Ann", out _));
        Assert.Equal(learned, package.GetProperty("files").TryGetProperty(path["package/".Length..], out _));
        Assert.Equal(learned, package.GetProperty(list).EnumerateObject().Any());
    }

    private IEnumerable<string> Later(int count)
    {
        for (var release = 7; release < 7 + count; release++)
        {
            _folder.File($"later-{release}.tgz", Releases.Pack(release, ",\"scripts\":{\"postinstall\":\"node index.js\"}"));
            yield return $"later-{release}.tgz";
        }
    }

    [Fact]
    public void What_was_taken_back_does_not_teach()
    {
        foreach (var release in (int[])[7, 8])
            _folder.File($"later-{release}.tgz", Releases.Pack(release));

        var run = CliRun.In(_folder.Path, ["learn", .. Past, "new.tgz", "later-7.tgz", "later-8.tgz"]);

        Assert.Contains("new.tgz teaches nothing", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("1.0.6", File.ReadAllText(Profile), StringComparison.Ordinal);
        Assert.Contains("1.0.8", File.ReadAllText(Profile), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_journal_has_as_denied_does_not_teach()
    {
        CliRun.In(_folder.Path, ["learn", .. Past]);
        _folder.File(".sluice/history.jsonl", "");
        Assert.Equal(1, CliRun.In(_folder.Path, "screen", "new.tgz").ExitCode);
        File.Delete(Profile);

        var run = CliRun.In(_folder.Path, "learn", "new.tgz");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the journal has it as denied", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, CliRun.In(_folder.Path, "learn", "new.tgz", "--approved").ExitCode);
    }

    [Fact]
    public void A_file_that_is_no_release_does_not_teach()
    {
        _folder.File("notes.txt", "nothing\n");

        Assert.Contains("a single file that says of no package", CliRun.In(_folder.Path, "learn", "notes.txt").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Profile));
    }

    [Fact]
    public void Profiles_that_learned_apart_are_merged_into_one()
    {
        CliRun.In(_folder.Path, ["learn", .. Past, "--profile", "once.json"]);
        CliRun.In(_folder.Path, "learn", "acme-add-1.0.1.tgz", "acme-add-1.0.4.tgz", "acme-add-1.0.2.tgz", "--profile", "ours.json");
        CliRun.In(_folder.Path, "learn", "acme-add-1.0.3.tgz", "acme-add-1.0.2.tgz", "acme-add-1.0.5.tgz", "--profile", "theirs.json");

        var run = CliRun.In(_folder.Path, "learn", "--merge", "theirs.json", "--profile", "ours.json", "--as", ".sluice/profile.json");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(".sluice/profile.json: 1 package", run.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "once.json")), File.ReadAllText(Path.Combine(_folder.Path, "ours.json")));
    }

    [Fact]
    public void Releases_are_in_the_order_of_their_versions_however_they_were_learned()
    {
        CliRun.In(_folder.Path, ["learn", .. Past, "--profile", "once.json"]);
        foreach (var release in Past)
            CliRun.In(_folder.Path, "learn", release, "--reviewed", "--profile", "often.json");

        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "once.json")), File.ReadAllText(Path.Combine(_folder.Path, "often.json")));
    }
}
