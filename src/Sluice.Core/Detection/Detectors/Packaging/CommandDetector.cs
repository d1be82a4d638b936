using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds commands that will not start: scripts without an interpreter line.</summary>
public sealed class CommandDetector : ManifestDetector
{
    private static readonly Descriptor Interpreter = new("packaging/bin-interpreter", "Command without an interpreter line", Severity.Medium,
        "The shell runs the file as a shell script: the command fails on every system but Windows.",
        "Start the file with \"#!/usr/bin/env node\".");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Interpreter];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest) => manifest.Kind == "npm" ? CheckScripts(artifact, manifest) : [];

    /// <summary>npm sets the mode of commands itself. A command that is not text is a program and needs no interpreter.</summary>
    private static IEnumerable<Finding> CheckScripts(Artifact artifact, Manifest manifest)
    {
        var files = new PackageFiles(artifact, manifest);
        foreach (var point in manifest.EntryPoints.Where(point => point.Field.StartsWith("bin.", StringComparison.Ordinal)))
        {
            if (files.Exactly(point.Path) is { IsText: true } file && file.Fact<ScriptFacts>() is null && !IsWindowsScript(file.Path))
                yield return new Finding(Interpreter, file, $"is the command \"{point.Field[4..]}\" and does not start with #!") { Subject = point.Field };
        }
    }

    private static bool IsWindowsScript(EntryPath path) => path.Extension is ".cmd" or ".bat" or ".ps1" or ".exe";
}
