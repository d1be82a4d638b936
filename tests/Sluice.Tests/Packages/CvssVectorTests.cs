using System.Globalization;
using Sluice.Packages;

namespace Sluice.Tests.Packages;

public sealed class CvssVectorTests
{
    [Fact]
    public void Scores_are_those_of_the_specifications_formulas()
    {
        foreach (var row in PackageCases.Rows("cvss.tsv"))
        {
            Assert.True(CvssVector.TryParse(row[0], out var vector, out var problem), problem);
            Assert.True(vector.Score.ToString("0.0", CultureInfo.InvariantCulture) == row[1], $"{row[0]}: {vector.Score}, not {row[1]}");
        }
    }

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0, "critical")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3, "critical")]
    [InlineData("CVSS:3.1/A:N/I:N/C:L/S:U/UI:R/PR:H/AC:H/AV:P", 1.6, "low")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, "none")]
    public void Metrics_may_come_in_any_order(string text, double score, string severity)
    {
        Assert.True(CvssVector.TryParse(text, out var vector, out _));
        Assert.Equal(score, vector.Score);
        Assert.Equal(severity, vector.Severity);
    }

    [Theory]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", "starts with none of")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H", "'A' is missing")]
    [InlineData("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "'AV' is given twice")]
    [InlineData("CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "'AV:Z' is no metric of CVSS 3.1")]
    public void A_wrong_vector_says_what_is_wrong(string text, string expected)
    {
        Assert.False(CvssVector.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
