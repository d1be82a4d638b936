using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>Costs are counted in the units of the reference, and end an evaluation in time.</summary>
public sealed class CostTests
{
    internal static readonly (string Name, CelType Type, CelValue Value)[] Variables =
    [
        ("list", CelType.List(CelType.Int), CelValue.List([CelValue.Int(1), CelValue.Int(2)])),
        ("none", CelType.List(CelType.List(CelType.Int)), CelValue.List([])),
        ("map", CelType.Map(CelType.String, CelType.Map(CelType.String, CelType.Int)), CelValue.Map([KeyValuePair.Create(CelValue.String("key"), CelValue.Map([KeyValuePair.Create(CelValue.String("f"), CelValue.Int(5))]))])),
        ("text", CelType.String, CelValue.String(new string('a', 500))),
        ("other", CelType.String, CelValue.String(new string('b', 500))),
        ("yes", CelType.Bool, CelValue.True),
        ("one", CelType.Int, CelValue.Int(1)),
    ];

    [Theory]
    [InlineData("'Hello World!'", 0)]
    [InlineData("list", 1)]
    [InlineData("map['key']", 2)]
    [InlineData("list[0]", 2)]
    [InlineData("map['ke' + 'y']", 3)]
    [InlineData("list[1 - 1]", 3)]
    [InlineData("map.key.f", 3)]
    [InlineData("has(map.key)", 1)]
    [InlineData("has(map.key.f)", 2)]
    [InlineData("[1, 2, 3]", 10)]
    [InlineData("{'a': 1, 'b': 2, 'c': 3}", 30)]
    [InlineData("none.all(x, true)", 2)]
    [InlineData("none.all(x, x.all(y, true))", 2)]
    [InlineData("[1, 2, 3].all(x, true)", 20)]
    [InlineData("text.matches('[0-9]')", 103)]
    [InlineData("'123'.matches('[0-9]')", 2)]
    [InlineData("false || false", 0)]
    [InlineData("yes && yes && yes && yes", 4)]
    [InlineData("1 == 2", 1)]
    [InlineData("2 in [1, 2, 3]", 13)]
    [InlineData("true ? 1 : 2", 0)]
    [InlineData("size('123')", 1)]
    [InlineData("'12345678901234567890' == '123456789012345678901234567890'", 2)]
    [InlineData("bytes(text)", 51)]
    [InlineData("string(1)", 1)]
    [InlineData("text.contains(other)", 2502)]
    [InlineData("text.startsWith('idc')", 51)]
    [InlineData("(one > 2 ? list : list).all(y, true)", 9)]
    [InlineData("false ? false : 1 > 3", 1)]
    [InlineData("map.all(k, map[k].f > 3)", 9)]
    [InlineData("(list + list).all(x, true)", 16)]
    [InlineData("(1 > 2 ? 5 : 3) > 1", 2)]
    [InlineData("(1 > 2 || 2 > 1) == true", 3)]
    [InlineData("[{'k1': 1}, {'k2': 2}].all(x, true)", 77)]
    public void The_cost_is_that_of_the_reference(string expression, long expected)
    {
        var (environment, bindings) = Expressions.With(Variables);
        var program = environment.Compile(expression).Require();
        var result = program.Evaluate(bindings);

        Assert.False(result.Value.IsError, result.Value.ToString());
        Assert.Equal(expected, result.Cost);
        var estimate = program.EstimateCost();
        Assert.True(estimate.Least <= result.Cost && result.Cost <= estimate.Most, $"{result.Cost} is not within {estimate}");
    }

    [Fact]
    public void An_evaluation_at_its_limit_passes_and_above_it_stops()
    {
        var program = CelEnvironment.Default.Compile("'abcdefg'.contains('val1' + 'val2222222')").Require();

        Assert.Equal(4, program.Evaluate(CelActivation.Empty, 4).Cost);
        Assert.Contains("cost limit of 3 exceeded", program.Evaluate(CelActivation.Empty, 3).Value.AsError.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))")]
    [InlineData("cel.bind(a, 'aaaaaaaaaaaaaaaa', cel.bind(b, a+a+a+a+a+a+a+a, cel.bind(c, b+b+b+b+b+b+b+b, cel.bind(d, c+c+c+c+c+c+c+c, cel.bind(e, d+d+d+d+d+d+d+d, cel.bind(f, e+e+e+e+e+e+e+e, cel.bind(g, f+f+f+f+f+f+f+f, size(g+g+g+g+g+g+g+g+g+g+g+g))))))))")]
    [InlineData("lists.range(100000).distinct()")]
    [InlineData("lists.range(100000).map(x, 0).sort()")]
    [InlineData("lists.range(900000).exists(x, x in lists.range(900000))")]
    [InlineData("('a' + lists.range(1000).map(x, 'aaaaaaaaaaaaaaaaaaaaaa').join(',')).matches('(a*)*' + lists.range(1000).map(x, 'a?').join() + 'b')")]
    [InlineData("lists.range(1000).map(x, lists.range(1000)).map(x, lists.range(1000).map(y, x)).flatten().flatten()")]
    [InlineData("cel.bind(a, lists.range(1000), cel.bind(b, [a,a,a,a,a,a,a,a,a,a], cel.bind(c, [b,b,b,b,b,b,b,b,b,b], cel.bind(d, [c,c,c,c,c,c,c,c,c,c], '%s'.format([d,d,d,d,d,d,d,d])))))")]
    [InlineData("lists.range(9223372036854775807).size() > 0")]
    public void What_is_too_much_stops_early(string expression)
    {
        var result = CelEnvironment.Default.Compile(expression).Require().Evaluate();

        Assert.Contains("limit", result.Value.AsError.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_ignores_the_end_of_an_evaluation()
    {
        var program = CelEnvironment.Default.Compile("lists.range(100000).all(x, x >= 0) || true").Require();

        Assert.True(program.Evaluate(CelActivation.Empty, 1000).Value.AsError.IsFinal);
    }

    [Fact]
    public void A_cancelled_evaluation_stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Contains("cancelled", CelEnvironment.Default.Compile("[1, 2].all(x, x > 0)").Require().Evaluate(CelActivation.Empty, cancel: cancel.Token).Value.AsError.Message, StringComparison.Ordinal);
    }
}
