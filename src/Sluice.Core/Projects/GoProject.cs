namespace Sluice.Projects;

/// <summary>go.mod: a module is released by a tag, as the files of its repository.</summary>
public sealed class GoProject : ProjectReader
{
    public override string Ecosystem => "go";

    public override bool Recognizes(string path) => ProjectTree.NameOf(path) == "go.mod";

    public override PublishedPackage? Read(string path, ProjectTree tree) =>
        tree.Text(path).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("module ", StringComparison.Ordinal)) is { } module
            ? Judged(new PublishedPackage(Ecosystem, path) { Name = module["module ".Length..].Split("//")[0].Trim().Trim('"') }, null, tree) : null;
}
