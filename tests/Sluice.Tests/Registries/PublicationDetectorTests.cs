using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Registries;

public sealed class PublicationDetectorTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Ada = ["ada"];
    private static readonly string[] Both = ["ada", "mallory"];

    [Fact]
    public void A_release_like_the_ones_before_says_nothing()
    {
        Assert.Empty(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "ada", Ada)));
    }

    [Fact]
    public void A_stranger_as_publisher_warns()
    {
        var finding = Assert.Single(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "mallory", Both)));

        Assert.Equal(("provenance/publisher-change", Severity.Medium), (finding.Rule.Id, finding.Severity));
        Assert.Contains("'mallory', who published none of 5 releases before and could not", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_maintainer_who_never_published_informs()
    {
        var history = History(maintainers: Both).Version("1.2.0", "2026-03-30", "mallory", Both);

        Assert.Equal(Severity.Info, Assert.Single(Screen("1.2.0", history)).Severity);
    }

    [Fact]
    public void A_stranger_with_an_installation_script_is_stopped()
    {
        var history = History().Version("1.2.0", "2026-03-30", "mallory", Both, script: true);

        Assert.Equal(Severity.High, Assert.Single(Screen("1.2.0", history, """ "scripts":{"postinstall":"node setup.js"}""")).Severity);
    }

    [Fact]
    public void The_same_people_may_add_an_installation_script_and_keep_an_old_one()
    {
        Assert.Empty(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "ada", Ada, script: true), """ "scripts":{"postinstall":"node setup.js"}"""));
        Assert.Equal(Severity.Medium, Assert.Single(Screen("1.2.0", History(script: true).Version("1.2.0", "2026-03-30", "mallory", Both, script: true), """ "scripts":{"postinstall":"node setup.js"}""")).Severity);
    }

    [Fact]
    public void Lost_provenance_warns_and_a_lost_pipeline_with_a_stranger_stops()
    {
        var alone = Assert.Single(Screen("1.2.0", History(attested: true, trusted: true).Version("1.2.0", "2026-03-30", "ada", Ada)), finding => finding.Severity > Severity.Info);
        Assert.Equal(Severity.Medium, alone.Severity);
        Assert.Contains("without provenance", alone.Message, StringComparison.Ordinal);

        var both = Screen("1.2.0", History(attested: true).Version("1.2.0", "2026-03-30", "mallory", Both));
        Assert.Equal([Severity.High, Severity.High], both.Select(finding => finding.Severity));
    }

    [Fact]
    public void Provenance_that_was_never_steady_is_not_missed()
    {
        var history = History().Version("1.1.1", "2026-02-01", "ada", Ada, attested: true).Version("1.2.0", "2026-03-30", "ada", Ada);

        Assert.Empty(Screen("1.2.0", history));
    }

    [Fact]
    public void A_pipeline_in_place_of_people_informs()
    {
        Assert.Equal(Severity.Info, Assert.Single(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", trusted: true, attested: true))).Severity);
    }

    [Theory]
    [InlineData("1.1.1", "ada", Severity.Low)]
    [InlineData("1.4.7", "ada", Severity.Medium)]
    [InlineData("1.1.1", "mallory", Severity.High)]
    public void A_sleeping_package_that_wakes_is_told_and_stopped_with_another_sign(string version, string publisher, Severity expected)
    {
        var history = new TestPackage("acme-add").Version("1.0.0", "2019-01-01", "ada", Ada).Version("1.1.0", "2019-03-01", "ada", Ada).Version(version, "2026-03-30", publisher, Both);

        Assert.Equal(expected, Screen(version, history).Single(finding => finding.Rule.Id == "provenance/dormant-revival").Severity);
    }

    [Fact]
    public void A_second_version_of_the_awakening_is_told_as_well()
    {
        var history = new TestPackage("acme-add").Version("1.0.0", "2019-01-01", "ada", Ada).Version("1.1.0", "2019-03-01", "ada", Ada)
            .Version("1.1.1", "2026-03-29", "ada", Ada).Version("1.1.2", "2026-03-30", "ada", Ada);

        Assert.Contains("slept for 7.1 years", Screen("1.1.2", history).Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_always_slept_long_may_sleep_long()
    {
        var history = new TestPackage("acme-add").Version("1.0.0", "2016-01-01").Version("1.0.1", "2019-01-01").Version("1.0.2", "2021-06-01").Version("1.0.3", "2026-03-30");

        Assert.Empty(Screen("1.0.3", history));
    }

    [Fact]
    public void Other_bytes_than_those_of_the_registry_are_stopped()
    {
        var tarball = Pack("1.2.0", "");
        Assert.Empty(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "ada", Ada, tarball: tarball)));

        var finding = Assert.Single(Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "ada", Ada, tarball: Pack("1.2.0", " \"os\":[]"))));
        Assert.Equal(("provenance/mutable-reference", Severity.High), (finding.Rule.Id, finding.Severity));
    }

    [Theory]
    [InlineData("9.9.9", true)]
    [InlineData("2.0.0", false)]
    [InlineData("2026.3.0", false)]
    public void A_version_far_above_all_others_warns(string version, bool isTold)
    {
        var findings = Screen(version, History().Version(version, "2026-03-30", "ada", Ada));

        Assert.Equal(isTold ? ["provenance/version-jump"] : [], findings.Select(finding => finding.Rule.Id));
        Assert.All(findings, finding => Assert.Equal(Severity.Low, finding.Severity));
    }

    [Theory]
    [InlineData(false, Severity.Info)]
    [InlineData(true, Severity.High)]
    public void Several_lines_at_once_inform_and_are_stopped_with_something_new_that_runs(bool script, Severity expected)
    {
        var history = History().Version("0.7.29", "2026-03-30T10:01:00Z", "ada", Ada, script: script).Version("1.2.0", "2026-03-30T10:20:00Z", "ada", Ada, script: script).Version("2.0.0", "2026-03-30T10:30:00Z", "ada", Ada, script: script);
        var finding = Screen("1.2.0", history, script ? """ "scripts":{"preinstall":"node setup.js"}""" : "").Single(finding => finding.Rule.Id == "provenance/release-burst");

        Assert.Equal(expected, finding.Severity);
    }

    [Fact]
    public void Corrections_in_a_hurry_inform_and_those_of_somebody_new_are_held()
    {
        TestPackage Hurried(string publisher) => History(maintainers: Both).Version("1.1.1", "2026-03-30T10:00:00Z", publisher, Both).Version("1.1.2", "2026-03-30T10:05:00Z", publisher, Both).Version("1.1.3", "2026-03-30T10:12:00Z", publisher, Both);

        var alone = Assert.Single(Screen("1.1.3", Hurried("ada")));
        Assert.Equal(("provenance/release-burst", Severity.Info), (alone.Rule.Id, alone.Severity));
        Assert.Empty(Screen("1.1.2", Hurried("ada")));
        Assert.All(Screen("1.1.3", Hurried("mallory")), finding => Assert.Equal((Severity.High, Confidence.Low), (finding.Severity, finding.Confidence)));
        Assert.Equal(Decision.Hold, Screen(new TestRegistry().Npm(Hurried("mallory")), Pack("1.1.3", "")).Decision);
    }

    [Fact]
    public void People_in_place_of_a_pipeline_warn_and_are_held_with_another_sign()
    {
        var alone = Screen("1.2.0", History(trusted: true).Version("1.2.0", "2026-03-30", "ada", Ada)).Where(finding => finding.Severity > Severity.Info).ToList();
        Assert.Equal((Severity.Low, "pipeline"), (Assert.Single(alone).Severity, alone[0].Subject));

        var jumping = Screen("9.0.0", History(trusted: true).Version("9.0.0", "2026-03-30", "ada", Ada));
        Assert.Contains(jumping, finding => finding is { Severity: Severity.High, Confidence: Confidence.Low, Rule.Id: "provenance/version-jump" });
    }

    [Fact]
    public void A_new_maintainer_who_adds_what_runs_on_installation_is_held()
    {
        var history = History(maintainers: Both).Version("1.2.0", "2026-03-30", "mallory", Both, script: true);

        Assert.Contains(Screen("1.2.0", history, """ "scripts":{"postinstall":"node setup.js"}"""), finding => finding is { Severity: Severity.High, Confidence: Confidence.Low, Rule.Id: "provenance/publisher-change" });
    }

    [Theory]
    [InlineData("2026-03-30T04:00:00Z", 1, "eve", Severity.High)]
    [InlineData("2026-03-15", 1, "eve", Severity.Medium)]
    [InlineData("2026-02-01", 3, "eve", Severity.Medium)]
    [InlineData("2026-02-01", 9, "eve", null)]
    [InlineData("2023-02-01", 1, "eve", null)]
    [InlineData("2026-03-30T04:00:00Z", 1, "ada", null)]
    public void A_new_dependency_that_is_just_there_is_told_by_its_age(string first, int versions, string publisher, Severity? expected)
    {
        var dependency = new TestPackage("acme-sum");
        for (var i = 0; i < versions; i++)
            dependency.Version($"1.0.{i}", first, publisher, [publisher]);
        var findings = Screen("1.2.0", History().Version("1.2.0", "2026-03-30", "ada", Ada, dependencies: ["acme-sum"]), """ "dependencies":{"acme-sum":"^1.0.0"}""", dependency);

        Assert.Equal(expected is null ? [] : [("dependency/new", expected.Value)], findings.Select(finding => (finding.Rule.Id, finding.Severity)));
    }

    [Fact]
    public void A_dependency_that_was_there_before_is_not_looked_up()
    {
        var registry = new TestRegistry().Npm(History(dependencies: ["acme-sum"]));

        Assert.Empty(Screen(registry, Pack("1.2.0", """ "dependencies":{"acme-sum":"^1.0.0"}""")).Faults);
        Assert.Equal(["/acme-add"], registry.Asked);
    }

    [Fact]
    public void A_dependency_that_nobody_owns_is_stopped_unless_it_is_internal()
    {
        var registry = new TestRegistry().Npm(History());
        var tarball = Pack("1.2.0", """ "dependencies":{"acme-summ":"^1.0.0","acme-tool":"github:acme/tool"}""");

        var finding = Assert.Single(Screen(registry, tarball).Findings, finding => finding.Finding.Rule.Id == "name/slopsquat");
        Assert.Equal(PolicyAction.Deny, finding.Action);
        Assert.DoesNotContain(Screen(registry, tarball, "acme-*").Findings, finding => finding.Finding.Rule.Id == "name/slopsquat");
    }

    [Fact]
    public void A_package_that_was_never_published_is_a_first_release()
    {
        var report = Screen(new TestRegistry(), Pack("1.0.0", ""));

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.Empty(report.Faults);
    }

    [Theory]
    [InlineData("not JSON", 200)]
    [InlineData("[]", 500)]
    [InlineData("", 401)]
    public void A_registry_that_does_not_tell_makes_the_result_indeterminate(string body, int status)
    {
        var report = Screen(new TestRegistry().Answer("/acme-add", body, status), Pack("1.0.0", ""));

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Equal("registry npm", Assert.Single(report.Faults).Part);
    }

    [Theory]
    [InlineData("""{"name":"acme-add","versions":{"1.0.1":{"dist":[],"_npmUser":"x","maintainers":{"a":1},"scripts":3}},"time":7}""")]
    [InlineData("""{"name":"acme-add","versions":{"":{}, "x":{"dist":{"integrity":"sha512-!!!","tarball":4}}}}""")]
    public void What_a_registry_tells_of_a_version_in_other_types_is_not_there(string packument)
    {
        var report = Screen(new TestRegistry().Answer("/acme-add", packument), Pack("1.0.0", ""));

        Assert.Equal((Decision.Allow, 0), (report.Decision, report.Faults.Count));
    }

    [Theory]
    [InlineData("""{"versions":[1,2],"time":7}""")]
    [InlineData("""{"name":"acme-add","versions":{"1.0.0":5}}""")]
    [InlineData("""{"name":"other","versions":{"1.0.0":{}}}""")]
    [InlineData("null")]
    public void An_answer_that_is_no_document_of_the_package_is_no_pass(string packument)
    {
        var report = Screen(new TestRegistry().Answer("/acme-add", packument), Pack("1.0.0", ""));

        Assert.Equal(Decision.Indeterminate, report.Decision);
    }

    [Fact]
    public void What_a_stranger_did_an_hour_ago_is_no_custom_yet()
    {
        var history = History().Version("1.2.0", "2026-03-30T08:00:00Z", "mallory", Both, dependencies: ["acme-sum"]).Version("1.2.1", "2026-03-30T09:00:00Z", "mallory", Both, dependencies: ["acme-sum"]);

        var rules = Screen("1.2.1", history, """ "dependencies":{"acme-sum":"^1.0.0"}""", new TestPackage("acme-sum").Version("1.0.0", "2026-03-29", "mallory", ["mallory"])).Select(finding => (finding.Rule.Id, finding.Severity));

        Assert.Equal([("provenance/publisher-change", Severity.High), ("dependency/new", Severity.High)], rules);
    }

    [Fact]
    public void Times_of_a_mirror_are_not_judged_and_that_is_said()
    {
        var random = new Random(5);
        var history = new TestPackage("acme-add");
        foreach (var patch in Enumerable.Range(0, 20).OrderBy(_ => random.Next()).Select((patch, i) => (patch, i)))
            history.Version($"1.2.{patch.patch}", $"2026-03-{1 + patch.i:00}");
        var registry = new TestRegistry().Npm(history).Npm(new TestPackage("acme-sum").Version("1.0.0", "2026-03-20"));
        var report = Screen(registry, Pack("1.3.0", """ "dependencies":{"acme-sum":"^1.0.0"}"""));

        Assert.DoesNotContain(report.Findings, finding => finding.Finding.Rule.Family is "provenance" or "dependency");
        Assert.Contains(report.Notes, note => note.Contains("those of a copy", StringComparison.Ordinal));
    }

    [Fact]
    public void Fixes_for_old_lines_do_not_make_times_a_copy()
    {
        var history = History().Version("0.9.1", "2026-02-01", "ada", Ada).Version("0.7.29", "2026-02-02", "ada", Ada).Version("1.0.2", "2026-02-03", "ada", Ada).Version("1.2.0", "2026-03-30", "mallory", Both);

        Assert.Single(Screen("1.2.0", history));
        Assert.DoesNotContain(Screen(new TestRegistry().Npm(history), Pack("1.2.0", "")).Notes, note => note.Contains("copy", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_registry_is_asked_once()
    {
        var registry = new TestRegistry().Npm(History());
        var lookup = registry.Lookup();
        foreach (var version in (string[])["1.2.0", "1.2.1"])
            Screening.Of("a.tgz", Pack(version, ""), new ScreenOptions { Lookup = lookup, Now = Now });

        Assert.Equal(["/acme-add"], registry.Asked);
    }

    [Fact]
    public void Without_a_registry_nobody_is_asked()
    {
        Assert.DoesNotContain(Screening.Of("a.tgz", Pack("9.9.9", "")).Findings, finding => finding.Finding.Rule.Family is "provenance" or "name" or "dependency");
    }

    private static TestPackage History(string[]? maintainers = null, bool attested = false, bool trusted = false, bool script = false, string[]? dependencies = null)
    {
        var package = new TestPackage("acme-add");
        foreach (var (version, day) in (IEnumerable<(string, string)>)[("0.7.28", "2025-05-01"), ("0.9.0", "2025-08-01"), ("1.0.0", "2025-11-01"), ("1.0.1", "2025-12-01"), ("1.1.0", "2026-01-20")])
            package.Version(version, day, "ada", maintainers ?? Ada, attested, trusted, script, dependencies);
        return package;
    }

    private static byte[] Pack(string version, string manifest) =>
        TestArchive.Npm($$$"""{"name":"acme-add","version":"{{{version}}}","license":"MIT","main":"index.js","files":["index.js"]{{{(manifest.Length > 0 ? "," + manifest : "")}}}}""", ("index.js", "module.exports = 1;\n"), ("setup.js", "1\n"), ("LICENSE", "MIT\n"), ("README.md", "# x\n"));

    private static List<Finding> Screen(string version, TestPackage history, string manifest = "", params TestPackage[] others)
    {
        var registry = new TestRegistry().Npm(history);
        foreach (var other in others)
            registry.Npm(other);
        var report = Screen(registry, Pack(version, manifest));
        Assert.Empty(report.Faults);
        return [.. report.Findings.Select(finding => finding.Finding).Where(finding => finding.Rule.Family is "provenance" or "dependency" or "name")];
    }

    private static Report Screen(TestRegistry registry, byte[] tarball, params string[] internalNames) =>
        Screening.Of("acme-add.tgz", tarball, new ScreenOptions { Lookup = registry.Lookup("npm", internalNames), Now = Now });
}
