using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>Cargo.toml; fields may be those of the workspace.</summary>
public sealed class CrateProject : ProjectReader
{
    public override string Ecosystem => "crates";

    public override bool Recognizes(string path) => ProjectTree.NameOf(path) == "Cargo.toml";

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        var toml = TomlFields.Parse(tree.Bytes(path).Span);
        if (toml.Text("package.name") is not { } name)
            return null;
        var shared = tree.Has("Cargo.toml") && path != "Cargo.toml" ? TomlFields.Parse(tree.Bytes("Cargo.toml").Span) : null;
        var license = toml.Text("package.license") ?? (toml.Text("package.license.workspace") == "true" ? shared?.Text("workspace.package.license") : null);
        var publish = toml.Texts("package.publish") ?? (toml.Text("package.publish.workspace") == "true" ? shared?.Texts("workspace.package.publish") : null);
        return Judged(new PublishedPackage(Ecosystem, path) { Name = name }, license?.Replace("/", " OR ", StringComparison.Ordinal), tree, toml.Text("package.license-file")) with
        {
            Withheld = publish is ["false"] or [] ? "publish = false" : null,
            Registry = publish is [{ } registry] && registry is not ("true" or "false") ? registry : null,
        };
    }
}
