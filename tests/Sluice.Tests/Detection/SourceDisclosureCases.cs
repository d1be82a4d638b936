using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class SourceDisclosureCases : DetectorCases
{
    private const string Map = "exposure/source-map";
    private const string Reference = "exposure/source-map-reference";
    private const string Texts = "exposure/source-text";
    private const string Symbols = "exposure/debug-symbols";
    private const string Closed = """{"name":"@acme/cli","version":"1.0.0","license":"UNLICENSED"}""";
    private const string Open = """{"name":"acme-lib","version":"1.0.0","license":"MIT","repository":"github:acme/lib"}""";

    public override IEnumerable<DetectorCase> All =>
    [
        new(Map, "a closed product with a map", true, "a.tgz", () => Npm(Closed, ("cli.js.map", MapText))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Map, "a map inside the code", true, "a.tgz", () => Npm(Closed, ("cli.js", TestMap.Inline(TestMap.Map(("../src/a.ts", TestMap.Source(1, 9))))))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Map, "an open package with a map", false, "a.tgz", () => Npm(Open, ("cli.js.map", MapText))),
        new(Map, "a closed product with its sources beside the map", false, "a.tgz", () => Npm(Closed, ("cli.js.map", MapText), ("src/a.ts", TestMap.Source(1, 9)))),
        new(Texts, "a report with sources in a closed product", true, "a.tgz", () => Npm(Closed, ("stats.json", Table("src/a.ts", "src/b.tsx")))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Texts, "scripts of a source folder", true, "a.tgz", () => Npm(Closed, ("data.js", "module.exports = " + Table("app/src/a.js", "app/src/b.js")))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Texts, "the whole project with its manifest", true, "a.tgz", () => Npm(Closed, ("snapshot.json", "{\"package.json\":" + TestMap.JavaScriptLiteral(Closed) + "," + Table("src/a.ts")[1..]))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Texts, "scripts that may be there to be run", true, "a.tgz", () => Npm(Closed, ("workers.json", Table("a.js", "b.js")))) { AtLeast = Severity.Medium, Decision = Decision.Allow },
        new(Texts, "a template of another project", true, "a.tgz", () => Npm(Closed, ("kit.json", "{\"package.json\":" + TestMap.JavaScriptLiteral("{\"name\":\"my-app\"}") + "," + Table("src/a.ts")[1..]))) { Decision = Decision.Allow },
        new(Texts, "an example in a large program", true, "a.tgz", () => Npm(Closed, ("cli.js", string.Concat(Enumerable.Repeat("run(1);\n", 2000)) + "const shown = {path: 'src/a.ts', content: " + TestMap.JavaScriptLiteral(TestMap.Source(1, 9)) + "};"))) { Decision = Decision.Allow },
        new(Texts, "a report with sources in an open package", false, "a.tgz", () => Npm(Open, ("stats.json", Table("src/a.ts", "src/b.ts")))),
        new(Texts, "sources of installed packages", false, "a.tgz", () => Npm(Closed, ("stats.json", Table("./node_modules/b/src/a.ts", "./node_modules/b/src/b.ts")))),
        new(Reference, "a map in a bucket", true, "a.tgz", () => Npm(Closed, ("cli.js", "x()\n//# sourceMappingURL=https://maps.s3.amazonaws.com/cli.js.map\n"))) { AtLeast = Severity.Medium },
        new(Reference, "a map that was left out", false, "a.tgz", () => Npm(Closed, ("cli.js", "x()\n//# sourceMappingURL=cli.js.map\n"))),
        new(Symbols, "sources embedded in a closed library", true, "a.nupkg", () => Nupkg("", TestAssembly.Build(TestMap.Source(1, 9)))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Symbols, "a debug build", true, "a.nupkg", () => Nupkg("", TestAssembly.Build(isDebug: true))) { AtLeast = Severity.Medium },
        new(Symbols, "a program with debug information", true, "a.zip", () => TestArchive.Zip(("bin/tool", TestProgram.ElfWithSections(".text", ".debug_info")))),
        new(Symbols, "a stripped program", false, "a.zip", () => TestArchive.Zip(("bin/tool", TestProgram.ElfWithSections(".text", ".debug_info_not")))),
        new(Symbols, "sources embedded in an open library", false, "a.nupkg", () => Nupkg("<license type=\"expression\">MIT</license>", TestAssembly.Build(TestMap.Source(1, 9), sourceLink: "https://git.example.com/acme/*"))),
    ];

    private static string MapText => TestMap.Map(("../src/a.ts", TestMap.Source(1, 9))).ToJsonString();

    private static string Table(params string[] names) =>
        "{" + string.Join(",", names.Select((name, i) => $"{TestMap.JavaScriptLiteral(name)}:{TestMap.JavaScriptLiteral(TestMap.Source(i + 1, 9))}")) + "}";

    private static byte[] Npm(string manifest, params (string, string)[] files) => TestArchive.Npm(manifest, files);

    private static byte[] Nupkg(string license, byte[] assembly) => TestArchive.Zip(
        ("Acme.Closed.nuspec", Encoding.UTF8.GetBytes($"<package><metadata><id>Acme.Closed</id><version>1.0.0</version><authors>acme</authors>{license}</metadata></package>")),
        ("lib/net10.0/Acme.Closed.dll", assembly));
}
