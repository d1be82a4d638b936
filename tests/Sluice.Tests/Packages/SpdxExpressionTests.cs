using Sluice.Packages;

namespace Sluice.Tests.Packages;

public sealed class SpdxExpressionTests
{
    [Theory]
    [InlineData("mit OR apache-2.0", "MIT OR Apache-2.0")]
    [InlineData("(MIT AND GPL-2.0+) or ISC", "MIT AND GPL-2.0-or-later OR ISC")]
    [InlineData("MIT AND (ISC OR 0BSD)", "MIT AND (ISC OR 0BSD)")]
    [InlineData("GPL-2.0-only WITH classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("DocumentRef-acme:LicenseRef-terms", "DocumentRef-acme:LicenseRef-terms")]
    public void Identifiers_are_written_as_on_the_list(string text, string expected) => Assert.Equal(expected, Parsed(text).ToString());

    [Theory]
    [InlineData("", "empty")]
    [InlineData("MIT OR", "missing at the end")]
    [InlineData("(MIT", "')' is missing")]
    [InlineData("MIT Apache-2.0", "'Apache-2.0' is not expected here")]
    [InlineData("UNLICENSED", "'UNLICENSED' is not on the SPDX License List")]
    [InlineData("MIT WITH Nothing", "'Nothing' is not an exception")]
    [InlineData("MIT And ISC", "'And' is not expected here")]
    public void A_wrong_expression_says_what_is_wrong(string text, string expected)
    {
        Assert.False(SpdxExpression.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MIT OR GPL-3.0-only", "MIT", true)]
    [InlineData("MIT AND GPL-3.0-only", "MIT", false)]
    [InlineData("MIT AND ISC", "MIT ISC", true)]
    [InlineData("(MIT OR GPL-3.0-only) AND ISC", "MIT ISC", true)]
    [InlineData("GPL-2.0-or-later", "GPL-3.0-only", true)]
    [InlineData("GPL-2.0-only", "GPL-3.0-only", false)]
    [InlineData("GPL-3.0-or-later", "GPL-2.0-only", false)]
    [InlineData("GPL-2.0+", "GPL-2.0-or-later", true)]
    [InlineData("Apache-2.0 WITH LLVM-exception", "Apache-2.0", true)]
    [InlineData("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", false)]
    [InlineData("BSD-3-Clause", "BSD-*", true)]
    [InlineData("LicenseRef-acme", "LicenseRef-acme", true)]
    public void A_choice_within_the_list_is_allowed(string text, string list, bool expected) => Assert.Equal(expected, Parsed(text).IsAllowedBy(List(list)));

    [Theory]
    [InlineData("MIT OR GPL-3.0-only", "GPL-*", false)]
    [InlineData("MIT AND GPL-3.0-only", "GPL-*", true)]
    [InlineData("GPL-2.0-only OR AGPL-3.0-only", "GPL-* AGPL-*", true)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", true)]
    [InlineData("LGPL-3.0-only", "GPL-*", false)]
    public void What_leaves_no_choice_without_the_list_is_denied(string text, string list, bool expected) => Assert.Equal(expected, Parsed(text).IsDeniedBy(List(list)));

    [Fact]
    public void Deep_parentheses_are_refused()
    {
        Assert.True(SpdxExpression.TryParse($"{new string('(', 60)}MIT{new string(')', 60)}", out _, out _));
        Assert.False(SpdxExpression.TryParse($"{new string('(', 2000)}MIT{new string(')', 2000)}", out _, out var problem));
        Assert.Contains("deeper", problem, StringComparison.Ordinal);
    }

    private static SpdxExpression Parsed(string text) => SpdxExpression.TryParse(text, out var expression, out var problem) ? expression : throw new Xunit.Sdk.XunitException(problem);

    private static string[] List(string names) => names.Contains(" WITH ", StringComparison.Ordinal) ? [names] : names.Split(' ');
}
