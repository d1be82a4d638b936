using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Waivers;

/// <summary>A recorded waiver holds for one rule, in one place, in these bytes, until its day; and says itself when something is wrong with it.</summary>
public sealed class RecordedWaiverTests : IDisposable
{
    private const string Rule = "secret/github-token";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_waived_finding_passes_and_stays_in_every_report()
    {
        Write(Artifact(1));
        Assert.Equal(ExitCode.Deny, Run("screen", "a.tgz").ExitCode);

        var waive = Waive();
        Assert.Equal(ExitCode.Allow, waive.ExitCode);
        Assert.Contains("added to .sluice/waivers.yaml", waive.Output, StringComparison.Ordinal);

        var run = Run("screen", "a.tgz");
        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("ann@example.test", run.Output, StringComparison.Ordinal);
        Assert.Contains("a test key (SEC-17)", run.Output, StringComparison.Ordinal);
        foreach (var format in (string[])["markdown", "html", "sarif", "json"])
            Assert.Contains("a test key", Run("screen", "a.tgz", "--report", format).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_void_once_the_bytes_change()
    {
        Write(Artifact(1));
        Waive();
        Write(Artifact(2));

        var run = Run("screen", "a.tgz");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("waiver/unused", run.Output, StringComparison.Ordinal);
        Assert.Contains("the bytes have changed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void For_any_content_it_holds_for_the_next_release_too()
    {
        Write(Artifact(1));
        Assert.Equal(ExitCode.Allow, Waive("--any-content").ExitCode);
        Write(Artifact(2));

        Assert.Equal(ExitCode.Allow, Run("screen", "a.tgz").ExitCode);
    }

    [Fact]
    public void After_its_last_day_the_finding_denies_again_and_the_waiver_is_told()
    {
        Write(Artifact(1));
        Waive();

        var run = Run("screen", "a.tgz", "--now", "2026-05-01T00:00:00Z");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("(waived until 2026-04-30)", run.Output, StringComparison.Ordinal);
        Assert.Contains("waiver/expired", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, Run("screen", "a.tgz", "--now", "2026-04-30T23:59:59Z").ExitCode);
    }

    [Theory]
    [InlineData("path: other.js")]
    [InlineData("path: '**/*.ts'")]
    [InlineData("artifact: other")]
    [InlineData("artifact: acme\n    versions: '>=2'")]
    [InlineData("path: '.'")]
    public void It_covers_nothing_outside_its_bounds(string bound)
    {
        Write(Artifact(1));
        File(Text($"content: any\n    {bound}"));

        Assert.Equal(ExitCode.Deny, Run("screen", "a.tgz").ExitCode);
    }

    [Theory]
    [InlineData("path: package/a.js")]
    [InlineData("path: '**/*.js'")]
    [InlineData("artifact: acme")]
    [InlineData("artifact: 'ac*'\n    versions: '^1.0.0'")]
    public void It_covers_what_is_within_its_bounds(string bound)
    {
        Write(Artifact(1));
        File(Text($"content: any\n    {bound}"));

        Assert.Equal(ExitCode.Allow, Run("screen", "a.tgz").ExitCode);
    }

    [Fact]
    public void One_without_bounds_denies()
    {
        Write(Artifact(1));
        File(Text("content: any"));

        var run = Run("screen", "a.tgz");
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("waiver/over-broad", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_for_longer_than_a_quarter_denies()
    {
        Write(Artifact(1));
        File(Text("content: any\n    path: package/a.js", expires: "2026-07-01"));

        Assert.Contains("92 days ahead", Run("screen", "a.tgz").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Deny, Run("screen", "a.tgz").ExitCode);
        Assert.Contains("more than 90 days", Run("waive", Rule, "a.tgz", "--reason", "x", "--owner", "x", "--expires", "91d").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_covers_no_more_findings_than_it_says()
    {
        Write(TestArchive.Npm("""{"name":"acme","version":"1.0.0"}""", ("a.js", Line(1)), ("b.js", Line(2)), ("index.js", "")));
        File(Text("content: any\n    path: '**/*.js'\n    max-uses: 1"));

        var run = Run("screen", "a.tgz");
        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("as often as", run.Output, StringComparison.Ordinal);
        File(Text("content: any\n    path: '**/*.js'\n    max-uses: 2"));
        Assert.Equal(ExitCode.Allow, Run("screen", "a.tgz").ExitCode);
    }

    [Fact]
    public void What_was_not_screened_is_waived_in_so_many_words_only()
    {
        Write(TestArchive.Npm("""{"name":"acme","version":"1.0.0"}""", ("index.js", ""), ("data/x.7z", "7z\u00bc\u00af'\u001c padding padding padding padding")));
        var broken = TestArchive.Tgz(("package/package.json", """{"name":"acme","version":"1.0.0"}"""u8.ToArray()), ("package/index.js", []), ("package/x.7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, .. new byte[200]]));
        Write(broken);
        Assert.Equal(ExitCode.Indeterminate, Run("screen", "a.tgz").ExitCode);
        File(Text("content: any\n    path: '**/*.7z'", rule: "fault/incomplete"));
        var refused = Run("screen", "a.tgz");
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(".sluice/waivers.yaml:3:11", refused.Error, StringComparison.Ordinal);

        File(Text("content: any\n    path: '**/*.7z'\n    scope: screening", rule: "fault/incomplete"));
        var run = Run("screen", "a.tgz", "--report", "json");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        using var report = JsonDocument.Parse(run.Output);
        Assert.Contains(report.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("waiver").ValueKind == JsonValueKind.Object && finding.GetProperty("rule").GetString() == "fault/incomplete");
    }

    [Fact]
    public void Every_problem_of_the_file_is_told_with_its_place()
    {
        Write(Artifact(1));
        File("version: 2\nwaivers:\n  - rule: secret/github-tokem\n    content: sha256:12\n    ownr: x\n    reason: ''\n    expires: tomorrow\n    max-uses: 0\n");

        var run = Run("screen", "a.tgz");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        foreach (var told in (string[])[":1:10: version '2' is not known", ":3:11: there is no rule 'secret/github-tokem'; did you mean 'secret/github-token'?", "is no content hash", "unknown key 'ownr' in a waiver; did you mean 'owner'?", "a waiver has no 'owner'", "a text is expected for 'reason'", "'tomorrow' is not a day", "above 0"])
            Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiver_is_added_to_a_file_that_people_have_written()
    {
        Write(Artifact(1));
        File("# ours\nversion: 1\nwaivers:\n- rule: secret/npm-token   # old\n  content: any\n  path: x.js\n  owner: bob\n  reason: known\n  expires: 2026-04-01\n");

        Assert.Equal(ExitCode.Allow, Waive().ExitCode);

        var text = System.IO.File.ReadAllText(Path.Combine(_folder.Path, ".sluice/waivers.yaml"));
        Assert.StartsWith("# ours\n", text, StringComparison.Ordinal);
        Assert.Contains("# old", text, StringComparison.Ordinal);
        Assert.Contains($"\n- rule: {Rule}\n  path: \"package/a.js\"\n  content: sha256:", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Allow, Run("screen", "a.tgz").ExitCode);
    }

    [Fact]
    public void Waiving_asks_for_a_finding_an_owner_and_a_day()
    {
        Write(Artifact(1));

        Assert.Contains("--expires", Run("waive", Rule, "a.tgz", "--reason", "x").Error, StringComparison.Ordinal);
        Assert.Contains("is neither a day", Run("waive", Rule, "a.tgz", "--reason", "x", "--owner", "x", "--expires", "soon").Error, StringComparison.Ordinal);
        var unknown = Run("waive", "secret/npm-token", "a.tgz", "--reason", "x", "--owner", "x", "--expires", "30d");
        Assert.Equal(ExitCode.Usage, unknown.ExitCode);
        Assert.Contains(Rule, unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_screened_does_not_bring_its_own_waivers()
    {
        var inner = Path.Combine(_folder.Path, "stranger");
        Directory.CreateDirectory(Path.Combine(inner, ".sluice"));
        System.IO.File.WriteAllText(Path.Combine(inner, "a.js"), Line(1));
        System.IO.File.WriteAllText(Path.Combine(inner, ".sluice/waivers.yaml"), Text("content: any\n    path: a.js"));

        var run = CliRun.In(inner, "screen", ".");

        Assert.Equal(ExitCode.Deny, run.ExitCode);
        Assert.Contains("is not obeyed", run.Error, StringComparison.Ordinal);
    }

    private static string Text(string more, string rule = Rule, string expires = "2026-04-30") =>
        $"version: 1\nwaivers:\n  - rule: {rule}\n    owner: ann@example.test\n    reason: a test key\n    expires: {expires}\n    {more}\n";

    private static string Line(int seed) => $"const token = '{TestSecret.GitHub(seed)}';\n";

    private static byte[] Artifact(int seed) => TestArchive.Npm("""{"name":"acme","version":"1.0.0","main":"index.js"}""", ("a.js", Line(seed)), ("index.js", ""));

    private void Write(byte[] bytes) => System.IO.File.WriteAllBytes(Path.Combine(_folder.Path, "a.tgz"), bytes);

    private void File(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".sluice"));
        System.IO.File.WriteAllText(Path.Combine(_folder.Path, ".sluice/waivers.yaml"), text);
    }

    private CliRun Waive(params string[] more) =>
        Run(["waive", Rule, "a.tgz", "--reason", "a test key", "--owner", "ann@example.test", "--expires", "30d", "--ticket", "SEC-17", .. more]);

    private CliRun Run(params string[] arguments) => CliRun.In(_folder.Path, arguments);
}
