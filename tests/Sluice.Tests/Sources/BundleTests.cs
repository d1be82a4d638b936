using System.Globalization;
using System.Text;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>What bundlers and minifiers make of several files, and what somebody changes in that.</summary>
public sealed class BundleTests
{
    private const string Manifest = """{"name":"counter","version":"1.2.3","license":"MIT","main":"dist/index.js"}""";

    private static readonly string[] Names = ["Basket", "Harbour", "Lantern", "Meadow", "Orchard", "Pebble", "Quarry", "Ribbon"];

    private static readonly (string Path, string Text)[] Source = [.. Names.Select((name, i) => ($"src/{name.ToLowerInvariant()}.ts", Written(name, i))), ("src/send.ts", "export async function send(address: string, body: string): Promise<number> {\n  const answer = await fetch(address, { method: 'POST', body, keepalive: true });\n  return answer.status;\n}\n")];

    private static readonly string Plain = string.Concat(Names.Select(Bundled)) + "async function send(address, body) {\n  const answer = await fetch(address, { method: \"POST\", body, keepalive: true });\n  return answer.status;\n}\nexport { " + string.Join(", ", Names) + ", send };\n";

    private static readonly string Minified = string.Concat(Names.Select(Small)) + "async function s(a,b){return(await fetch(a,{method:\"POST\",body:b,keepalive:!0})).status}export{s as send};\n";

