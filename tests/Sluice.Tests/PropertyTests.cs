using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests;

/// <summary>What holds for every input, tried on many.</summary>
public sealed class PropertyTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(88, 2031);

    private static readonly Descriptor Rule = new("exposure/test", "A test rule", Severity.High, "Because.", "Do not.");

    [Fact]
    public void An_accepted_path_stays_inside_its_container()
    {
        // Names made of the pieces that attacks are made of.
        var piece = Gen.Elements("..", ".", "", "a", "b.txt", "C:", "\\", "/", "\0", "\u202e", "…", "~", "con", "//", "\\..\\");
        var names = Gen.ListOf(piece).Select(pieces => string.Join('/', pieces)).ToArbitrary();

        Prop.ForAll(names, name =>
        {
            var path = EntryPath.Parse(name);
            var segments = path.Value.Split('/');
            return !path.Value.StartsWith('/') && !path.Value.Contains('\\') && !segments.Contains("..") && (path.Value.Length == 0 || !segments.Contains(""));
        }).Check(Config);
    }

    [Fact]
    public void Paths_of_any_bytes_are_parsed()
    {
        Prop.ForAll<byte[]>(bytes => EntryPath.Parse(bytes).Value.Length <= EntryPath.MaxLength).Check(Config);
    }

    [Fact]
    public void Safe_text_has_no_character_that_hides_or_moves()
    {
        Prop.ForAll<string>(text => text is null || SafeText.Of(text).All(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)).Check(Config);
    }

    [Fact]
    public void More_findings_never_improve_a_verdict()
    {
        var severities = Gen.Elements(Enum.GetValues<Severity>());
        var confidences = Gen.Elements(Enum.GetValues<Confidence>());
        var finding = severities.SelectMany(severity => confidences.Select(confidence => (Severity: severity, Confidence: confidence)));
        var cases = Gen.ListOf(finding).SelectMany(few => Gen.ListOf(finding).Select(more => (Few: few.ToList(), More: more.ToList()))).ToArbitrary();
        var artifact = Screening.Of("hello\n"u8.ToArray()).Artifact;

        Prop.ForAll(cases, pair => Decide(artifact, [.. pair.Few, .. pair.More]) >= Decide(artifact, pair.Few)).Check(Config);
    }

    [Fact]
    public void A_fault_never_improves_a_verdict()
    {
        var artifact = Screening.Of("hello\n"u8.ToArray()).Artifact;
        foreach (var severity in Enum.GetValues<Severity>())
        {
            var findings = new List<Finding> { new(Rule, artifact.Root, "x") { Severity = severity } };
            var without = BuiltInPolicies.Default.Decide(new PolicyInput(artifact, findings, []) { Now = CliRun.Now }).Decision;
            var with = BuiltInPolicies.Default.Decide(new PolicyInput(artifact, findings, [new Fault("part", "where", "what")]) { Now = CliRun.Now }).Decision;

            Assert.True(with >= without);
            Assert.NotEqual(Decision.Allow, with);
        }
    }

    [Fact]
    public void Any_bytes_end_in_a_report_without_faults()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            var report = Screening.Of(bytes ?? []);
            return report.Faults.Count == 0 && (bytes is { Length: > 0 } || report.Decision == Decision.Indeterminate);
        }).Check(Config);
    }

    [Fact]
    public void No_report_contains_the_secret_it_is_about()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            string[] secrets = [TestSecret.GitHub(seed), TestSecret.Npm(seed), TestSecret.Slack(seed), TestSecret.Stripe(seed), TestSecret.AwsSecret(seed), TestSecret.Alphanumeric(40, seed)];
            var text = $"a = '{secrets[0]}'\nb = \"{secrets[1]}\"\nc: {secrets[2]}\nd={secrets[3]}\naws_access_key_id = {TestSecret.AwsId(seed)}\naws_secret_access_key = {secrets[4]}\nPASSWORD={secrets[5]}\n";
            var report = Screening.Of(TestArchive.Zip(("src/config.py", Encoding.UTF8.GetBytes(text)), (".env", Encoding.UTF8.GetBytes(text)), (".npmrc", Encoding.UTF8.GetBytes($"//registry.example/:_authToken={secrets[1]}\n"))));
            Assert.NotEmpty(report.Findings);
            foreach (var writer in Catalog.ReportWriters)
            {
                var output = new StringWriter();
                writer.Write([report], new ReportStyle { IsVerbose = true }, output);
                // A part of twelve characters is enough to search for the rest.
                Assert.DoesNotContain(secrets, secret => Enumerable.Range(0, secret.Length - 12).Any(at => output.ToString().Contains(secret.Substring(at, 12), StringComparison.Ordinal)));
            }
        }
    }

    private static Decision Decide(Artifact artifact, IReadOnlyList<(Severity Severity, Confidence Confidence)> findings) =>
        BuiltInPolicies.Default.Decide(new PolicyInput(artifact, [.. findings.Select(f => new Finding(Rule, artifact.Root, "x") { Severity = f.Severity, Confidence = f.Confidence })], []) { Now = CliRun.Now }).Decision;
}
