using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>Finds scripts whose first line looks right to people and is not what the kernel expects: they run where they were written and nowhere else.</summary>
public sealed class ScriptLineDetector : Detector
{
    private const string OnlyOwn = "Speaks of commands of the package and of executable files; silent about scripts for Windows, tests and third-party code.";

    private static readonly Descriptor Mark = new("packaging/script-byte-order-mark", "Script that begins with a byte order mark", Severity.Medium,
        "Unix sees no interpreter line behind the three bytes in front of it: the shell runs the file as a shell script, whatever it is written in.",
        "Save the file as UTF-8 without a byte order mark.")
    {
        Exceptions = OnlyOwn,
    };

    private static readonly Descriptor Return = new("packaging/script-carriage-return", "Script whose interpreter line ends with a carriage return", Severity.Low,
        "Unix looks for an interpreter whose name ends with a carriage return and answers \"no such file or directory\".",
        "Save the file with Unix line ends; \"* text eol=lf\" in .gitattributes keeps them.")
    {
        Exceptions = OnlyOwn + " Some installers of npm packages repair the line.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Mark, Return];

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var broken = artifact.Entries.Where(entry => entry.Fact<ScriptFacts>() is { } script && (script.HasByteOrderMark || script.HasCarriageReturn)).ToList();
        if (broken.Count == 0)
            yield break;
        var commands = Commands(artifact);
        foreach (var entry in broken.Where(entry => !CommandDetector.IsWindowsScript(entry.Path) && (commands.Contains(entry) || IsMeantToRun(artifact, entry))))
        {
            var script = entry.Fact<ScriptFacts>()!;
            yield return script.HasByteOrderMark
                ? new Finding(Mark, entry, $"begins with a byte order mark before #!{script.Interpreter}")
                : new Finding(Return, entry, $"asks for #!{script.Interpreter} followed by a carriage return");
        }
    }

    /// <summary>What the manifest of the artifact makes a command, whatever its mode: npm sets that.</summary>
    private static HashSet<Entry> Commands(Artifact artifact)
    {
        if (artifact.Manifest is not { Kind: "npm" } manifest)
            return [];
        var files = new PackageFiles(artifact, manifest);
        return [.. manifest.EntryPoints.Where(point => point.Field.StartsWith("bin.", StringComparison.Ordinal)).Select(point => files.Exactly(point.Path)).OfType<Entry>()];
    }

    private static bool IsMeantToRun(Artifact artifact, Entry entry) =>
        entry is { Origin: EntryOrigin.Member, Mode: { } mode } && (mode & 0x49) != 0 && Placement.Of(artifact, entry) is { IsThirdParty: false, IsSample: false };
}
