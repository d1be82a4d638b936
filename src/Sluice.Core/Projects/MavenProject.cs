using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>pom.xml. A parent with modules is no artifact of its own.</summary>
public sealed class MavenProject : ProjectReader
{
    public override string Ecosystem => "maven";

    public override bool Recognizes(string path) => ProjectTree.NameOf(path) == "pom.xml";

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        var pom = SafeXml.Parse(tree.Bytes(path));
        if (pom.Text("artifactId") is not { } artifact || pom.Text("packaging") == "pom")
            return null;
        var license = pom.Child("licenses").Child("license");
        var group = pom.Text("groupId") ?? pom.Child("parent").Text("groupId");
        return Judged(new PublishedPackage(Ecosystem, path) { Name = group is null ? artifact : $"{group}:{artifact}" }, license.Text("name") ?? license.Text("url"), tree) with
        {
            Withheld = pom.Child("properties").Text("maven.deploy.skip") == "true" ? "maven.deploy.skip is true" : null,
        };
    }
}
