using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Packages;

namespace Sluice.Detection;

/// <summary>A command that runs where a release is installed, because a manifest in it says so: its own, or that of a package that it bundles.</summary>
/// <param name="Name">Of the script; of a bundled package with its folder in front, <c>node_modules/aa: postinstall</c>.</param>
/// <param name="Entry">The manifest.</param>
internal sealed record InstallationStep(string Name, string Command, Entry Entry)
{
    private const string Modules = "node_modules/";
    private static readonly char[] BetweenWords = [' ', '\t', '\n', '"', '\'', ';', '&', '|', '(', ')', '=', '`'];

    /// <summary>Where the command runs, with a slash behind it: the folder of the bundled package; empty for the release's own.</summary>
    public string Folder => Name.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end ? Name[..end] + "/" : "";

    /// <summary>Those of the command that may be files: with a dot or a slash in them, or behind a program that runs files.</summary>
    public IEnumerable<string> Words
    {
        get
        {
            var before = "";
            foreach (var word in Command.Split(BetweenWords, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Length > 1 && word[0] != '-' && (word.Contains('.') || word.Contains('/') || before is "node" or "sh" or "bash" or "python" or "python3" or "bun" or "deno"))
                    yield return word;
                before = word[0] == '-' ? before : word;
            }
        }
    }

    /// <summary>npm builds all that it finds below node_modules of what it has unpacked (<c>rebuild</c> of arborist). Other kinds run what their own manifest lists.</summary>
    public static IReadOnlyList<InstallationStep> Of(Artifact artifact)
    {
        if (artifact.Manifest is not { } manifest)
            return [];
        var own = manifest.Scripts.Where(script => artifact.Kind != "npm" || NpmLifecycle.OnInstallation.Contains(script.Name)).Select(script => new InstallationStep(script.Name, script.Command, manifest.Entry));
        if (artifact.Kind != "npm" || !ManifestPlace.IsInTar(manifest.Entry))
            return [.. own];
        List<InstallationStep> steps = [.. own];
        foreach (var item in Bundled(artifact, manifest))
            steps.AddRange(item.Scripts.Select(script => new InstallationStep($"{item.Folder}: {script.Name}", script.Command, item.Manifest.Entry)));
        return steps;
    }

    /// <summary>The scripts alone that bundled packages have run, under the names by which npm calls them.</summary>
    public static IEnumerable<ManifestScript> OfBundled(Artifact artifact) => artifact is not { Kind: "npm", Manifest: { } manifest } || !ManifestPlace.IsInTar(manifest.Entry) ? []
        : Bundled(artifact, manifest).SelectMany(item => item.Scripts);

    /// <summary>Whether npm compiles a bundled package by this file, and so runs what stands in it.</summary>
    /// <param name="path">In the folder of the package that bundles.</param>
    public static bool IsBundledBuild(string path) => path.EndsWith("/binding.gyp", StringComparison.Ordinal) && IsBundledFolder(path[..^"/binding.gyp".Length]);

    private static IEnumerable<BundledPackage> Bundled(Artifact artifact, Manifest manifest)
    {
        foreach (var other in artifact.Manifests.Where(other => other.Ecosystem == "npm" && ReferenceEquals(other.Entry.Container, manifest.Entry.Container)))
        {
            if (InstalledPath.OfNpm(other.Entry.Path) is { } path && path.EndsWith("/package.json", StringComparison.Ordinal) && IsBundledFolder(path[..^"/package.json".Length]))
                yield return new BundledPackage(path[..^"/package.json".Length], other);
        }
    }

    /// <summary><c>node_modules/a</c>, <c>node_modules/@s/a/node_modules/b</c>: where Node looks, and not a folder of tests that has such folders in it.</summary>
    private static bool IsBundledFolder(string folder)
    {
        while (folder.StartsWith(Modules, StringComparison.Ordinal))
        {
            folder = folder[Modules.Length..];
            var end = folder.IndexOf('/');
            if (folder.StartsWith('@') && end > 0)
                end = folder.IndexOf('/', end + 1);
            else if (folder.StartsWith('@'))
                return false;
            if (end < 0)
                return folder.Length > 0;
            folder = folder[(end + 1)..];
        }

        return false;
    }

    private sealed record BundledPackage(string Folder, Manifest Manifest)
    {
        public IEnumerable<ManifestScript> Scripts => Manifest.Scripts.Where(script => NpmLifecycle.OnInstallation.Contains(script.Name));
    }
}
