using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class DetectorCaseTests
{
    public static TheoryData<string, string> Cases => [.. DetectorCases.OfAllRules.Select(c => (c.Rule, c.Name))];

    /// <summary>The detectors whose rules are held to have both kinds of cases. Rules of secrets carry theirs in their files.</summary>
    public static TheoryData<string> Rules => [.. Catalog.Detectors
        .Where(detector => detector.GetType().Namespace!.Split('.')[^1] is "Packaging" or "Exposure" or "Signatures" or "Unicode" or "Execution")
        .SelectMany(detector => detector.Rules).Select(rule => rule.Id).Distinct().Where(id => !id.StartsWith("exposure/source-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_speaks_where_it_should_and_only_there(string rule, string name)
    {
        var tested = DetectorCases.OfAllRules.Single(c => c.Rule == rule && c.Name == name);
        var report = Screening.Of(tested.File, tested.Build());
        var found = report.Findings.Where(f => f.Finding.Rule.Id == rule && f.Finding.Severity >= (tested.Fires ? tested.AtLeast : Severity.Low)).ToList();

        Assert.Empty(report.Faults);
        if (tested.Fires)
            Assert.NotEmpty(found);
        else
            Assert.DoesNotContain(report.Findings, f => f.Finding.Rule.Id == rule && f.Finding.Severity > Severity.Info);
        if (tested.Decision is { } decision)
            Assert.Equal(decision, report.Decision);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_has_a_case_that_fires_and_a_benign_twin(string rule)
    {
        var cases = DetectorCases.OfAllRules.Where(c => c.Rule == rule).ToList();
        Assert.Contains(cases, c => c.Fires);
        Assert.Contains(cases, c => !c.Fires);
    }
}
