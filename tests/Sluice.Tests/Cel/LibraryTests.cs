using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>Extension libraries of which the specification's suite has no cases.</summary>
public sealed class LibraryTests
{
    [Theory]
    [InlineData("[1, 2, 3, 4].slice(1, 3) == [2, 3] && [1].slice(1, 1) == []")]
    [InlineData("[1, [2, 3], [4]].flatten() == [1, 2, 3, 4] && [1, [2, [3, [4]]]].flatten(2) == [1, 2, 3, [4]]")]
    [InlineData("[3, 1, 2].sort() == [1, 2, 3] && ['b', 'a'].sort() == ['a', 'b'] && [].sort() == []")]
    [InlineData("[{'n': 'b', 's': 2}, {'n': 'a', 's': 3}, {'n': 'c', 's': 2}].sortBy(e, e.s).map(e, e.n) == ['b', 'c', 'a']")]
    [InlineData("[1, 2, 2, 3, 1].distinct() == [1, 2, 3] && [1, 2].reverse() == [2, 1] && lists.range(3) == [0, 1, 2]")]
    [InlineData("[1, 2].first().value() == 1 && [1, 2].last().value() == 2 && ![].first().hasValue()")]
    public void Lists(string expression) => IsTrue(expression);

    [Theory]
    [InlineData("sets.contains([1, 2, 3], [2.0, 3u]) && !sets.contains([], [1])")]
    [InlineData("sets.equivalent([1, 1], [1]) && sets.intersects([1, 2], [2, 3]) && !sets.intersects([], [1])")]
    public void Sets(string expression) => IsTrue(expression);

    [Theory]
    [InlineData("ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && ip('fe80::1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast()")]
    [InlineData("ip('224.0.0.1').isLinkLocalMulticast() && ip('0.0.0.0').isUnspecified() && !ip('255.255.255.255').isGlobalUnicast()")]
    [InlineData("isIP('1.2.3.4') && !isIP('1.2.3') && !isIP('01.2.3.4') && !isIP('fe80::1%eth0') && !isIP('::ffff:1.2.3.4') && !isIP('1.2.3.4 ')")]
    [InlineData("ip('1.2.3.4') == ip('1.2.3.4') && ip('2001:db8:0:0::1') == ip('2001:db8::1') && string(ip('2001:DB8::1')) == '2001:db8::1'")]
    [InlineData("ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1')) && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')")]
    [InlineData("cidr('192.168.1.5/24').ip() == ip('192.168.1.5') && cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24') && cidr('::/0').prefixLength() == 0")]
    [InlineData("!isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0/08') && isCIDR('::1/128') && type(ip('1.1.1.1')) == net.IP")]
    public void Network(string expression) => IsTrue(expression);

    [Theory]
    [InlineData("url('https://user@example.com:80/a b?k=1&k=2&x=%20#f').getHost() == 'example.com:80'")]
    [InlineData("url('https://example.com:80/').getPort() == '80' && url('https://[::1]:80/').getHostname() == '::1' && url('/a').getScheme() == ''")]
    [InlineData("url('https://example.com/a b').getEscapedPath() == '/a%20b' && url('https://e.com/?k=1&k=2&x=%20').getQuery() == {'k': ['1', '2'], 'x': [' ']}")]
    [InlineData("isURL('https://e.com') && isURL('/path') && !isURL('../x') && !isURL('https://a:b:c/') && !isURL('')")]
    public void Urls(string expression) => IsTrue(expression);

    [Theory]
    [InlineData("[1, 2].transformMap(i, v, v * 10) == {0: 10, 1: 20} && {'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'}")]
    [InlineData("{'a': 1, 'b': 2}.transformList(k, v, v > 1, k) == ['b'] && {'a': 1}.existsOne(k, v, k == 'a' && v == 1)")]
    [InlineData("optional.of(2).optMap(x, x + 1) == optional.of(3) && optional.of(2).optFlatMap(x, optional.none()) == optional.none()")]
    [InlineData("{'a': {'b': 1}}.?a.?b.orValue(0) == 1 && {'a': 1}[?'z'].orValue(7) == 7 && [?optional.none(), ?optional.of(1)] == [1]")]
    [InlineData("optional.unwrap([optional.of(1), optional.none()]) == [1]")]
    [InlineData("math.greatest(1, 2.5, 2u) == 2.5 && math.least([3, 1, 2]) == 1 && math.sqrt(81) == 9.0 && math.bitShiftRight(-1, 63) == 1")]
    public void Macros_and_numbers(string expression) => IsTrue(expression);

    [Theory]
    [InlineData("[1, 2].slice(0, 3)")]
    [InlineData("[1, 'a'].sort()")]
    [InlineData("[1, 2].flatten(-1)")]
    [InlineData("{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})")]
    [InlineData("optional.none().value()")]
    [InlineData("ip('nonsense')")]
    [InlineData("cidr('10.0.0.0')")]
    [InlineData("url('nonsense')")]
    [InlineData("base64.decode('a b=')")]
    [InlineData("'%d'.format(['x'])")]
    [InlineData("'%.2000f'.format([1.0])")]
    [InlineData("math.greatest(dyn([]))")]
    public void What_a_library_cannot_do_is_an_error(string expression) => Expressions.ErrorOf(expression);

    [Fact]
    public void A_host_adds_functions_of_its_own()
    {
        var environment = new CelEnvironment(new CelEnvironmentOptions
        {
            Functions =
            [
                new CelFunction("shout", CelOverload.Unary("shout_string", CelType.String, CelType.String, text => CelValue.String(text.AsString + "!")).AsMember()),
                new CelFunction("acme.add", CelOverload.Binary("acme_add", CelType.Int, CelType.Int, CelType.Int, (a, b) => CelValue.Int(a.AsInt + b.AsInt))),
            ],
        });

        Assert.Equal("hi!", environment.Compile("'hi'.shout()").Require().Evaluate().Value.AsString);
        Assert.Equal(3, environment.Compile("acme.add(1, 2)").Require().Evaluate().Value.AsInt);
        Assert.Contains("no such overload", environment.Compile("dyn(1).shout()").Require().Evaluate().Value.AsError.Message, StringComparison.Ordinal);
    }

    private static void IsTrue(string expression)
    {
        var value = Expressions.Evaluate(expression);
        Assert.True(value.IsTrue, $"{expression} gave {value}");
    }
}
