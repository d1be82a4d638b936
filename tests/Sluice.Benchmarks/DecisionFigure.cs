using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;

namespace Sluice.Benchmarks;

/// <summary>A whole decision over a large release: how long the policies take when everything else is done.</summary>
internal sealed class DecisionFigure
{
    private const int Components = 1000;
    private const int Findings = 200;
    private const int Rules = 50;

    private readonly PolicyInput _input;
    private readonly PolicySet _policies;

    public DecisionFigure(string scratch)
    {
        var folder = Path.Combine(scratch, "release");
        for (var i = 0; i < Components; i++)
            WritePackage(Path.Combine(folder, "node_modules", $"package-{i}"), i);
        for (var i = 0; i < Findings; i++)
            WriteMap(Path.Combine(folder, "dist"), i);
        var report = ReleaseCheck.Screen(new DirectorySource(folder, "release"), new ScreenOptions(), CancellationToken.None);
        var found = report.Findings.Select(finding => finding.Finding).ToList();
        // Findings of one cause are told as one: each is taken several times.
        Finding[] findings = [.. Enumerable.Range(0, Findings).Select(i => found[i % found.Count] with { Line = i })];
        _input = new PolicyInput(report.Artifact, findings, report.Faults) { Now = DateTimeOffset.UnixEpoch.AddYears(56) };
        _policies = new PolicySet([Policy.Parse("bench.yaml", PolicyText())]);
        var files = report.Artifact.Entries.Count(entry => entry.Kind == EntryKind.File);
        if (report.Artifact.Manifests.Count < Components || files < Components)
            throw new InvalidOperationException($"the release is too small: {report.Artifact.Manifests.Count} components, {files} files");
        if (Decide() is { Decision: not Decision.Allow } verdict)
            throw new InvalidOperationException($"a rule that should hold does not, so that it ends early: {verdict.Reasons[0].Message}");
    }

    public static string What => $"a whole decision: {Rules} rules, {Components} components, {Components} files, {Findings} findings";

    public Verdict Decide() => _policies.Decide(_input);

    private static void WritePackage(string folder, int number)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "package.json"), string.Create(CultureInfo.InvariantCulture, $$"""{ "name": "package-{{number}}", "version": "{{number % 7}}.{{number}}.0", "license": "MIT" }"""));
    }

    /// <summary>A source map with its source, which is a finding.</summary>
    private static void WriteMap(string folder, int number)
    {
        Directory.CreateDirectory(folder);
        var source = string.Create(CultureInfo.InvariantCulture, $"export function part{number}(value) {{\\n  return value + {number}\\n}}\\n");
        File.WriteAllText(Path.Combine(folder, $"part-{number}.js.map"), $$"""{ "version": 3, "sources": ["../src/part-{{number}}.ts"], "sourcesContent": ["{{source}}"], "names": [], "mappings": "AAAA" }""");
    }

    /// <summary>Five kinds of rules that look at everything and hold; two of them ask about each finding by itself.</summary>
    private static string PolicyText()
    {
        string[] checks =
        [
            "components.all(c, c.license.orValue('') in ['MIT', 'ISC', 'Apache-2.0', 'name-{0}'])",
            "components.all(c, c.purl.orValue('').matches('^pkg:[a-z]+/[^@]+@[0-9]+') || c.name == 'name-{0}')",
            "artifact.files.all(f, !f.path.endsWith('.map-{0}') && !f.path.startsWith('src/') && f.size < 1048576)",
            "findings.filter(f, f.severity == 'critical' && f.path == 'name-{0}').size() == 0",
        ];
        var text = new StringBuilder("version: 1\nname: bench\nrules:\n");
        for (var i = 0; i < Rules; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - id: rule-{i}\n    title: Rule {i}\n    severity: high\n    action: deny\n");
            if (i % 5 == 4)
                text.Append("    each: findings\n    when: it.severity != 'info'\n    check: \"").Append(CultureInfo.InvariantCulture, $"it.message.contains(' ') || it.rule == 'name-{i}'\"\n");
            else
                text.Append("    check: \"").Append(string.Format(CultureInfo.InvariantCulture, checks[i % 5], i)).Append("\"\n");
        }

        return text.ToString();
    }
}
