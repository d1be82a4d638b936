using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds entry points of npm packages that Node reads in the other of its two module formats than the one they are written in.</summary>
public sealed class ModuleFormatDetector : Detector
{
    private const int MaxListed = 8;

    /// <summary>Larger scripts are bundles of programs, and reading them for this alone would cost more than it tells.</summary>
    private const int MaxBytes = 4 << 20;

    private static readonly string[] NodeImports = ["node", "import", "module-sync", "default"];
    private static readonly string[] NodeRequires = ["node", "require", "module-sync", "default"];
    private static readonly string[] BundlerImports = ["module", "import", "default"];

    private static readonly Descriptor Rule = new("packaging/module-format", "Entry point in the wrong module format", Severity.Medium,
        "Node takes the format from the extension and from \"type\" in package.json; where the code is written in the other one, importing it throws.",
        "Name CommonJS files .cjs and modules .mjs, or set \"type\" in package.json to what the .js files are.")
    {
        Exceptions = "Warns at a lower level where newer versions of Node find out by themselves and for fields that only bundlers read. UMD and files that are valid as both are silent.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { IsText: true, HasAllBytes: true, Size: <= MaxBytes, Origin: EntryOrigin.Member, Holder.Container: null } && entry.Path.Extension is ".js" or ".mjs" or ".cjs"
        && !entry.Path.Value.Contains("/node_modules/", StringComparison.Ordinal) && entry.Container?.Format == "tar";

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        entry.Learn(ModuleSyntax.Of(entry.Bytes.Span));
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        if (artifact is not { Kind: "npm", Manifest: { Ecosystem: "npm" } manifest })
            return [];
        var files = new PackageFiles(artifact, manifest);
        var scopes = new ModuleScopes(artifact, manifest);
        var loaded = LoadedFiles(manifest, files).ToList();
        var findings = new List<Finding>();
        for (var problem = Problem.ModuleReadAsCommonJs; problem <= Problem.CommonJsForBundlers; problem++)
        {
            var found = loaded.FindAll(file => ProblemOf(file, scopes) == problem).DistinctBy(file => file.File).ToList();
            if (found.Count > 0)
                findings.Add(Tell(problem, found));
        }

        return findings;
    }

    private enum Problem
    {
        None,
        ModuleReadAsCommonJs,
        CommonJsReadAsModule,
        ModuleWithoutType,
        CommonJsForBundlers,
    }

    private static Finding Tell(Problem problem, List<LoadedFile> found)
    {
        var (field, file, _) = found[0];
        var what = problem switch
        {
            Problem.ModuleReadAsCommonJs => "is a module that Node reads as CommonJS: loading it is a syntax error",
            Problem.CommonJsReadAsModule => "is CommonJS that Node reads as a module: loading it throws",
            Problem.ModuleWithoutType => "is a module without \"type\": \"module\" in package.json: versions of Node before 20.19 refuse it",
            _ => "is for bundlers, which expect a module, and is CommonJS",
        };
        return new Finding(Rule, file, $"({field}) {what}{(found.Count > 1 ? $"; so are {found.Count - 1} more entry points" : "")}")
        {
            Severity = problem is Problem.ModuleReadAsCommonJs or Problem.CommonJsReadAsModule ? Severity.Medium : Severity.Low,
            Subject = problem.ToString(),
            Evidence = [("files", found.Count), ("examples", found.Take(MaxListed).Select(f => $"{f.Field}: {f.File.Path.Value}").ToList())],
        };
    }

    private static Problem ProblemOf(LoadedFile loaded, ModuleScopes scopes)
    {
        var file = loaded.File;
        if (file.Fact<ModuleSyntax>() is not { } syntax)
            return Problem.None;
        if (loaded.IsForBundlers)
            return syntax.IsCommonJs && file.Path.Extension != ".mjs" ? Problem.CommonJsForBundlers : Problem.None;
        var type = file.Path.Extension switch { ".mjs" => "module", ".cjs" => "commonjs", _ => scopes.TypeOf(file) };
        if (type == "module")
            return syntax.IsCommonJs ? Problem.CommonJsReadAsModule : Problem.None;
        if (!syntax.IsModule)
            return Problem.None;
        // Node finds out by itself only where nothing says what the file is.
        return type is null ? Problem.ModuleWithoutType : Problem.ModuleReadAsCommonJs;
    }

    /// <summary>A file that Node comes to by a field of the manifest, or that only bundlers do.</summary>
    private sealed record LoadedFile(string Field, Entry File, bool IsForBundlers);

    private static IEnumerable<LoadedFile> LoadedFiles(Manifest manifest, PackageFiles files)
    {
        foreach (var point in manifest.EntryPoints)
        {
            var isMain = point.Field == "main" && manifest.Exports.Count == 0;
            if ((isMain || point.Field is "module" || point.Field.StartsWith("bin.", StringComparison.Ordinal)) && files.Module(point.Path) is { } file)
                yield return new(point.Field, file, point.Field == "module");
        }

        if (manifest.Exports.Count == 0 && !manifest.EntryPoints.Any(point => point.Field == "main") && files.Exactly("index.js") is { } index)
            yield return new("index.js", index, false);
        foreach (var subpath in manifest.Exports.Where(target => !target.IsFallback).GroupBy(target => target.Subpath, StringComparer.Ordinal))
        {
            foreach (var conditions in (string[][])[NodeImports, NodeRequires, BundlerImports])
            {
                if (Resolve(subpath, conditions) is { Target: { } path } target && files.Exactly(path) is { } file && (conditions != BundlerImports || target.Conditions.Contains("module")))
                    yield return new(target.Field, file, conditions == BundlerImports);
            }
        }
    }

    /// <summary>The first leaf of which every condition holds, which is the one that is taken.</summary>
    private static ExportTarget? Resolve(IEnumerable<ExportTarget> targets, string[] conditions) => targets.FirstOrDefault(target => target.Conditions.All(conditions.Contains));
}
