using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>What people are told of an expression that does not compile.</summary>
public sealed class DiagnosticTests
{
    private static readonly CelObjectType Artifact = new("Artifact", new CelField("name", CelType.String), new CelField("version", CelType.String), new CelField("files", CelType.List(CelType.String)));

    private static readonly CelEnvironment Environment = new(new CelEnvironmentOptions { Variables = [new("artifact", Artifact.Type), new("release.now", CelType.Timestamp)] });

    [Theory]
    [InlineData("artifact.nmae == 'x'", "Artifact has no field 'nmae'; did you mean 'name'?")]
    [InlineData("artefact.name == 'x'", "undeclared reference to 'artefact'; did you mean 'artifact'?")]
    [InlineData("artifact.name.startWith('x')", "undeclared reference to 'startWith'; did you mean 'startsWith'?")]
    [InlineData("artifact.name + 1", "found no matching overload for '+' applied to '(string, int)'")]
    [InlineData("artifact.name.startsWith(1)", "found no matching overload for 'startsWith' applied to 'string.(int)'; there is string.startsWith(string)")]
    [InlineData("artifact.files.exists(f, f)", "the condition of 'exists' is a bool, but this is string")]
    [InlineData("artifact.name.all(c, true)", "'all' goes over a list or map, but this is string")]
    [InlineData("artifact.files.exists(f.x, true)", "'exists' needs a simple name here, for the variable of its loop")]
    [InlineData("artifact.name = 'x'", "there is no assignment; equality is '=='")]
    [InlineData("artifact.name == 'x", "the string has no end; ' is missing")]
    [InlineData("has(artifact)", "has() asks for a field: has(artifact.name)")]
    [InlineData("9223372036854775808", "the number does not fit into 64 bits; with a u behind it, it would be an unsigned one that fits")]
    [InlineData("'\\q'", "unknown escape; the backslash itself is written '\\\\', and r'…' takes everything as it is")]
    [InlineData("{1.5: 2}", "a key is a string, an int, a uint or a bool, not double")]
    [InlineData("artifact.name.matches('a(')", "the regular expression is wrong: missing closing )")]
    [InlineData("(1", "expected ')', found the end of the expression")]
    [InlineData("1 2", "expected an operator or the end of the expression, found '2'")]
    [InlineData("if == 1", "'if' is a reserved word; it may only be the name of a field or method")]
    [InlineData("math.greatest('a')", "math.greatest() takes numbers or a list of numbers only")]
    public void A_mistake_says_what_is_wrong(string expression, string message)
    {
        var compilation = Environment.Compile(expression);

        Assert.Null(compilation.Program);
        Assert.Contains(message, compilation.Diagnostics.Select(diagnostic => diagnostic.Message));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_line_column_and_caret()
    {
        var compilation = Environment.Compile("artifact.nmae == 'x' &&\n  artifact.version > 1 &&\n  missing");

        Assert.Equal([(1, 10), (2, 20), (3, 3)], compilation.Diagnostics.Select(diagnostic => (diagnostic.Line, diagnostic.Column)));
        Assert.Contains("2:20: found no matching overload for '>' applied to '(string, int)'\n |   artifact.version > 1 &&\n |                    ^", compilation.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_syntax_do_not_hide_each_other()
    {
        var compilation = Environment.Compile("[1 +, 2 *, 3]");

        Assert.Equal(2, compilation.Diagnostics.Count);
    }

    [Fact]
    public void Names_with_a_namespace_are_found_through_the_container()
    {
        var inside = new CelEnvironment(Environment.Options with { Container = "release.checks" });

        Assert.Empty(inside.Compile("now > timestamp(0)").Diagnostics);
        Assert.NotEmpty(Environment.Compile("now > timestamp(0)").Diagnostics);
        Assert.Empty(Environment.Compile(".release.now > timestamp(0)").Diagnostics);
        Assert.Empty(Environment.Compile("[{'now': 1}].all(release, release.now == 1)").Diagnostics);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{'a': ", "}")]
    [InlineData("size(", ")")]
    [InlineData("true ? 1 : ", "")]
    [InlineData("-(", ")")]
    public void Nesting_is_limited_and_never_overflows_the_stack(string open, string close)
    {
        Assert.NotNull(CelEnvironment.Default.CompileUnchecked(Nested(40)).Program);
        Assert.Contains("nested more than 64 deep", Assert.Single(CelEnvironment.Default.Compile(Nested(70)).Diagnostics).Message, StringComparison.Ordinal);
        Assert.NotEmpty(CelEnvironment.Default.Compile(new string('(', 16000)).Diagnostics);

        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
    }

    [Fact]
    public void Long_chains_are_limited_where_they_nest_and_free_where_they_do_not()
    {
        Assert.True(Expressions.Evaluate(string.Join(" + ", Enumerable.Repeat("1", 400)) + " == 400").IsTrue);
        Assert.Contains("500", CelEnvironment.Default.Compile(string.Join("+", Enumerable.Repeat("1", 4000))).Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.True(Expressions.Evaluate(string.Join("||", Enumerable.Repeat("false", 2000)) + "||true").IsTrue);
        Assert.Contains("characters", CelEnvironment.Default.Compile(new string(' ', 17000) + "1").Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_ends_in_a_program_or_diagnostics()
    {
        var random = new Random(20260331);
        string[] parts = ["(", ")", "[", "]", "{", "}", "?", ":", ",", ".", "a", "in", "1", "1u", ".5", "'", "\"", "`x`", "==", "&&", "||", "!", "-", "+", "has(", ".map(x,", "cel.bind(", "//", "\n", "\\", "r'", "b'", "😀", "\ud800", "optional.of(", "0x", "1e"];
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => parts[random.Next(parts.Length)]));
            var compilation = CelEnvironment.Default.Compile(text);
            Assert.True(compilation.Program is null == compilation.Diagnostics.Count > 0, text);
            compilation.Render();
            compilation.Program?.Evaluate();
        }
    }
}
