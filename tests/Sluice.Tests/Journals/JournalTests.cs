using Sluice.Journals;
using Sluice.Tests.Support;

namespace Sluice.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, ".sluice", "history.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var entry = Entry(1) with { Package = "@acme/cli", Version = "1.2.3", Digest = "ab", Stopped = ["exposure/source-map"], Near = ["secret/generic-key"], Profile = "cd", Project = "cli" };
        Journal.Append(File, [entry], TimeProvider.System);

        var read = Assert.Single(Journal.Read(File, out var unreadable));
        Assert.Equal(entry with { Stopped = read.Stopped, Near = read.Near }, read);
        Assert.Equal(["exposure/source-map"], read.Stopped);
        Assert.Equal(["secret/generic-key"], read.Near);
        Assert.Empty(unreadable);
    }

    [Fact]
    public void Many_writers_at_once_lose_no_line_and_tear_none()
    {
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Journal.Append(File, [Entry(i), Entry(i + 1000)], TimeProvider.System));

        var entries = Journal.Read(File, out var unreadable);
        Assert.Empty(unreadable);
        Assert.Equal(80, entries.Select(entry => entry.Target).Distinct().Count());
    }

    [Fact]
    public void A_line_that_was_cut_off_costs_that_line_only()
    {
        Journal.Append(File, [Entry(1)], TimeProvider.System);
        System.IO.File.AppendAllText(File, "{\"time\":\"2026-03-3");
        Assert.Single(Journal.Read(File, out var torn));
        Assert.Empty(torn);

        Journal.Append(File, [Entry(2)], TimeProvider.System);
        Assert.Equal(["a-1.tgz", "a-2.tgz"], Journal.Read(File, out var unreadable).Select(entry => entry.Target));
        Assert.Equal([2], unreadable);
    }

    [Fact]
    public void It_does_not_grow_without_bound_and_keeps_the_newest()
    {
        var entries = Enumerable.Range(0, 15_000).Select(Entry).ToList();
        Journal.Append(File, entries, TimeProvider.System);
        Journal.Append(File, [Entry(99_999)], TimeProvider.System);

        Assert.True(new FileInfo(File).Length <= Journal.MostBytes);
        var kept = Journal.Read(File, out var unreadable);
        Assert.Empty(unreadable);
        Assert.Equal("a-99999.tgz", kept[^1].Target);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"time\":5,\"decision\":\"deny\"}")]
    [InlineData("{\"time\":\"2026-03-31T00:00:00Z\"}")]
    [InlineData("\u0000")]
    public void What_is_no_entry_is_named_by_its_line(string line)
    {
        _folder.File(".sluice/history.jsonl", line + "\n");

        Assert.Empty(Journal.Read(File, out var unreadable));
        Assert.Equal([1], unreadable);
    }

    [Fact]
    public void A_release_counts_once_and_not_against_itself()
    {
        var first = Entry(1) with { Package = "cli", Version = "1.0.0", Decision = "deny", Stopped = ["exposure/source-map"] };
        var history = ReleaseHistory.Of([first, first with { Time = first.Time.AddHours(1) }, first with { Version = "1.0.1", Stopped = ["packaging/bin-mode"] }, Entry(2)]);

        Assert.Equal(["1.0.1", "1.0.0"], history.Denials.Select(entry => entry.Version));
        Assert.Equal(first.Time.AddHours(1), Assert.Single(history.Exposures).Time);
        Assert.Empty(history.Without("cli 1.0.0").Exposures);
    }

    [Fact]
    public void The_third_exposure_within_five_days_is_held()
    {
        _folder.File("sluice.yaml", "version: 1\njournal: .sluice/history.jsonl\n");
        for (var version = 0; version < 4; version++)
            _folder.File($"a-1.0.{version}.tgz", Exposing($"1.0.{version}"));

        Assert.Equal(0, Screen("a-1.0.0.tgz", "2026-03-20T12:00:00Z"));
        Assert.Equal(0, Screen("a-1.0.1.tgz", "2026-03-28T12:00:00Z"));
        Assert.Equal(0, Screen("a-1.0.2.tgz", "2026-03-29T12:00:00Z"));
        Assert.Equal(0, Screen("a-1.0.2.tgz", "2026-03-30T12:00:00Z"));
        Assert.Equal(4, Screen("a-1.0.3.tgz", "2026-03-31T12:00:00Z"));
        Assert.Equal(0, Screen("a-1.0.3.tgz", "2026-04-20T12:00:00Z"));
        Assert.Contains("\"near\":[\"exposure/", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_one_run_count_as_if_each_had_a_run_of_its_own()
    {
        for (var version = 0; version < 3; version++)
            _folder.File($"a-1.0.{version}.tgz", Exposing($"1.0.{version}"));
        CliRun Run(params string[] more) => CliRun.In(_folder.Path, ["screen", "a-1.0.0.tgz", "a-1.0.1.tgz", "a-1.0.1.tgz", "a-1.0.2.tgz", "--now", "2026-03-31T12:00:00Z", "--report", "json", .. more]);

        Assert.Equal(0, Run().ExitCode);
        var run = Run("--journal", "journal.jsonl");
        Assert.Equal(4, run.ExitCode);
        Assert.Equal(["allow", "allow", "allow", "hold"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString()));
    }

    [Fact]
    public void A_report_without_facts_is_decided_by_what_the_journal_knew_then()
    {
        _folder.File("sluice.yaml", "version: 1\njournal: .sluice/history.jsonl\n");
        for (var version = 0; version < 4; version++)
            _folder.File($"a-1.0.{version}.tgz", Exposing($"1.0.{version}"));
        _folder.File("early.json", CliRun.In(_folder.Path, "screen", "a-1.0.0.tgz", "--report", "json", "--now", "2026-03-30T12:00:00Z").Output);
        Screen("a-1.0.1.tgz", "2026-03-30T13:00:00Z");
        var late = CliRun.In(_folder.Path, "screen", "a-1.0.2.tgz", "--report", "json", "--now", "2026-03-31T12:00:00Z");
        _folder.File("late.json", late.Output);

        Assert.Equal(4, late.ExitCode);
        Assert.Equal(late.Output, CliRun.In(_folder.Path, "policy", "explain", "late.json", "--report", "json", "--now", "2026-03-31T12:00:00Z").Output);
        Assert.Contains("\"decision\":\"allow\"", CliRun.In(_folder.Path, "policy", "explain", "early.json", "--report", "json", "--now", "2026-03-30T12:00:00Z").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replayed_report_sees_the_history_of_then()
    {
        _folder.File("sluice.yaml", "version: 1\njournal: .sluice/history.jsonl\n");
        for (var version = 0; version < 3; version++)
            _folder.File($"a-1.0.{version}.tgz", Exposing($"1.0.{version}"));
        Screen("a-1.0.0.tgz", "2026-03-30T12:00:00Z");
        Screen("a-1.0.1.tgz", "2026-03-30T13:00:00Z");
        var report = CliRun.In(_folder.Path, "screen", "a-1.0.2.tgz", "--facts", "--report", "json", "--now", "2026-03-31T12:00:00Z");
        _folder.File("report.json", report.Output);

        Assert.Equal(4, report.ExitCode);
        Assert.Equal(report.Output, CliRun.In(_folder.Path, "policy", "explain", "report.json", "--facts", "--report", "json").Output);
    }

    [Fact]
    public void Without_a_journal_nothing_is_written_and_one_inside_what_is_screened_is_not_touched()
    {
        _folder.File("a.tgz", Exposing("1.0.0"));
        CliRun.In(_folder.Path, "screen", "a.tgz");
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".sluice")));

        _folder.File(".sluice/history.jsonl", "");
        CliRun.In(_folder.Path, "screen", ".");
        Assert.Equal("", System.IO.File.ReadAllText(File));
        CliRun.In(_folder.Path, "screen", "a.tgz");
        Assert.Single(Journal.Read(File, out _));
    }

    private int Screen(string file, string now) => CliRun.In(_folder.Path, "screen", file, "--now", now).ExitCode;

    private static JournalEntry Entry(int number) => new() { Time = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number), Target = $"a-{number}.tgz", Decision = "allow" };

    /// <summary>Something of medium severity that only warns.</summary>
    private static byte[] Exposing(string version) =>
        TestArchive.Npm($$"""{"name":"@acme/cli","version":"{{version}}","license":"UNLICENSED","main":"index.js","files":["index.js","CLAUDE.md"]}""", ("index.js", "module.exports = 1;\n"), ("CLAUDE.md", "# Rules\n\nUse tabs.\n"));
}
