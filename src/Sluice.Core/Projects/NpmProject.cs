using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Packages;

namespace Sluice.Projects;

/// <summary>package.json, of workspaces too. One that asks for an editor is an extension and goes to the editor's market.</summary>
public sealed class NpmProject : ProjectReader
{
    public override string Ecosystem => "npm";

    public override bool Recognizes(string path) => ProjectTree.NameOf(path) == "package.json";

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        using var document = JsonFields.Parse(tree.Bytes(path));
        var json = document.RootElement;
        if (json.Text("name") is not { Length: > 0 } name)
            return null;
        var isExtension = json.Field("engines")?.Text("vscode") is not null;
        var publish = json.Field("publishConfig") ?? default;
        var package = Judged(new PublishedPackage(isExtension ? "vscode" : Ecosystem, path) { Name = name }, json.Text("license") ?? json.Field("license")?.Text("type"), tree, FileOf(json.Text("license")));
        if (publish.Text("access") == "restricted")
            package = package with { Visibility = Visibility.Proprietary, Reason = "publishConfig.access is restricted" };
        return package with
        {
            Withheld = json.IsTrue("private") && !isExtension ? "\"private\": true" : null,
            HasAllowList = json.Field("files")?.ValueKind == JsonValueKind.Array,
            Registry = publish.Text("registry"),
            InstallScripts = [.. json.Field("scripts").TextProperties().Select(script => script.Name).Where(script => NpmLifecycle.OnInstallation.Contains(script))],
        };
    }

    private static string? FileOf(string? license) =>
        license?.StartsWith("SEE LICENSE IN ", StringComparison.OrdinalIgnoreCase) == true ? license["SEE LICENSE IN ".Length..].Trim().Trim('<', '>').TrimStart('.', '/') : null;
}
