using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>What the suite of the specification does not ask: limits of types, odd numbers, zones, keys.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("9223372036854775807 + 1")]
    [InlineData("-9223372036854775808 - 1")]
    [InlineData("-9223372036854775808 * -1")]
    [InlineData("-9223372036854775808 / -1")]
    [InlineData("-9223372036854775808 % -1")]
    [InlineData("-(-9223372036854775808)")]
    [InlineData("4611686018427387904 * 2")]
    [InlineData("18446744073709551615u + 1u")]
    [InlineData("0u - 1u")]
    [InlineData("9223372036854775808u * 2u")]
    public void An_overflow_is_an_error(string expression) => Assert.Contains("overflow", Expressions.ErrorOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("-7 / 2 == -3 && -7 % 2 == -1")]
    [InlineData("7u / 2u == 3u")]
    [InlineData("1.0 / 0.0 == double('inf') && -1.0 / 0.0 == double('-Infinity')")]
    [InlineData("0.0 / 0.0 != 0.0 / 0.0")]
    [InlineData("-0.0 == 0.0")]
    [InlineData("int(9223372036854774784.0) == 9223372036854774784")]
    [InlineData("uint(18446744073709549568.0) == 18446744073709549568u")]
    [InlineData("dyn(1) == 1.0 && dyn(1u) == 1 && dyn(1.0) == 1u && !(dyn(1) == '1')")]
    [InlineData("dyn([1, 2.0, 3u]) == [1.0, 2u, 3]")]
    [InlineData("dyn({1: 'a'}) == {1u: 'a'}")]
    [InlineData("1 < 1.5 && 2u > 1.5 && -1 < 1u && 18446744073709551615u > 9223372036854775807")]
    public void Numbers_behave_as_specified(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Theory]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("1u % 0u", "modulus by zero")]
    [InlineData("int(double('nan'))", "range")]
    [InlineData("int(9223372036854775807.0)", "range")]
    [InlineData("uint(-1.0)", "range")]
    [InlineData("uint(18446744073709551616.0)", "range")]
    [InlineData("int('1.5')", "conversion")]
    [InlineData("int(' 1')", "conversion")]
    [InlineData("uint('+1')", "conversion")]
    [InlineData("double('1e400')", "conversion")]
    [InlineData("double('0x1p4')", "conversion")]
    [InlineData("0.0 / 0.0 < 1.0", "NaN")]
    [InlineData("string(b'\\xff')", "UTF-8")]
    public void What_has_no_value_is_an_error(string expression, string part) => Assert.Contains(part, Expressions.ErrorOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("{1: 'a', 2u: 'b'}[1u] == 'a' && {1: 'a', 2u: 'b'}[dyn(2.0)] == 'b'")]
    [InlineData("!(dyn(1.5) in {1: 'a'}) && !(dyn('1') in {1: 'a'}) && !(dyn(null) in {1: 'a'})")]
    [InlineData("9007199254740993 in {9007199254740993: true} && !(dyn(9007199254740992.0) in {9007199254740993: true})")]
    [InlineData("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}")]
    [InlineData("lists.range(20).transformMap(i, v, v * v)[dyn(19.0)] == 361")]
    public void Keys_are_equal_when_their_numbers_are(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Theory]
    [InlineData("{1: 'a', 1u: 'b'}", "repeated key")]
    [InlineData("{dyn(1.0): 'a'}", "unsupported key")]
    [InlineData("{'a': 1}.b", "no such key: b")]
    [InlineData("[1, 2][2]", "index out of bounds: 2")]
    [InlineData("[1, 2][-1]", "index out of bounds: -1")]
    [InlineData("[1][dyn('0')]", "no index")]
    public void A_wrong_key_or_index_is_an_error(string expression, string part) => Assert.Contains(part, Expressions.ErrorOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 / 0 > 0 || true")]
    [InlineData("true || 1 / 0 > 0")]
    [InlineData("!(1 / 0 > 0 && false)")]
    [InlineData("[0, 1, 2].exists(x, 2 / x == 2)")]
    [InlineData("![0, 2, 4].all(x, 4 / x == 2)")]
    [InlineData("true ? true : 1 / 0 > 0")]
    [InlineData("cel.bind(unused, 1 / 0, true)")]
    [InlineData("optional.of(1).orValue(1 / 0) == 1")]
    public void An_error_that_decides_nothing_is_ignored(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Theory]
    [InlineData("1 / 0 > 0 || false")]
    [InlineData("true && 1 / 0 > 0")]
    [InlineData("[0, 1].exists_one(x, 1 / x == 1)")]
    [InlineData("[0, 1].map(x, 1 / x)")]
    [InlineData("[0, 1].filter(x, 1 / x == 1)")]
    [InlineData("[1, 1 / 0].size() == 2")]
    public void An_error_that_decides_is_the_result(string expression) => Assert.Equal("division by zero", Expressions.ErrorOf(expression));

    [Theory]
    [InlineData("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - duration('1ns')")]
    [InlineData("timestamp('2023-02-29T00:00:00Z')")]
    [InlineData("timestamp('2023-01-01T24:00:00Z')")]
    [InlineData("timestamp('2023-01-01 00:00:00Z')")]
    [InlineData("timestamp('2023-01-01T00:00:60Z')")]
    [InlineData("timestamp('0001-01-01T00:00:00+00:01')")]
    [InlineData("timestamp(253402300800)")]
    [InlineData("timestamp(-62135596801)")]
    [InlineData("duration('9223372037s')")]
    [InlineData("duration('1')")]
    [InlineData("duration('1d')")]
    [InlineData("duration('')")]
    [InlineData("duration('1.h')  + duration('.s')")]
    [InlineData("timestamp('9999-01-01T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')")]
    public void Times_stay_in_their_range(string expression) => Assert.Contains("range", Expressions.ErrorOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("string(duration('1h30m1.000000001s')) == '5401.000000001s'")]
    [InlineData("string(duration('-1ns')) == '-0.000000001s'")]
    [InlineData("duration('1.5h') == duration('90m') && duration('1us') == duration('1000ns')")]
    [InlineData("string(timestamp('2023-06-01T12:00:00.1+02:00')) == '2023-06-01T10:00:00.1Z'")]
    [InlineData("timestamp('2023-06-01T00:30:00Z').getHours('Europe/Paris') == 2")]
    [InlineData("timestamp('2023-12-01T00:30:00Z').getHours('Europe/Paris') == 1")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00') == 0")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00') == 10000")]
    [InlineData("timestamp('2000-02-29T00:00:00Z').getDayOfYear() == 59")]
    [InlineData("timestamp('1969-12-31T23:59:59.5Z') < timestamp(0) && int(timestamp('1969-12-31T23:59:59Z')) == -1")]
    [InlineData("duration('-1500ms').getMilliseconds() == -500")]
    public void Times_are_exact_to_the_nanosecond(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("Nowhere/Land")]
    [InlineData("+25:00")]
    public void An_unknown_time_zone_is_an_error(string zone) => Assert.Contains("time zone", Expressions.ErrorOf($"timestamp(0).getHours('{zone}')"), StringComparison.Ordinal);

    [Theory]
    [InlineData("size('😀é') == 2 && '😀é'.charAt(1) == 'é' && 'a😀b'.indexOf('b') == 2")]
    [InlineData("'a😀b'.substring(1, 2) == '😀' && '😀'.reverse() == '😀' && '😀a'.split('') == ['😀', 'a']")]
    [InlineData("'\\uFFFD' < '\\U0001F600'")]
    [InlineData("'a' < 'c' && 'z' > 'a' && 'a' < 'aa' && !('c' < 'a') && b'a' < b'z'")]
    [InlineData("['pear', 'apple', 'fig', 'zebra', 'kiwi'].sort() == ['apple', 'fig', 'kiwi', 'pear', 'zebra']")]
    [InlineData("'a'.replace('', '-') == '-a-'")]
    [InlineData("'a,b,c'.split(',', 2) == ['a', 'b,c'] && ''.split(',') == ['']")]
    [InlineData("'tacocat'.lastIndexOf('c', 4) == 4 && 'tacocat'.lastIndexOf('c', 3) == 2 && 'x'.lastIndexOf('') == 1")]
    [InlineData("string(1e6) == '1e+06' && string(123456.0) == '123456' && string(0.00001) == '1e-05' && string(-0.5) == '-0.5'")]
    [InlineData("'%s %d %x %.2f %e'.format(['a', 1, 255, 1.005, 12345.678]) == 'a 1 ff 1.00 1.234568e+04'")]
    public void Strings_are_sequences_of_code_points(string expression) => Assert.True(Expressions.Evaluate(expression).IsTrue, expression);

    [Fact]
    public void Objects_give_fields_by_index_and_missing_variables_are_errors()
    {
        var type = new CelObjectType("acme.Release", new CelField("name", CelType.String), new CelField("size", CelType.Int));
        var (environment, bindings) = Expressions.With(("release", type.Type, CelValue.Of(new Release(type, "acme", 12))), ("other", CelType.Int, CelValue.Null));
        var absent = environment.NewBindings();

        Assert.True(environment.Compile("release.size > 10 && release.name == 'acme' && has(release.name)").Require().Evaluate(bindings).Value.IsTrue);
        Assert.Contains("'other' has no value", environment.Compile("other == 1").Require().Evaluate(absent).Value.AsError.Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => bindings["relase"] = CelValue.Null);
    }

    [Fact]
    public void A_trace_tells_the_value_of_every_part()
    {
        var (environment, bindings) = Expressions.With(("size", CelType.Int, CelValue.Int(12)));
        var trace = environment.Compile("size > 10 && [1, 2].exists(x, x == size)").Require().Trace(bindings);

        Assert.True(trace.Result.Value.IsFalse);
        var steps = trace.Steps.Select(step => $"{trace.TextOf(step)} = {step.Value}").ToList();
        Assert.Contains("size > 10 = true", steps);
        Assert.Equal(2, steps.Count(step => step == "x == size = false"));
        Assert.Equal("size > 10 && [1, 2].exists(x, x == size) = false", steps[^1]);
    }

    private sealed class Release(CelObjectType type, string name, long size) : CelObject(type)
    {
        public override CelValue GetField(int index) => index == 0 ? CelValue.String(name) : CelValue.Int(size);
    }
}
