using Sluice.Projects;

namespace Sluice.Cli.Setup;

/// <summary>How each ecosystem packs what it would publish, into the folder <c>$out</c> of a shell.</summary>
internal static class PackCommands
{
    /// <summary>Lines of a shell script that stops at the first failure. What cannot be packed by a plain command is screened as the files of the repository.</summary>
    public static IReadOnlyList<string> Of(Project project)
    {
        var lines = new List<string>();
        foreach (var group in project.Published.GroupBy(package => package.Ecosystem).OrderBy(group => group.Key, StringComparer.Ordinal))
            lines.AddRange(Of(group.Key, [.. group], project.Tree));
        return lines.Count > 0 ? lines : ["git archive --format=tar.gz -o \"$out/source.tgz\" HEAD"];
    }

    private static IEnumerable<string> Of(string ecosystem, List<PublishedPackage> packages, ProjectTree tree) => ecosystem switch
    {
        "npm" => [.. tree.Has("package-lock.json") ? (string[])["npm ci"] : [], .. packages.Select(package => $"npm pack {Folder(package, "./")} --pack-destination \"$out\"")],
        "vscode" => packages.Select(package => $"(cd {Folder(package)} && npx --no-install vsce package --out \"$out\")"),
        "nuget" => packages.Select(package => $"dotnet pack {Quoted(package.File)} -c Release -o \"$out\""),
        "pypi" => packages.Select(package => $"python3 -m build --outdir \"$out\" {Folder(package)}"),
        "docker" => packages.Select((package, i) => $"docker build -f {Quoted(package.File)} -t sluice-{i} {Folder(package)} && docker save -o \"$out/image-{i}.tar\" sluice-{i}"),
        "crates" => packages.Select(package => $"cargo package --manifest-path {Quoted(package.File)} --target-dir \"$out/target\" && mv \"$out\"/target/package/*.crate \"$out\"").Append("rm -rf \"$out/target\""),
        "maven" => packages.Select(package => $"mvn -q -f {Quoted(package.File)} package && cp {Folder(package)}/target/*.jar \"$out\""),
        "gem" => packages.Select(package => $"(cd {Folder(package)} && gem build {Quoted(Path.GetFileName(package.File))} && mv ./*.gem \"$out\")"),
        _ => ["git archive --format=tar.gz -o \"$out/source.tgz\" HEAD"],
    };

    private static string Folder(PublishedPackage package, string prefix = "") => package.File.LastIndexOf('/') is > 0 and var slash ? Quoted(prefix + package.File[..slash]) : ".";

    /// <summary>Names of folders are a stranger's: nothing in them reaches the shell as anything but a name.</summary>
    private static string Quoted(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
