using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

/// <summary>The same sources as data in the forms that tools give them.</summary>
public sealed class SourceTextReaderTests
{
    private const string Rule = "exposure/source-text";

    private static readonly (string Name, string Text)[] Sources = [.. Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? $"src/area{i}/billing-{i}.ts" : $"./src/pages/page-{i}.tsx", TestMap.Source(i + 1, 25)))];

    public static TheoryData<string> Forms => [.. Written.Keys];

    private static Dictionary<string, string> Written => new()
    {
        ["an object from names to texts"] = new JsonObject(Sources.Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Text))).ToJsonString(),
        ["an object from names to objects"] = new JsonObject(Sources.Select(s => KeyValuePair.Create(s.Name, (JsonNode?)new JsonObject { ["size"] = 3, ["contents"] = s.Text }))).ToJsonString(Indented),
        ["a virtual file system"] = new JsonObject(Sources.Select(s => KeyValuePair.Create(s.Name.Split('/')[^1], (JsonNode?)new JsonObject { ["file"] = new JsonObject { ["contents"] = s.Text } }))).ToJsonString(),
        ["statistics of webpack"] = new JsonObject
        {
            ["hash"] = "0f1e", ["version"] = "5.90.0",
            ["modules"] = new JsonArray([.. Sources.Select(s => (JsonNode)new JsonObject
            {
                ["type"] = "module", ["identifier"] = "/build/node_modules/ts-loader/index.js!/build/" + s.Name, ["name"] = s.Name, ["size"] = 12,
                ["reasons"] = new JsonArray(new JsonObject { ["type"] = "entry", ["moduleName"] = "./src/other.ts" }), ["source"] = s.Text,
            })]),
        }.ToJsonString(),
        ["the text before its name"] = new JsonArray([.. Sources.Select(s => (JsonNode)new JsonObject { ["code"] = s.Text, ["line"] = 1, ["file"] = s.Name })]).ToJsonString(),
        ["the report of a linter"] = new JsonArray([.. Sources.Select(s => (JsonNode)new JsonObject { ["filePath"] = "/home/me/acme/" + s.Name, ["messages"] = new JsonArray(), ["source"] = s.Text })]).ToJsonString(),
        ["pairs of a map"] = "export default new Map([" + string.Join(",", Sources.Select(s => $"[{TestMap.JavaScriptLiteral(s.Name)}, {TestMap.JavaScriptLiteral(s.Text)}]")) + "]);",
        ["a module with single quotes"] = "/* it's */ const ok = /[\"'/]/.test(x) || a / b;\nmodule.exports = {" + string.Join(",\n", Sources.Select(s => $"'{s.Name}': '{Single(s.Text)}'")) + "};\n",
        ["a module with templates"] = "export const files = {" + string.Join(",\n", Sources.Select(s => $"\"{s.Name}\": `{s.Text.Replace("\\", "\\\\")}`")) + "};\n",
        ["names without quotes"] = "!function(){var d=[" + string.Join(",", Sources.Select(s => $"{{path:\"{s.Name}\",raw:{TestMap.JavaScriptLiteral(s.Text)}}}")) + "];return d}();",
        ["a digest with tags"] = "This file is a merged representation.\n<files>\n" + string.Concat(Sources.Select(s => $"<file path=\"{s.Name}\">\n{s.Text}</file>\n\n<file path=\"README.md\">\nprose\n</file>\n")) + "</files>\n",
        ["a digest with rules"] = "tree\n" + string.Concat(Sources.Select(s => $"{new string('=', 48)}\nFILE: {s.Name}\n{new string('=', 48)}\n{s.Text}\n\n\n")),
        ["a digest in Markdown"] = string.Concat(Sources.Select(s => $"## File: `{s.Name}`\n\n```typescript\n{s.Text}```\n\n")),
        ["a digest as documents"] = "<documents>\n" + string.Concat(Sources.Select((s, i) => $"<document index=\"{i}\">\n<source>{s.Name}</source>\n<document_content>\n{s.Text}</document_content>\n</document>\n")),
        ["names with Windows' separators"] = new JsonObject(Sources.Select(s => KeyValuePair.Create(s.Name.Replace('/', '\\'), (JsonNode?)s.Text))).ToJsonString(),
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Sources_as_data_are_restored_and_denied(string form)
    {
        var report = Screening.Of(TestMap.Package(("dist/data", Encoding.UTF8.GetBytes(Written[form]))));

        var restored = report.Artifact.Entries.Where(entry => entry.Container?.Path.Value == "package/dist/data").ToList();
        Assert.Equal(Sources.Select(s => (long)Encoding.UTF8.GetByteCount(s.Text)), restored.Select(entry => entry.Size));
        Assert.Equal(Sources.Select(s => s.Name.Split('/')[^1]), restored.Select(entry => entry.Path.Value.Split('/', '\\')[^1]));
        Assert.Equal(Decision.Deny, report.Decision);
        var finding = Assert.Single(report.Findings, f => f.Finding.Rule.Id == Rule).Finding;
        Assert.Contains(("disclosedPrivateBytes", (object)Sources.Sum(s => (long)Encoding.UTF8.GetByteCount(s.Text))), finding.Evidence);
    }

    [Fact]
    public void Sources_that_are_in_the_package_as_files_only_inform()
    {
        var report = Screening.Of(TestMap.Package([("dist/data.json", Encoding.UTF8.GetBytes(Written["an object from names to texts"])), .. Sources.Select(s => (s.Name.TrimStart('.', '/'), Encoding.UTF8.GetBytes(s.Text)))]));

        Assert.Equal(Sluice.Findings.Severity.Info, Assert.Single(report.Findings, f => f.Finding.Rule.Id == Rule).Finding.Severity);
    }

    [Fact]
    public void A_lock_file_an_index_and_messages_about_files_hold_no_sources()
    {
        var benign = new JsonObject
        {
            ["node_modules/a/index.js"] = new JsonObject { ["integrity"] = "sha512-" + new string('a', 88), ["resolved"] = "a.js" },
            ["src/a.ts"] = "A first line of prose about the file\nand a second one that goes on\nand ends here",
            ["inputs"] = new JsonObject { ["src/b.ts"] = new JsonObject { ["bytes"] = 12, ["imports"] = new JsonArray("src/c.ts") } },
            ["lib.es5.d.ts"] = "interface A {\n  a(): void;\n}\ndeclare var b: A;\n",
            ["errors"] = new JsonArray(new JsonObject { ["file"] = "src/d.ts", ["message"] = "x = {\n  a: 1;\n  b(2);\n}\n" }),
            ["assets/index-4f2a.js"] = string.Concat(Enumerable.Repeat("function a(b){return b.c(1)}", 200)) + "\n\n//# x\n",
        };
        var report = Screening.Of(TestMap.Package(("dist/data.json", Encoding.UTF8.GetBytes(benign.ToJsonString()))));

        Assert.DoesNotContain(report.Artifact.Entries, entry => entry.Container?.Path.Value == "package/dist/data.json");
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_document_that_shows_two_files_or_lists_many_is_no_digest()
    {
        var shown = string.Concat(Sources.Take(2).Select(s => $"## File: `{s.Name}`\n\n```typescript\n{s.Text}```\n\n")) + string.Concat(Enumerable.Range(0, 50).Select(i => $"File: src/listed-{i}.ts\n"));
        var explained = string.Concat(Sources.Select(s => $"### File: {s.Name}\n\n```ts\n{s.Text}```\n\nNow add the next one.\n\n"));
        var repeated = string.Concat(Enumerable.Range(0, 5).Select(i => $"/// file: svelte.config.js\n{TestMap.Source(i, 20)}\n"));
        var report = Screening.Of(TestMap.Package(("README.md", Encoding.UTF8.GetBytes(shown)), ("SKILL.md", Encoding.UTF8.GetBytes(explained)), ("index.d.ts", Encoding.UTF8.GetBytes(repeated))));

        Assert.DoesNotContain(Rule, Screening.Rules(report));
    }

    [Fact]
    public void Openings_without_an_end_take_linear_time_and_little_memory()
    {
        foreach (var opening in (string[])["(/[", "\\\"'", "\\`", "[{(", "`${", "\"a.ts\":{"])
        {
            var text = "\"a.ts\":\"\\n" + string.Concat(Enumerable.Repeat(opening, 400_000));
            Assert.Empty(Screening.Of(TestMap.Package(("dist/data.js", Encoding.UTF8.GetBytes(text)))).Faults);
        }
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Single(string text) => text.Replace("\\", "\\\\").Replace("'", "\\'").Replace("\n", "\\n");
}
