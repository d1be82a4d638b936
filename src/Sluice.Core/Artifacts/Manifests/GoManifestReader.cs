using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>go.mod. In the zip of the module proxy the folder <c>module@version</c> carries the version.</summary>
public sealed class GoManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "go.mod" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var lines = Encoding.UTF8.GetString(entry.Bytes.Span).Split('\n').Select(WithoutComment).ToList();
        if (lines.Find(line => line.StartsWith("module ", StringComparison.Ordinal)) is not { } module)
            return null;
        var name = module["module ".Length..].Trim(' ', '"');
        var isModuleZip = ManifestPlace.IsInZip(entry) && entry.Path.Directory.StartsWith(name + "@", StringComparison.Ordinal);
        return new Manifest
        {
            Ecosystem = "go",
            Kind = ManifestPlace.Kind(entry, entry.Container?.Format is "zip" ? "zip" : "tar"),
            Entry = entry,
            DescribesArtifact = ManifestPlace.IsOutermost(entry) && (isModuleZip || (ManifestPlace.IsAtTop(entry) && !ManifestPlace.IsInZip(entry))),
            Name = name,
            Version = isModuleZip ? entry.Path.Directory[(name.Length + 1)..] : null,
            Repository = name.Contains('.', StringComparison.Ordinal) ? $"https://{name}" : null,
            Dependencies = [.. Dependencies(lines)],
            Requirements = lines.Where(line => line.StartsWith("go ", StringComparison.Ordinal)).Select(line => $"go >={line[3..]}").ToList(),
        };
    }

    private static string WithoutComment(string line) => (line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? line[..at] : line).Trim();

    private static IEnumerable<Dependency> Dependencies(List<string> lines)
    {
        var isInBlock = false;
        foreach (var line in lines)
        {
            var requirement = line;
            if (line.StartsWith("require ", StringComparison.Ordinal))
            {
                requirement = line["require ".Length..].Trim();
                isInBlock = requirement == "(";
            }
            else if (!isInBlock || line == ")")
            {
                isInBlock = false;
                continue;
            }

            var parts = requirement.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 2)
                yield return new Dependency(parts[0], parts[1], "runtime");
        }
    }
}
