using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class SourceDisclosureCases : DetectorCases
{
    private const string Map = "exposure/source-map";
    private const string Reference = "exposure/source-map-reference";
    private const string Symbols = "exposure/debug-symbols";
    private const string Closed = """{"name":"@acme/cli","version":"1.0.0","license":"UNLICENSED"}""";
    private const string Open = """{"name":"acme-lib","version":"1.0.0","license":"MIT","repository":"github:acme/lib"}""";

    public override IEnumerable<DetectorCase> All =>
    [
        new(Map, "a closed product with a map", true, "a.tgz", () => Npm(Closed, ("cli.js.map", MapText))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Map, "a map inside the code", true, "a.tgz", () => Npm(Closed, ("cli.js", TestMap.Inline(TestMap.Map(("../src/a.ts", TestMap.Source(1, 9))))))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Map, "an open package with a map", false, "a.tgz", () => Npm(Open, ("cli.js.map", MapText))),
        new(Map, "a closed product with its sources beside the map", false, "a.tgz", () => Npm(Closed, ("cli.js.map", MapText), ("src/a.ts", TestMap.Source(1, 9)))),
        new(Reference, "a map in a bucket", true, "a.tgz", () => Npm(Closed, ("cli.js", "x()\n//# sourceMappingURL=https://maps.s3.amazonaws.com/cli.js.map\n"))) { AtLeast = Severity.Medium },
        new(Reference, "a map that was left out", false, "a.tgz", () => Npm(Closed, ("cli.js", "x()\n//# sourceMappingURL=cli.js.map\n"))),
        new(Symbols, "sources embedded in a closed library", true, "a.nupkg", () => Nupkg("", TestAssembly.Build(TestMap.Source(1, 9)))) { AtLeast = Severity.Critical, Decision = Decision.Deny },
        new(Symbols, "a debug build", true, "a.nupkg", () => Nupkg("", TestAssembly.Build(isDebug: true))) { AtLeast = Severity.Medium },
        new(Symbols, "a program with debug information", true, "a.zip", () => TestArchive.Zip(("bin/tool", TestProgram.ElfWithSections(".text", ".debug_info")))),
        new(Symbols, "a stripped program", false, "a.zip", () => TestArchive.Zip(("bin/tool", TestProgram.ElfWithSections(".text", ".debug_info_not")))),
        new(Symbols, "sources embedded in an open library", false, "a.nupkg", () => Nupkg("<license type=\"expression\">MIT</license>", TestAssembly.Build(TestMap.Source(1, 9), sourceLink: "https://git.example.com/acme/*"))),
    ];

    private static string MapText => TestMap.Map(("../src/a.ts", TestMap.Source(1, 9))).ToJsonString();

    private static byte[] Npm(string manifest, params (string, string)[] files) => TestArchive.Npm(manifest, files);

    private static byte[] Nupkg(string license, byte[] assembly) => TestArchive.Zip(
        ("Acme.Closed.nuspec", Encoding.UTF8.GetBytes($"<package><metadata><id>Acme.Closed</id><version>1.0.0</version><authors>acme</authors>{license}</metadata></package>")),
        ("lib/net10.0/Acme.Closed.dll", assembly));
}