    private static readonly string Others = string.Concat(Enumerable.Range(0, 150).Select(i => $"function strangersThing{i}(someValue) {{\n  return someValue.someOtherField{i} === {i + 40} ? fetch(someValue.address{i}) : null;\n}}\n"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bundle_is_of_the_source(bool isMinified)
    {
        var report = Hold(isMinified ? Minified : Plain);

        Assert.Equal(1, SourceFolder.Comparison(report).Explained);
        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Fact]
    public void With_other_peoples_code_in_it_nothing_is_said_of_that() => Assert.DoesNotContain("source-mismatch", string.Join(' ', SourceFolder.Provenance(Hold(Plain + Others))), StringComparison.Ordinal);

    [Theory]
    [InlineData("lantern.volume !== 14", "lantern.volume === 14")]
    [InlineData("lantern.volume !== 14", "lantern.volume !== 0")]
    [InlineData("&& lantern.ready", "&& !lantern.ready")]
    [InlineData("&& lantern.ready", "|| lantern.ready")]
    [InlineData("keepalive: true", "keepalive: false")]
    [InlineData("measureLantern(lantern, depth) {\n", "measureLantern(lantern, depth) {\n    return true;\n")]
    public void Another_decision_holds_with_and_without_other_peoples_code(string from, string to)
    {
        foreach (var text in (string[])[Plain, Others + Plain])
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            var report = Hold(text.Replace(from, to, StringComparison.Ordinal));

            Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
            Assert.Equal(Decision.Hold, report.Decision);
            Assert.Contains(from.StartsWith("keep", StringComparison.Ordinal) ? "'src/send.ts'" : "'src/lantern.ts'", report.Findings.First(finding => finding.Finding.Rule.Id == "provenance/source-mismatch").Finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("import('fs').then(f => f.rmSync('/home', { recursive: true }));")]
    [InlineData("eval(globalThis.someLoader.code + globalThis.someLoader.rest);")]
    [InlineData("window.ethereum && (window.ethereum.request = call => relay(call.params, 'somewhere'));")]
    public void So_does_what_was_put_in_minified_or_not(string code)
    {
        foreach (var text in (string[])[Plain, Minified])
        {
            Assert.Equal(Decision.Hold, Hold(text + code + "\n").Decision);
            var middle = text.IndexOf(Names[4], text.Length / 2, StringComparison.Ordinal);
            middle = text.LastIndexOf(isPlain(text) ? "\nclass " : "}class ", middle, StringComparison.Ordinal) + 1;
            Assert.Equal(Decision.Hold, Hold(text[..middle] + code + text[middle..]).Decision);
        }

        static bool isPlain(string text) => text == Plain;
    }

    /// <summary>The reason why files that are much alike are looked at twice.</summary>
    [Fact]
    public void Of_two_files_that_are_much_alike_neither_is_held_against_the_other()
    {
        const string Least = "export function least(values: number[]) {\n  let found = values[0];\n  for (const value of values.slice(1)) if (value < found) found = value;\n  return found;\n}\n";
        const string Most = "export function least(values: number[]) {\n  let found = values[0];\n  for (const value of values.slice(1)) if (value > found) found = value;\n  return found;\n}\n";
        var (source, text) = (SourceCode.OfOne("a.ts", Encoding.UTF8.GetBytes(Least + Most)), Encoding.UTF8.GetBytes(Most.Replace(": number[]", "", StringComparison.Ordinal)));

        Assert.Empty(StatementDifference.Of(source, CodeTokens.Read(text), text)!.Changes);
    }

    [Theory]
    [InlineData("wait(1000, 0x3C, 1_000_000)", "wait(1e3, 60, 1e6)")]
    [InlineData("say(`line\n${name} \\u00D7`)", "say(`line\\n${name} ×`)")]
    [InlineData("parse(input)", "parse$1(input)")]
    [InlineData("parse(input)", "parse2(input)")]
    [InlineData("found!.name", "found.name")]
    [InlineData("text.replace(/['\"/]/g, mark)", "text.replace(/['\"/]/g, mark)")]
    public void What_is_written_otherwise_is_the_same(string written, string output) =>
        Assert.Equal(CodeTokens.Read(Encoding.UTF8.GetBytes(written)).ConvertAll(token => token.Key), CodeTokens.Read(Encoding.UTF8.GetBytes(output)).ConvertAll(token => token.Key));

    [Fact]
    public void A_quote_in_an_expression_begins_no_text() =>
        Assert.Contains(CodeTokens.Read("const a = /['\"]/; eval(b);"u8), token => token.In("const a = /['\"]/; eval(b);"u8).SequenceEqual("eval"u8));

    private static string Written(string name, int i) => string.Format(CultureInfo.InvariantCulture, """
        export interface {0}Options {{ open: boolean; ready: boolean; volume: number }}

        let strict{0} = false;

        export class {0} {{
          private entries{0}: {0}Options[] = [];

          measure{0}({1}: {0}Options, depth: number): boolean {{
            if ({1}.open && {1}.ready && {1}.volume !== {2}) {{
              this.entries{0}.push({1});
              return this.weigh{0}({1}.volume * depth, '{1} is open');
            }}
            return strict{0} || this.entries{0}.length > depth;
          }}

          weigh{0}(amount: number, reason: string): boolean {{
            console.debug(`{1}: ${{reason}}`, amount.toFixed({3}));
            return amount >= this.entries{0}.length + {2};
          }}
        }}

        """, name, name.ToLowerInvariant(), 12 + i, i);

    private static string Bundled(string name, int i) => string.Format(CultureInfo.InvariantCulture, """
        let strict{0} = false;
        class {0} {{
          entries{0} = [];
          measure{0}({1}, depth) {{
            if ({1}.open && {1}.ready && {1}.volume !== {2}) {{
              this.entries{0}.push({1});
              return this.weigh{0}({1}.volume * depth, "{1} is open");
            }}
            return strict{0} || this.entries{0}.length > depth;
          }}
          weigh{0}(amount, reason) {{
            console.debug(`{1}: ${{reason}}`, amount.toFixed({3}));
            return amount >= this.entries{0}.length + {2};
          }}
        }}

        """, name, name.ToLowerInvariant(), 12 + i, i);

    private static string Small(string name, int i) => string.Format(CultureInfo.InvariantCulture, "let q{3}=!1;class {0}{{entries{0}=[];measure{0}(t,e){{return t.open&&t.ready&&t.volume!=={2}?(this.entries{0}.push(t),this.weigh{0}(t.volume*e,\"{1} is open\")):q{3}||this.entries{0}.length>e}}weigh{0}(t,e){{return console.debug(`{1}: ${{e}}`,t.toFixed({3})),t>=this.entries{0}.length+{2}}}}}", name, name.ToLowerInvariant(), 12 + i, i);

    private static Report Hold(string output)
    {
        using var tree = SourceFolder.Of("v1.2.3", [("package.json", Manifest), .. Source]);
        return tree.Hold("counter-1.2.3.tgz", TestArchive.Npm(Manifest, ("dist/index.js", output)));
    }
}
