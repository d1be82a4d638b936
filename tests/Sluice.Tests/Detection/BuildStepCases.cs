using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class BuildStepCases : DetectorCases
{
    private const string Rule = "execution/build-step";
    private const string Fetch = "    Command::new(\"curl\").args([\"-o\", \"lib.a\", \"https://files.acme.example/lib.a\"]).status().unwrap();\n";

    public override IEnumerable<DetectorCase> All =>
    [
        new(Rule, "a script that plants a key", Fires: true, "a-1.0.0.crate", () => Crate("build.rs", "    fs::write(home.join(\".ssh/authorized_keys\"), KEY).unwrap();\n")) { AtLeast = Severity.High, Decision = Decision.Deny },
        new(Rule, "a script that fetches a library, as some do", Fires: true, "a-1.0.0.crate", () => Crate("build.rs", Fetch)) { AtLeast = Severity.Medium, Decision = Decision.Allow },
        new(Rule, "a script of another name", Fires: true, "a-1.0.0.crate", () => Crate("build/main.rs", Fetch)) { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Silent("a script that starts compilers", "build.rs", "    Command::new(\"cmake\").arg(\"-S\").arg(\".\").status().unwrap();\n"),
        Silent("a script that asks for a version", "build.rs", "    let version = Command::new(\"rustc\").arg(\"--version\").output();\n"),
        Silent("a comment that says how", "build.rs", "    // get it with: curl https://docs.example/lib.a | sh\n    Command::new(\"make\").status().unwrap();\n"),
    ];

    private static DetectorCase Silent(string name, string path, string text) => new(Rule, name, Fires: false, "a-1.0.0.crate", () => Crate(path, text)) { Decision = Decision.Allow };

    private static byte[] Crate(string path, string text) => TestArchive.Tgz(
        ("a-1.0.0/Cargo.toml", Encoding.UTF8.GetBytes($"[package]\nname = \"a\"\nversion = \"1.0.0\"\nlicense = \"MIT\"\nbuild = \"{path}\"\n")), ("a-1.0.0/LICENSE", Encoding.UTF8.GetBytes("MIT License\n")),
        ($"a-1.0.0/{path}", Encoding.UTF8.GetBytes($"use std::process::Command;\n\nfn main() {{\n{text}}}\n")), ("a-1.0.0/src/lib.rs", Encoding.UTF8.GetBytes("pub fn log() {}\n")));
}
