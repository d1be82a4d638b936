using System.Text;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class ContentTraitsTests
{
    [Theory]
    [InlineData("const cp = require('child_process');\n", "Process")]
    [InlineData("await fetch(url);\n", "Network")]
    [InlineData("  window.fetch(url);\n", "Network")]
    [InlineData("const http = require('http');\n", "NetworkModules")]
    [InlineData("return eval(text);\n", "Evaluation")]
    [InlineData("import subprocess\n", "Process")]
    [InlineData("from subprocess import run\n", "Process")]
    [InlineData("var token = process.env.TOKEN;\n", "Environment")]
    [InlineData("const errors = require('http-errors');\n", "None")]
    [InlineData("prefetch(url);\n", "None")]
    [InlineData("store.fetch(url);\n", "None")]
    [InlineData("const medieval = (x) => medieval(x);\n", "None")]
    [InlineData("class Cache { async fetch(key, options = {}) {\n", "None")]
    [InlineData("}fetch(t,e={}){return t}", "None")]
    [InlineData("function fetch(url) { return url; }\n", "None")]
    [InlineData("throw new Error(\"fetch() returned nothing\");\n", "None")]
    [InlineData("fetch(url).then((answer) => { answer.json(); });\n", "Network")]
    [InlineData("if (fetch(url, (a) => a)) {\n", "Network")]
    [InlineData("// fetch(url) is not called\n", "None")]
    [InlineData("// a line that ends here\rfetch(url);\n", "Network")]
    [InlineData("// a line that ends here\u2028fetch(url);\n", "Network")]
    [InlineData("var a = 2\n* fetch(url);\n", "Network")]
    [InlineData("subprocess.kill();\n", "None")]
    [InlineData("/**\n * eval(text) is evil\n */\n", "None")]
    [InlineData("# subprocess is not used\n", "None")]
    public void What_code_reaches_for_is_told_from_what_only_looks_like_it(string code, string capabilities) =>
        Assert.Equal(Enum.Parse<Capabilities>(capabilities), Of(code).Capabilities);

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void The_start_of_a_long_line_is_no_comment(int length) => Assert.Equal(Capabilities.Network, Of(new string(';', length) + "fetch(url)").Capabilities);

    [Fact]
    public void Only_programs_reach_for_anything() => Assert.Equal(Capabilities.None, ContentTraits.Of("fetch(url)\n"u8, isCode: false, 1).Capabilities);

    [Fact]
    public void Hosts_are_told_without_users_and_in_order() =>
        Assert.Equal(["a.example", "b.example"], Of("see https://b.example/x and http://A.example:8080, not https://user:" + "pass@c.example/\n").Hosts);

    [Fact]
    public void Two_parts_are_as_one()
    {
        var both = Of("fetch('https://b.example/')\n").With(Of("eval('https://a.example/')\n"));

        Assert.Equal(Capabilities.Network | Capabilities.Evaluation, both.Capabilities);
        Assert.Equal(["a.example", "b.example"], both.Hosts);
    }

    [Fact]
    public void Tools_leave_their_marks() => Assert.Equal(["webpack"], Of("var m = __webpack_require__(7);\n").Tools);

    private static ContentTraits Of(string code) => ContentTraits.Of(Encoding.UTF8.GetBytes(code), isCode: true, code.Count(c => c == '\n') + 1);
}
