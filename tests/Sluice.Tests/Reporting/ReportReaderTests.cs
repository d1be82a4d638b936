using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Artifacts;
using Sluice.Cli;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests.Reporting;

/// <summary>A report is evidence: read back and decided with the same policies it is the same, byte for byte, and never passes by what it leaves out.</summary>
public sealed class ReportReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly PolicySet Demanding = new(
    [
        BuiltInPolicies.Find("builtin:default")!,
        BuiltInPolicies.Find("builtin:strict")!,
        Policy.Parse("house.yaml", """
            version: 1
            name: house
            rules:
              - id: every-file
                each: artifact.files
                check: it.size < 1000 && !it.executable && it.container.size() == 0 && it.lines.orValue(1) > 0
                message: 'it.path + " " + it.kind + " " + string(it.size)'
              - id: components
                check: components.all(c, c.license.hasValue() && c.purl.orValue("").startsWith("pkg:npm/"))
              - id: dependencies
                check: artifact.manifest.optMap(m, m.dependencies.size()).orValue(0) == 0
                message: 'string(artifact.manifest.value().dependencies.map(d, d.name + d.requirement).size()) + " " + artifact.digests["sha256"]'
              - id: seen
                each: findings
                check: it.evidence.size() == 0 && it.line.orValue(0) == 0
                message: 'it.title + " in " + it.path + " of " + it.container.join(" ")'
              - id: later
                check: now > timestamp("2026-03-31T12:00:00Z")
                action: warn

            """),
    ]);

    public static TheoryData<string, bool> Releases
    {
        get
        {
            var releases = new TheoryData<string, bool>();
            foreach (var name in Made.Keys)
            {
                releases.Add(name, true);
                releases.Add(name, false);
            }

            return releases;
        }
    }

    private static Dictionary<string, Func<byte[]>> Made { get; } = new()
    {
        ["npm.tgz"] = () => TestArchive.Npm("""{"name":"@acme/cli","version":"1.2.3","license":"MIT","scripts":{"postinstall":"node x.js"},"dependencies":{"left":"^1.0.0"}}""", ("x.js", "1\n"), ("src/a.ts", "let a: number\n")),
        ["map.tgz"] = () => TestMap.Package(("package/cli.js.map", TestMap.Bytes(TestMap.Map(("../src/a.ts", TestMap.Source(1, 40)), ("../src/b.ts", TestMap.Source(2, 60)))))),
        ["nested.zip"] = () => TestArchive.Zip(("a/b.tgz", TestArchive.Tgz(("lib/.env", "PASSWORD=4Xk9vQ2pLw7Z\n"u8.ToArray()))), ("cut.gz", TestArchive.Gzip(new byte[5000])[..20])),
        ["odd.tar"] = () => TestArchive.Tar(("../up\u202e\u001b.js", "1\n"u8.ToArray()), ("a\\b", "2\n"u8.ToArray())),
        ["plain.txt"] = () => "nothing here\n"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Releases))]
    public void A_report_that_is_read_and_decided_again_is_the_same_byte_for_byte(string name, bool withFacts)
    {
        var policies = withFacts ? Demanding : BuiltInPolicies.Default;
        var written = Write(Screening.Of(name, Made[name](), new ScreenOptions { Now = Now, Policies = policies }), withFacts);

        var read = Assert.Single(ReportReader.Read("report.json", Encoding.UTF8.GetBytes(written), null, new FixedClock(DateTimeOffset.UnixEpoch)));

        Assert.Equal(written, Write(ReleaseCheck.Replay(read, policies), withFacts));
    }

    [Fact]
    public void Faults_notes_and_every_type_of_evidence_come_back()
    {
        var written = Write(SampleReport.Eventful(), withFacts: true);

        var read = ReportReader.Read("report.json", Encoding.UTF8.GetBytes(written + written), null, TimeProvider.System);

        Assert.Equal(2, read.Count);
        Assert.Equal(written, Write(ReleaseCheck.Replay(read[1], BuiltInPolicies.Default), withFacts: true));
        Assert.Equal(Decision.Indeterminate, ReleaseCheck.Replay(read[0], new PolicySet([])).Decision);
    }

    [Fact]
    public void What_a_report_does_not_tell_is_undecided_and_never_passes()
    {
        var policy = new PolicySet([Policy.Parse("p.yaml", "version: 1\nname: p\nrules:\n  - id: few\n    check: artifact.files.size() < 100\n  - id: named\n    check: artifact.kind == 'npm'\n")]);
        var report = Screening.Of("a.tgz", Made["npm.tgz"](), new ScreenOptions { Now = Now });

        var replayed = ReleaseCheck.Replay(Read(Write(report, withFacts: false)), policy);

        var reason = Assert.Single(replayed.Reasons);
        Assert.Equal((Decision.Deny, "few"), (replayed.Decision, reason.Rule));
        Assert.Contains("the report does not tell artifact.files; reports written with --facts do", reason.Message, StringComparison.Ordinal);
        Assert.Equal(Decision.Allow, ReleaseCheck.Replay(Read(Write(report, withFacts: true)), policy).Decision);
    }

    [Fact]
    public void The_time_is_that_of_the_report_unless_another_is_asked_for()
    {
        var policy = new PolicySet([Policy.Parse("p.yaml", "version: 1\nname: p\nrules:\n  - id: early\n    check: now < timestamp('2026-04-01T00:00:00Z')\n")]);
        var bytes = Encoding.UTF8.GetBytes(Write(Screening.Of("a.txt", "a"u8.ToArray(), new ScreenOptions { Now = Now }), withFacts: true));
        var later = new FixedClock(Now.AddYears(1));

        Assert.Equal(Decision.Allow, ReleaseCheck.Replay(ReportReader.Read("r", bytes, null, later)[0], policy).Decision);
        Assert.Equal(Decision.Deny, ReleaseCheck.Replay(ReportReader.Read("r", bytes, later.GetUtcNow(), later)[0], policy).Decision);
    }

    /// <summary>Each value of a report in turn becomes one of another type, or goes: that is told, or it makes no difference, and nothing else happens.</summary>
    [Fact]
    public void A_report_that_somebody_has_broken_is_refused_with_its_place()
    {
        var written = Write(Screening.Of("a.tgz", Made["map.tgz"](), new ScreenOptions { Now = Now }), withFacts: true);
        var refused = 0;
        var count = Places(JsonNode.Parse(written)!).Count();
        for (var i = 0; i < count; i++)
        {
            foreach (var other in (JsonNode?[])[null, 7, "no such word", new JsonArray(1), new JsonObject { ["x"] = 1 }])
            {
                var root = JsonNode.Parse(written)!;
                Places(root).ElementAt(i).ReplaceWith(other?.DeepClone());
                try
                {
                    ReportReader.Read("report.json", Encoding.UTF8.GetBytes(root.ToJsonString()), null, TimeProvider.System);
                }
                catch (ConfigurationException e)
                {
                    refused++;
                    Assert.All(e.Problems, problem => Assert.StartsWith("report.json:1:", problem.ToString(), StringComparison.Ordinal));
                }
            }
        }

        Assert.InRange(refused, count, 5 * count);
        Assert.Throws<ConfigurationException>(() => Read(written[..(written.Length / 2)]));
    }

    [Fact]
    public void The_command_explains_a_report_and_says_when_the_policies_have_changed()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.tgz", Made["map.tgz"]());
        folder.File("lenient.yaml", "version: 1\nname: lenient\nrules:\n  - id: small\n    check: artifact.size < 1000000\n");
        Assert.Equal(ExitCode.Deny, CliRun.In(folder.Path, "screen", "a.tgz", "--facts", "--report", "json=old.json").ExitCode);

        var explained = CliRun.In(folder.Path, "policy", "explain", "old.json");
        var again = CliRun.In(folder.Path, "policy", "explain", "old.json", "--facts", "--report", "json");
        var lenient = CliRun.In(folder.Path, "policy", "explain", "old.json", "--policy", "lenient.yaml");

        Assert.StartsWith("a.tgz: deny\n\nbuiltin:default serious-finding: deny: exposure/source-map: ", explained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The report says", explained.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(folder.Path, "old.json")), again.Output);
        Assert.Contains("a.tgz: allow\n\nlenient small: kept", lenient.Output, StringComparison.Ordinal);
        Assert.Contains("The report says deny: the policies, the program or the time are others.", lenient.Output, StringComparison.Ordinal);
        folder.File("bad.json", $"{{\"schema\": \"{Report.Schema}\"}}");
        var bad = CliRun.In(folder.Path, "policy", "explain", "bad.json");
        Assert.Equal(ExitCode.Usage, bad.ExitCode);
        Assert.Contains("bad.json:1:1: an object is expected for 'artifact'", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Screening_traces_on_standard_error_and_leaves_the_report_alone()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.tgz", Made["map.tgz"]());

        var plain = CliRun.In(folder.Path, "screen", "a.tgz", "--report", "json");
        var traced = CliRun.In(folder.Path, "screen", "a.tgz", "--report", "json", "--trace");

        Assert.Equal((plain.ExitCode, plain.Output), (traced.ExitCode, traced.Output));
        Assert.Contains("builtin:default serious-finding: deny:", traced.Error, StringComparison.Ordinal);
        Assert.Contains("    it.severity = \"critical\"\n", traced.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_of_a_policy_test_may_look_at_a_report()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.tgz", Made["map.tgz"]());
        CliRun.In(folder.Path, "screen", "a.tgz", "--facts", "--report", "json=old.json");
        folder.File("house.yaml", "version: 1\nname: house\nrules:\n  - id: no-maps\n    check: findings.all(f, f.rule != 'exposure/source-map')\n  - id: few\n    check: artifact.files.size() < 30\n");
        folder.File("house.test.yaml", """
            version: 1
            policy: house.yaml
            cases:
              - name: the release of then
                report: old.json
                expect: {decision: deny, rules: [no-maps]}
              - name: facts in place of those of the report
                report: old.json
                facts: {findings: []}
                expect: {decision: allow}

            """);

        var run = CliRun.In(folder.Path, "policy", "test", "house.yaml");

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 cases: 2 passed, 0 failed", run.Output, StringComparison.Ordinal);
        folder.File("house.test.yaml", "version: 1\npolicy: house.yaml\ncases:\n  - {name: a, report: house.yaml, expect: {decision: deny}}\n");
        Assert.Contains("'house.yaml' is not a JSON report", CliRun.In(folder.Path, "policy", "test", "house.yaml").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sarif", "is denied by house: it is too late")]
    [InlineData("gitlab", "too-late: is denied by house: it is too late")]
    public void What_stops_a_release_without_a_finding_is_in_every_format(string format, string told)
    {
        var policy = Policy.Parse("p.yaml", "version: 1\nname: house\nrules:\n  - id: too-late\n    check: false\n    message: '\"it is too late\"'\n    remedy: Come earlier.\n");
        var report = Screening.Of("a.txt", "a"u8.ToArray(), new ScreenOptions { Now = Now, Policies = new PolicySet([policy]) });

        var text = Text(format, report, new ReportStyle());

        using var json = JsonDocument.Parse(text);
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Contains("policy/too-late", text, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject map => map.Where(pair => pair.Value is not null).SelectMany(pair => Places(pair.Value!).Prepend(pair.Value!)),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => Places(item!).Prepend(item!)),
        _ => [],
    };

    private static Report Read(string json) => ReportReader.Read("report.json", Encoding.UTF8.GetBytes(json), null, new FixedClock(Now))[0];

    private static string Write(Report report, bool withFacts) => Text("json", report, new ReportStyle { WithFacts = withFacts });

    private static string Text(string format, Report report, ReportStyle style)
    {
        using var output = new StringWriter();
        Catalog.ReportWriters.Single(writer => writer.Format == format).Write([report], style, output);
        return output.ToString();
    }
}
