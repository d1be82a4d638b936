using Sluice.Packages;


namespace Sluice.Tests.Packages;

public sealed class SemanticVersionTests
{
    [Fact]
    public void Versions_are_in_the_order_of_the_ecosystem()
    {
        foreach (var row in PackageCases.Rows("versions.tsv"))
        {
            var areVersions = SemanticVersion.TryParse(row[0], out var a) & SemanticVersion.TryParse(row[1], out var b);
            var order = areVersions ? Math.Sign(a!.CompareTo(b)).ToString(System.Globalization.CultureInfo.InvariantCulture) : "bad";
            Assert.True(order == row[2], $"{row[0]} against {row[1]}: {order}, not {row[2]}");
        }
    }

    [Fact]
    public void Ranges_hold_the_versions_that_they_hold_in_the_ecosystem()
    {
        foreach (var row in PackageCases.Rows("ranges.tsv"))
        {
            var answer = !SemanticVersion.TryParse(row[0], out var version) ? "badversion"
                : !VersionRange.TryParse(row[1], out var range) ? "badrange"
                : range.IsSatisfiedBy(version) ? "true" : "false";
            Assert.True(answer == row[2], $"{row[0]} in '{row[1]}': {answer}, not {row[2]}");
        }
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3.4")]
    [InlineData("9007199254740992.0.0")]
    [InlineData("")]
    public void What_is_no_version_is_none(string text) => Assert.False(SemanticVersion.TryParse(text, out _));

    [Theory]
    [InlineData("v1.2.3")]
    [InlineData(" =1.2.3 ")]
    [InlineData("1.2.3+build.01")]
    public void A_mark_before_a_version_is_forgiven(string text)
    {
        Assert.True(SemanticVersion.TryParse(text, out var version));
        Assert.Equal(new SemanticVersion(1, 2, 3), version);
    }
}
