using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Real;

/// <summary>The program as it is installed against a real registry: npm packs and publishes, sluice learns and screens what the registry serves.</summary>
public sealed class NpmRegistryTests(NpmServer server) : IClassFixture<NpmServer>, IDisposable
{
    private const string Code = "'use strict';\nmodule.exports = function add(first, second) {\n  return Number(first) + Number(second);\n};\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_published_is_learned_from_and_the_next_release_passes()
    {
        var name = PublishFive("acme-next");

        var learned = Sluice("learn", "--from-registry", name, "--last", "4", "--registry", $"npm={server.Address}");
        Assert.True(learned.ExitCode == ExitCode.Allow, learned.Error);
        Assert.Equal([$"npm:{name} 1.0.2", $"npm:{name} 1.0.3", $"npm:{name} 1.0.4", $"npm:{name} 1.0.5"], learned.Output.Split('\n').Where(line => line.StartsWith("npm:", StringComparison.Ordinal)));

        var next = Screen(Pack(name, "1.0.6", "", ("CHANGELOG.md", "# 1.0.6\n")));
        Assert.Equal("allow", next.GetProperty("decision").GetString());
        Assert.DoesNotContain(Rules(next, "warn"), rule => rule.StartsWith("deviation/", StringComparison.Ordinal) || rule.StartsWith("provenance/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_that_no_published_release_had_stops_the_next_one()
    {
        var name = PublishFive("acme-script");
        Sluice("learn", "--from-registry", name, "--registry", $"npm={server.Address}");

        var next = Screen(Pack(name, "1.0.6", ",\"scripts\":{\"postinstall\":\"node setup.js\"}", ("setup.js", "require('child_process').execSync('id');\n")));

        Assert.Equal("deny", next.GetProperty("decision").GetString());
        Assert.Contains("deviation/new-script", Rules(next, "deny"));
    }

    [Fact]
    public void Another_author_and_a_dependency_that_nobody_has_are_told()
    {
        var name = PublishFive("acme-author");
        Sluice("learn", "--from-registry", name, "--registry", $"npm={server.Address}");

        var next = Screen(Pack(name, "1.0.6", ",\"dependencies\":{\"acme-left-padd\":\"^1.0.0\"}", "Mallory", []));

        Assert.Equal("deny", next.GetProperty("decision").GetString());
        Assert.Contains("name/slopsquat", Rules(next, "deny"));
        Assert.Contains("deviation/publisher", Rules(next, "warn"));
    }

    [Fact]
    public void What_the_registry_has_under_the_version_passes_and_other_bytes_under_it_stop()
    {
        var name = PublishFive("acme-bytes");
        var published = Path.Combine(server.StoreOf(name), $"{name}-1.0.5.tgz");

        Assert.Equal("allow", Screen(published).GetProperty("decision").GetString());
        var other = Screen(Pack(name, "1.0.5", "", ("extra.js", "module.exports = 5;\n")));
        Assert.Equal("deny", other.GetProperty("decision").GetString());
        Assert.Contains("provenance/mutable-reference", Rules(other, "deny"));
    }

    [Fact]
    public void A_tarball_that_was_exchanged_on_the_server_teaches_nothing()
    {
        var name = PublishFive("acme-exchanged");
        File.Copy(Pack(name, "1.0.4", "", ("extra.js", "module.exports = 4;\n")), Path.Combine(server.StoreOf(name), $"{name}-1.0.4.tgz"), overwrite: true);

        var learned = Sluice("learn", "--from-registry", name, "--registry", $"npm={server.Address}");

        Assert.Equal(ExitCode.Indeterminate, learned.ExitCode);
        Assert.Contains("other bytes", learned.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".sluice")));
    }

    [Fact]
    public void A_registry_that_is_gone_is_no_pass()
    {
        var run = Sluice("screen", Pack("acme-gone", "1.0.0", ""), "--registry", "npm=http://127.0.0.1:9/");

        Assert.Equal(ExitCode.Indeterminate, run.ExitCode);
    }

    /// <summary>This registry does not say who published, but serves it where its store does, as those that mirror others.</summary>
    [Theory]
    [InlineData("Ann", "", null)]
    [InlineData("mallory", "", "warn")]
    [InlineData("mallory", ",\"scripts\":{\"postinstall\":\"node index.js\"}", "deny")]
    public void A_release_of_an_account_that_never_published_before_is_told(string account, string script, string? action)
    {
        var name = PublishFive($"acme-of-{account.ToLowerInvariant()}{script.Length}");
        server.Publish(Write(name, "1.0.6", script, [("README.md", $"# {name}\n\nRelease 6.\n")], "Ann"));
        var file = Path.Combine(server.StoreOf(name), "package.json");
        var document = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        foreach (var (version, manifest) in document["versions"]!.AsObject())
        {
            manifest!["_npmUser"] = new JsonObject { ["name"] = version == "1.0.6" ? account : "Ann", ["email"] = "someone@acme.example" };
            document["time"]![version] = $"2026-0{version[^1]}-01T10:00:00.000Z";
        }

        File.WriteAllText(file, document.ToJsonString());

        var findings = Screen(Path.Combine(server.StoreOf(name), $"{name}-1.0.6.tgz")).GetProperty("findings").EnumerateArray();
        Assert.Equal(action, findings.Where(finding => finding.GetProperty("rule").GetString() == "provenance/publisher-change").Select(finding => finding.GetProperty("action").GetString()).SingleOrDefault());
    }

    private string PublishFive(string name)
    {
        for (var patch = 1; patch <= 5; patch++)
            server.Publish(Write(name, $"1.0.{patch}", "", [("README.md", $"# {name}\n\nRelease {patch}.\n")], "Ann"));
        return name;
    }

    private string Pack(string name, string version, string manifest, params (string Path, string Text)[] files) => Pack(name, version, manifest, "Ann", files);

    private string Pack(string name, string version, string manifest, string author, params (string Path, string Text)[] files)
    {
        server.Npm(Write(name, version, manifest, files, author), "pack", "--pack-destination", _folder.Path);
        return Path.Combine(_folder.Path, $"{name}-{version}.tgz");
    }

    private string Write(string name, string version, string manifest, IEnumerable<(string Path, string Text)> files, string author)
    {
        var folder = Guid.NewGuid().ToString("N");
        _folder.File($"{folder}/package.json", $$"""{"name":"{{name}}","version":"{{version}}","license":"MIT","author":"{{author}}","main":"index.js"{{manifest}}}""");
        _folder.File($"{folder}/LICENSE", "MIT License\n");
        _folder.File($"{folder}/index.js", Code + $"module.exports.release = '{version}';\n");
        foreach (var (path, text) in files)
            _folder.File($"{folder}/{path}", text);
        return Path.Combine(_folder.Path, folder);
    }

    private JsonElement Screen(string file)
    {
        var run = Sluice("screen", file, "--registry", $"npm={server.Address}", "--report", "json");
        Assert.True(run.Output.Length > 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static List<string> Rules(JsonElement report, string action) =>
        [.. report.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("action").GetString() == action).Select(finding => finding.GetProperty("rule").GetString()!)];

    private CliRun Sluice(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "sluice"), arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliRun(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
