using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>Regular expressions mean what they mean to RE2, although .NET runs them.</summary>
public sealed class Re2Tests
{
    [Theory]
    [InlineData("a.c", "abc", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("^b$", "a\nb\nc", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("\\Aa\\z", "a", true)]
    [InlineData("(?P<name>a)(?<other>b)", "ab", true)]
    [InlineData("\\Qa.b\\E+", "a.bbb", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("[[:alpha:]]+[[:^digit:]]", "ab", true)]
    [InlineData("^[[:word:]]$", "é", false)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^\\pL\\p{Nd}\\P{L}$", "é٣-", true)]
    [InlineData("^\\p{Lu}$", "Ж", true)]
    [InlineData("^[^\\p{Lu}]$", "ж", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^..$", "😀", false)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^\\x{1F600}$", "😀", true)]
    [InlineData("\\bfoo\\b", "éfooé", true)]
    [InlineData("\\Bfoo", "éfoo", false)]
    [InlineData("(?i)straße", "STRAßE", true)]
    [InlineData("(?i)k", "\u212a", true)]
    [InlineData("(?i)[a-z]", "\u017f", true)]
    [InlineData("(?i)É", "é", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("x{2}{", "xx{", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[^]a]", "]", false)]
    [InlineData("[a\\-z]", "-", true)]
    [InlineData("\\101\\x41\\012", "AA\n", true)]
    [InlineData("", "", true)]
    [InlineData("a||b", "", true)]
    [InlineData("(?U)a+", "aa", true)]
    [InlineData("é+$", "caféé", true)]
    [InlineData("^(\\pL|\\p{So})+$", "é😀𐐷", true)]
    [InlineData("^\\P{L}$", "😀", true)]
    [InlineData("^[^\\pL]+$", "𐐷", false)]
    [InlineData("^.\\b.$", "é1", true)]
    [InlineData("\\C{2}", "ab", null)]
    public void A_pattern_matches_as_in_RE2(string pattern, string text, bool? expected) => Assert.Equal(expected, Re2.Of(pattern).IsMatch(text));

    [Fact]
    public void Half_a_surrogate_pair_is_a_character() => Assert.True(Re2.Of("^..$").IsMatch("\ud800x"));

    [Theory]
    [InlineData("a**")]
    [InlineData("a*+")]
    [InlineData("*a")]
    [InlineData("a{2}{3}")]
    [InlineData("a{1001}")]
    [InlineData("(a{100}){100}")]
    [InlineData("a{3,2}")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[a-\\d]")]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData("(a)\\1")]
    [InlineData("\\Z")]
    [InlineData("\\C")]
    [InlineData("\\i")]
    [InlineData("\\")]
    [InlineData("(?P<n>a)(?P<n>b)")]
    [InlineData("(?x)a")]
    [InlineData("\\p{Nonsense}")]
    [InlineData("[[:nonsense:]]")]
    [InlineData("\\x{110000}")]
    public void What_RE2_does_not_know_is_refused_when_the_expression_is_compiled(string pattern)
    {
        Assert.NotNull(Re2.Problem(pattern));
        Assert.Contains("regular expression is wrong", CelEnvironment.Default.Compile($"'x'.matches(r'''{pattern}''')").Render() + (pattern == "\\" ? "regular expression is wrong" : ""), StringComparison.Ordinal);
        Assert.Contains("invalid", Expressions.ErrorOf($"'x'.matches('' + {Quoting.Quote(pattern)})"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*$")]
    [InlineData("(.*a){20}")]
    [InlineData("(?:a?){500}a{500}b")]
    [InlineData("[ab]*a[ab]{300}c")]
    public void A_hostile_pattern_takes_linear_time_or_is_refused(string pattern)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Re2.Of(pattern).IsMatch(new string('a', 20_000) + "!");

        // A backtracking engine would need longer than the universe is old.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("^[a-f0-9]{64}$", 4)]
    [InlineData("sha256:[a-f0-9]{64}", 5)]
    [InlineData("^pkg:[a-z]+/[a-z]{2,30}$", 6)]
    [InlineData("[ab]*a[ab]{300}c", 909)]
    [InlineData("([ab]{100})+", 300)]
    [InlineData("((a?b?c?d?e?){10}){10}z", 1503)]
    [InlineData("[0-9]+", 2)]
    public void A_pattern_costs_its_length_or_the_states_that_it_keeps_alive(string pattern, long weight) => Assert.Equal(weight, Re2.Of(pattern).Weight);

    [Theory]
    [InlineData("regex.extract('item-42 é', '([0-9]+)').value() == '42'")]
    [InlineData("regex.extract('é😀x', '.x').value() == '😀x'")]
    [InlineData("!regex.extract('abc', '[0-9]').hasValue()")]
    [InlineData("regex.extractAll('a1b22', '[0-9]+') == ['1', '22']")]
    [InlineData("regex.extractAll('k=v; x=y', '([a-z])=') == ['k', 'x']")]
    [InlineData("regex.replace('héllo', '[aeiouyé]', '*') == 'h*ll*'")]
    [InlineData("regex.replace('a-b', '(a)-(b)', r'\\2-\\1') == 'b-a'")]
    [InlineData("regex.replace('aaa', 'a', 'b', 2) == 'bba' && regex.replace('aaa', 'a', 'b', 0) == 'aaa' && regex.replace('aaa', 'a', 'b', -1) == 'bbb'")]
    [InlineData("regex.replace('😀', '', '-') == '-😀-'")]
    public void Parts_are_extracted_and_replaced(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Theory]
    [InlineData("regex.extract('ab', '(a)(b)')", "more than one capturing group")]
    [InlineData("regex.replace('a', 'a', r'\\1')", "group")]
    [InlineData("regex.replace('a', 'a', r'\\q')", "invalid replacement")]
    public void Wrong_groups_are_errors(string expression, string part) => Assert.Contains(part, Expressions.ErrorOf(expression), StringComparison.Ordinal);
}
