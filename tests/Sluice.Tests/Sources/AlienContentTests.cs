using System.Text;
using Sluice.Sources;

namespace Sluice.Tests.Sources;

public sealed class AlienContentTests
{
    private static AlienContent Of(string text) => AlienContent.Of(Encoding.UTF8.GetBytes(text), null);

    [Theory]
    [InlineData("const found = /a+/.exec(text);")]
    [InlineData("retrieval(1); prefetch(2);")]
    [InlineData("const root = new Function(\"return this\")();")]
    [InlineData("// see https://docs.example/page\n/* https://other.example */\n * https://third.example/x\n")]
    [InlineData("const icon = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg1234567890abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789';")]
    [InlineData("const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';")]
    public void What_ordinary_code_has_is_not_odd(string text) => Assert.True(Of(text).IsNothing);

    [Theory]
    [InlineData("exec('print(1)')", "Evaluation", "exec")]
    [InlineData("require('child_process')", "Process", "child_process")]
    [InlineData("window.fetch(url)", "Network", "fetch")]
    [InlineData("eval $x | $SHELL\n", "Process, Evaluation", "SHELL")]
    public void What_payloads_need_is_named(string text, string marks, string word)
    {
        Assert.Equal(marks, Of(text).Marks.ToString());
        Assert.Contains(word, Of(text).Words);
    }

    [Fact]
    public void Hosts_in_code_are_named_and_encoded_text_is_measured()
    {
        var hidden = Convert.ToHexStringLower(Enumerable.Range(0, 150).Select(i => (byte)(i * 91)).ToArray());
        var alien = Of($"send('HTTP://Collect.Example.Invalid:8080/x', '{hidden}')");

        Assert.Equal(["collect.example.invalid"], alien.Hosts);
        Assert.Equal(300, alien.LongestLiteral);
        Assert.Equal(2, alien.Weight);
    }
}
