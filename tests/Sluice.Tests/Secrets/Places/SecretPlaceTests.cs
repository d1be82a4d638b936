using System.Text;
using Sluice.Findings;
using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Places;

/// <summary>A credential is found wherever it is, and told nowhere.</summary>
public sealed class SecretPlaceTests
{
    private static readonly SecretPlace[] All = [.. TextPlaces.All(), .. FilePlaces.All(), .. ReleasePlaces.All()];

    public static TheoryData<string> Places => [.. All.Select(place => place.Name)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_kind_is_found_there_and_no_report_holds_it(string name)
    {
        var place = All.Single(place => place.Name == name);
        var seed = 1000 + Array.IndexOf(All, place);
        foreach (var planted in Planted.Of(seed))
        {
            var (rules, output) = Screen(place, planted);
            var isFound = planted.Rules.All(rules.Contains);
            Assert.True(isFound == (place.HasGuesses || !planted.IsGuess), $"{name}: the {planted.Kind} was {(isFound ? "found" : "not found")}, but {string.Join(", ", rules)}");
            Assert.All(planted.Lines, line => Assert.DoesNotContain(line.Value[8..], output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_page_of_places_lists_them_all()
    {
        var text = new StringBuilder($"""
            # Where secrets are found

            Generated from the tests (`SLUICE_ACCEPT=1 ./test`): {All.Length} places. In each of them a token with a checksum, a pair of an identifier and its secret, and a value of a vendor's that is
            known by the name it is assigned to are hidden and found. A fourth, the password of nobody that any rule knows, is judged by the classifier: the last column says where it is found as well
            ({All.Count(place => place.HasGuesses)} places).

            | place | among | password of an unknown vendor |
            | --- | --- | --- |

            """);
        foreach (var place in All)
            text.Append($"| {place.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {place.Group} | {(place.HasGuesses ? "found" : "not found")} |\n");
        Generated.Check("docs/reference/secret-places.md", text.ToString().Replace("\r", "", StringComparison.Ordinal));
    }

    private static (IReadOnlyList<string> Rules, string Output) Screen(SecretPlace place, Planted planted)
    {
        if (place.Screen is { } screen)
        {
            var run = screen(planted);
            return ([.. GitFolder.FindingsOf(run).Select(finding => finding.GetProperty("rule").GetString()!)], run.Output + run.Error);
        }

        var report = Screening.Of(place.File, place.Hide(planted));
        var output = new StringWriter();
        foreach (var writer in Catalog.ReportWriters)
            writer.Write([report], new ReportStyle(), output);
        return (Screening.Rules(report), output.ToString());
    }
}
