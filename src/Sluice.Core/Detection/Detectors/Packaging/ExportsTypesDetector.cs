using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds packages whose <c>exports</c> hide what other fields promise: the package's own root, or its type declarations.</summary>
public sealed class ExportsTypesDetector : ManifestDetector
{
    private static readonly Descriptor Root = new("packaging/exports-root", "Exports without the package itself", Severity.Low,
        "Once there are exports, \"main\" and \"module\" count no more: importing the package by its name fails.",
        "Add \".\" to exports, or remove the fields that nothing reads.");

    private static readonly Descriptor Types = new("packaging/exports-types", "Types that TypeScript does not find", Severity.Low,
        "With exports TypeScript reads declarations by its own condition or beside the script, in the script's module format, and nowhere else: users get no types, or errors.",
        "Give each of import and require a \"types\" condition in front that leads to a declaration of the same format (.d.mts, .d.cts).")
    {
        Exceptions = "Informs where one declaration of a CommonJS package serves modules too, which works for named exports.",
    };

    private static readonly string[] TypeImports = ["types", "import", "node", "default"];
    private static readonly string[] TypeRequires = ["types", "require", "node", "default"];

    public override IReadOnlyList<Descriptor> Rules { get; } = [Root, Types];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Kind != "npm" || IsTree(artifact) || manifest.Exports.Count == 0)
            yield break;
        var root = manifest.Exports.Where(target => target is { Subpath: ".", IsFallback: false }).ToList();
        var main = manifest.EntryPoints.FirstOrDefault(point => point.Field is "main" or "module");
        var files = new PackageFiles(artifact, manifest);
        if (root.Count == 0)
        {
            if (main is not null && files.Module(main.Path) is not null)
                yield return new Finding(Root, manifest.Entry, $"names {main.Path} ({main.Field}), and its exports have no \".\": the package cannot be imported by its name");
            yield break;
        }

        if (TypesProblem(manifest, files, new ModuleScopes(artifact, manifest), root) is { } problem)
            yield return new Finding(Types, manifest.Entry, problem);
    }

    private static string? TypesProblem(Manifest manifest, PackageFiles files, ModuleScopes scopes, List<ExportTarget> root)
    {
        var promised = manifest.EntryPoints.FirstOrDefault(point => point.Field is "types" or "typings");
        if (promised is not null && files.Declaration(promised.Path) is not null && Array.TrueForAll([TypeImports, TypeRequires], conditions => Declaration(files, Resolve(root, conditions)) is null))
            return $"names {promised.Path} ({promised.Field}), which TypeScript does not see: exports[\".\"] leads to no declaration";
        if (Resolve(root, TypeRequires) is not { } required || !required.Conditions.Contains("require") || Declaration(files, required) is not { } types || Resolve(root, ["require", "node", "default"]) is not { Target: { } script } || files.Exactly(script) is not { } code)
            return null;
        return IsModule(types, scopes) && !IsModule(code, scopes) ? $"has types for require ({types.Path.Name}) that TypeScript reads as those of a module, while {code.Path.Name} is CommonJS" : null;
    }

    /// <summary>The file of the types condition, else the one beside the script under the same name.</summary>
    private static Entry? Declaration(PackageFiles files, ExportTarget? target)
    {
        if (target?.Target is not { } path)
            return null;
        if (target.Conditions.Contains("types") || path.EndsWith("ts", StringComparison.Ordinal))
            return files.Declaration(path);
        var extension = Path.GetExtension(path);
        return extension is ".js" or ".mjs" or ".cjs" ? files.Exactly(path[..^extension.Length] + ".d." + extension[1..].Replace("js", "ts", StringComparison.Ordinal)) : null;
    }

    private static bool IsModule(Entry file, ModuleScopes scopes) => file.Path.Extension switch
    {
        ".mts" or ".mjs" => true,
        ".cts" or ".cjs" => false,
        _ => scopes.TypeOf(file) == "module",
    };

    private static ExportTarget? Resolve(IEnumerable<ExportTarget> targets, string[] conditions) => targets.FirstOrDefault(target => target.Conditions.All(conditions.Contains));
}
