using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds conditions of npm's <c>exports</c> that can never match, because an earlier one always does, and targets that are not paths.</summary>
public sealed class ExportsOrderDetector : ManifestDetector
{
    private static readonly Descriptor Order = new("packaging/exports-order", "Export condition that is never reached", Severity.Medium,
        "Conditions are tried from top to bottom: what stands behind \"default\" is dead, and types behind code are not seen by TypeScript.",
        "Move \"types\" to the front and \"default\" to the end of each object of conditions.");

    private static readonly Descriptor Format = new("packaging/exports-format", "Export target that Node refuses", Severity.Medium,
        "Node rejects targets that do not start with \"./\" or that leave the package, and since version 17 folders: importing the subpath throws.",
        "Write targets relative to the package, starting with \"./\", and patterns with \"*\" for folders.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Format, Order];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest)
    {
        if (manifest.Ecosystem != "npm")
            yield break;
        foreach (var target in manifest.Exports)
        {
            if (target.Subpath.Length > 2 && target.Subpath.EndsWith('/') && target.Target is not null)
                yield return new Finding(Format, manifest.Entry, $"{target.Field} maps a folder, which Node no longer does: write \"{target.Subpath}*\"") { Subject = target.Field, Severity = HasPattern(manifest, target) ? Severity.Info : Severity.Low };
            else if (target is { IsFallback: false, Target: { } path } && (!path.StartsWith("./", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal)))
                yield return new Finding(Format, manifest.Entry, $"{target.Field} is \"{path}\", which Node refuses") { Subject = target.Field };
        }

        foreach (var subpath in manifest.Exports.Where(e => !e.IsFallback).GroupBy(e => e.Subpath, StringComparer.Ordinal))
        {
            if (DeadBehindDefault([.. subpath]) is { } dead)
                yield return new Finding(Order, manifest.Entry, $"{dead.Field} stands behind \"default\", which always matches") { Subject = dead.Field };
            else if (ModuleBehindRequire([.. subpath]) is { } module)
                yield return new Finding(Order, manifest.Entry, $"{module.Field} stands behind \"require\", so that bundlers never take it when a file is required") { Subject = module.Field, Severity = Severity.Low };
            else if (TypesBehindCode([.. subpath]) is { } types)
                yield return new Finding(Order, manifest.Entry, $"{types.Field} stands behind conditions that match first, so that TypeScript does not see it") { Subject = types.Field, Severity = Severity.Low };
        }
    }

    /// <summary>The folder is kept for old versions of Node beside the pattern that replaced it.</summary>
    private static bool HasPattern(Manifest manifest, ExportTarget folder) => manifest.Exports.Any(target => target.Subpath.StartsWith(folder.Subpath + "*", StringComparison.Ordinal));

    /// <summary>Only at the same level: within <c>import</c> nothing is required.</summary>
    private static ExportTarget? ModuleBehindRequire(List<ExportTarget> targets)
    {
        var required = targets.FindIndex(target => target.Conditions is ["require", ..]);
        return required < 0 ? null : targets.Skip(required + 1).FirstOrDefault(target => target.Conditions is ["module", ..]);
    }

    private static ExportTarget? DeadBehindDefault(List<ExportTarget> targets)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            var at = targets[i].Conditions.ToList().IndexOf("default");
            if (at < 0)
                continue;
            var scope = targets[i].Conditions.Take(at).ToList();
            var dead = targets.Skip(i + 1).FirstOrDefault(later => later.Conditions.Count > at && later.Conditions[at] != "default" && later.Conditions.Take(at).SequenceEqual(scope));
            if (dead is not null)
                return dead;
        }

        return null;
    }

    /// <summary>TypeScript matches <c>import</c>, <c>require</c> and <c>default</c> too: it then looks for declarations beside that file.</summary>
    private static ExportTarget? TypesBehindCode(List<ExportTarget> targets)
    {
        for (var i = 1; i < targets.Count; i++)
        {
            var conditions = targets[i].Conditions;
            if (conditions is not [.., "types"] || targets[i].Target is null)
                continue;
            var scope = conditions.Take(conditions.Count - 1).ToList();
            var earlier = targets.Take(i).Where(e => e.Conditions.Count > scope.Count && e.Conditions.Take(scope.Count).SequenceEqual(scope)).ToList();
            if (earlier.Any(e => e.Conditions.Count == scope.Count + 1 && e.Conditions[^1] is "import" or "require" or "default" && !IsDeclaration(e.Target)))
                return targets[i];
        }

        return null;
    }

    private static bool IsDeclaration(string? target) => target is null || target.EndsWith(".ts", StringComparison.Ordinal) || target.EndsWith(".mts", StringComparison.Ordinal) || target.EndsWith(".cts", StringComparison.Ordinal);
}
