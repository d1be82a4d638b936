using System.Text.Json;

namespace Sluice.Tests.Support;

/// <summary>A repository that is gone after the test, driven by the real git.</summary>
public sealed class GitFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GitFolder(params string[] initArguments)
    {
        Git(["init", "-q", "-b", "main", .. initArguments]);
        Git("config", "user.name", "Ann");
        Git("config", "user.email", "ann@example.invalid");
    }

    public string Path => _folder.Path;

    public string Git(params string[] arguments) => _folder.Run("git", arguments).TrimEnd('\n');

    public string File(string name, string text) => _folder.File(name, text);

    public string File(string name, byte[] bytes) => _folder.File(name, bytes);

    /// <summary>Writes a file, commits it and gives the commit's name.</summary>
    public string Commit(string name, string text, string message = "change")
    {
        File(name, text);
        Git("add", "--", name);
        Git("commit", "-q", "-m", message);
        return Git("rev-parse", "HEAD");
    }

    public CliRun Screen(params string[] arguments) => CliRun.In(Path, ["screen", .. arguments]);

    /// <summary>The findings of a rule family in the JSON report, in its order.</summary>
    public List<JsonElement> Findings(params string[] arguments) => FindingsOf(Screen([.. arguments, "--report", "json"]));

    public static List<JsonElement> FindingsOf(CliRun run, string family = "secret/") =>
        [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString()!.StartsWith(family, StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();
}

/// <summary>Reads findings of a JSON report.</summary>
public static class FindingJson
{
    public static string PathOf(this JsonElement finding) => finding.GetProperty("path").GetString()!;

    public static string Evidence(this JsonElement finding, string name) =>
        finding.GetProperty("evidence").TryGetProperty(name, out var value) ? value.ToString() : "";

    public static string[] EvidenceList(this JsonElement finding, string name) =>
        finding.GetProperty("evidence").TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    public static string Remedy(this JsonElement finding) => finding.GetProperty("remedy").GetString()!;
}
