using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds commands that will not start: a script without an interpreter line, a program without the right to execute.</summary>
public sealed class CommandDetector : ManifestDetector
{
    private static readonly Descriptor Interpreter = new("packaging/bin-interpreter", "Command without an interpreter line", Severity.Medium,
        "The shell runs the file as a shell script: the command fails on every system but Windows.",
        "Start the file with \"#!/usr/bin/env node\".");

    private static readonly Descriptor Mode = new("packaging/bin-mode", "Command that is not executable", Severity.Medium,
        "The installed command answers \"permission denied\".",
        "Set the executable bit in the build, before packing.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Interpreter, Mode];

    protected override IEnumerable<Finding> Check(Artifact artifact, Manifest manifest) => manifest.Kind switch
    {
        "npm" => CheckScripts(artifact, manifest),
        "deb" or "rpm" => artifact.Entries.Where(IsDeadCommand).Select(entry => new Finding(Mode, entry, $"is installed as a command with mode {Convert.ToString(entry.Mode!.Value & 0x1ff, 8)}")),
        _ => [],
    };

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

    internal static bool IsWindowsScript(EntryPath path) => path.Extension is ".cmd" or ".bat" or ".ps1" or ".exe";

    private static bool IsDeadCommand(Entry entry) =>
        entry is { Kind: EntryKind.File, Origin: EntryOrigin.Member, Mode: { } mode } && (mode & 0x49) == 0
        && entry.Path.Directory is "usr/bin" or "bin" or "usr/sbin" or "sbin" or "usr/local/bin" or "usr/games";
}
