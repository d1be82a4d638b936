using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Modules that a wheel promises: its top-level names, and those that its commands are in.</summary>
/// <param name="Modules">Where the name stands, and the dotted name.</param>
public sealed record PromisedModules(IReadOnlyList<(string Field, string Name)> Modules);

/// <summary>Finds modules that a wheel's metadata names and the wheel does not hold.</summary>
public sealed class WheelModulesDetector : EntryDetector<PromisedModules>
{
    private const int MaxListed = 8;

    private static readonly Descriptor Rule = new("packaging/missing-module", "Module that is not in the wheel", Severity.Medium,
        "Importing it, or running the command that is in it, fails on every machine but the one it was built on.",
        "Look at what the build finds as packages (package discovery, py_modules), and build from a clean tree.")
    {
        Exceptions = "Commands in modules of a dependency are silent.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { IsText: true, HasAllBytes: true, Origin: EntryOrigin.Member, Size: < 1 << 20 } && entry.Path.Name is "top_level.txt" or "entry_points.txt" && entry.Path.Directory.EndsWith(".dist-info", StringComparison.Ordinal);

    protected override PromisedModules? Recognize(Entry entry)
    {
        var lines = Encoding.UTF8.GetString(entry.Bytes.Span).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new PromisedModules(entry.Path.Name == "top_level.txt" ? [.. lines.Select(line => ("top_level.txt", line.Replace('/', '.')))] : [.. Commands(lines)]);
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, PromisedModules Fact)> found)
    {
        if (artifact.Manifest is not { Kind: "wheel" } manifest)
            yield break;
        var files = PackageFiles.OfContainer(artifact, manifest).All.Select(file => WithoutScheme(file.Key)).ToList();
        foreach (var (entry, fact) in found.Where(pair => pair.Entry.Path.Directory == manifest.Entry.Path.Directory && ReferenceEquals(pair.Entry.Container, manifest.Entry.Container)))
        {
            var missing = fact.Modules.Where(module => !IsThere(files, module.Name) && !MayBeOfDependency(manifest, files, module)).Distinct().ToList();
            if (missing.Count == 0)
                continue;
            yield return new Finding(Rule, entry, missing.Count == 1 ? $"names the module {missing[0].Name} ({missing[0].Field}), which is not in the wheel" : $"names {missing.Count} modules that are not in the wheel")
            {
                Severity = entry.Path.Name == "top_level.txt" ? Severity.Low : Rule.Severity,
                Evidence = [("missing", missing.Take(MaxListed).Select(module => $"{module.Field}: {module.Name}").ToList())],
            };
        }
    }

    /// <summary><c>acme = acme.cli:main [extra]</c> below <c>[console_scripts]</c>; other groups name modules of plug-ins in the same way.</summary>
    private static IEnumerable<(string, string)> Commands(string[] lines)
    {
        var group = "";
        foreach (var line in lines)
        {
            if (line.StartsWith('['))
                group = line.Trim('[', ']', ' ');
            else if (group is "console_scripts" or "gui_scripts" && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && line[(equals + 1)..].Split(':', '[')[0].Trim() is { Length: > 0 } module)
                yield return ($"{group}.{line[..equals].Trim()}", module);
        }
    }

    /// <summary><c>name.data/purelib/…</c> is installed beside everything else.</summary>
    private static string WithoutScheme(string path)
    {
        var parts = path.Split('/', 3);
        return parts.Length == 3 && parts[0].EndsWith(".data", StringComparison.Ordinal) && parts[1] is "purelib" or "platlib" ? parts[2] : path;
    }

    /// <summary>A script, a native module with any tag in its name, or a folder, which may be a namespace.</summary>
    private static bool IsThere(List<string> files, string module)
    {
        var path = module.Replace('.', '/');
        return files.Exists(file => file.StartsWith(path, StringComparison.Ordinal) && file.Length > path.Length && file[path.Length] is '/' or '.');
    }

    private static bool MayBeOfDependency(Manifest manifest, List<string> files, (string Field, string Name) module) =>
        module.Field != "top_level.txt" && manifest.Dependencies.Count > 0 && !IsThere(files, module.Name.Split('.')[0]);
}
