using Sluice.Artifacts;
using Sluice.Artifacts.Documents;

namespace Sluice.Projects;

/// <summary>Dockerfiles, with the name that a compose file gives the image. Those of development containers are built for nobody else.</summary>
public sealed class ImageProject : ProjectReader
{
    private static readonly string[] Compositions = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    public override string Ecosystem => "docker";

    public override bool Recognizes(string path) =>
        ProjectTree.NameOf(path) is var name && !path.Contains(".devcontainer/", StringComparison.Ordinal)
        && (name is "Dockerfile" or "Containerfile" || (name.StartsWith("Dockerfile.", StringComparison.Ordinal) && !name.EndsWith(".dockerignore", StringComparison.Ordinal)) || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase));

    /// <summary>The licence of the tree says whether its own layers may be read; the base's are open to whoever can pull it.</summary>
    public override PublishedPackage Read(string path, ProjectTree tree) =>
        Judged(new PublishedPackage(Ecosystem, path) { Name = NameOf(path, tree) }, null, tree);

    private static string? NameOf(string path, ProjectTree tree)
    {
        foreach (var file in Compositions.Select(name => tree.Nearest(path, name)).OfType<string>())
        {
            foreach (var document in YamlText.Read(tree.Bytes(file).Span))
            {
                var services = document["services"]?.Map;
                foreach (var key in services?.Keys ?? [])
                {
                    if (IsBuiltFrom(services![key.Name]["build"], file, path) && services[key.Name]["image"]?.Text is { } image && !image.Contains('$', StringComparison.Ordinal))
                        return WithoutTag(image);
                }
            }
        }

        return null;
    }

    private static bool IsBuiltFrom(DocumentNode? build, string composition, string path)
    {
        if (build is null)
            return false;
        var context = build.Text ?? build["context"]?.Text ?? ".";
        var file = build["dockerfile"]?.Text ?? "Dockerfile";
        return Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", ProjectTree.FolderOf(composition), context, file))).Replace('\\', '/') == path;
    }

    private static string WithoutTag(string image) => image.LastIndexOf(':') is > 0 and var colon && colon > image.LastIndexOf('/') ? image[..colon] : image;
}
