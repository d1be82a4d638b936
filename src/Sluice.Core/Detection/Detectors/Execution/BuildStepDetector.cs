using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Registries;

namespace Sluice.Detection.Detectors.Execution;

/// <summary>Finds build scripts of crates, which run on the machine of whoever compiles them, that fetch programs or plant themselves.</summary>
public sealed class BuildStepDetector : EntryDetector<BuildReach>
{
    private const int MostExamples = 6;
    private static readonly TimeSpan Young = TimeSpan.FromDays(30);

    private static readonly Descriptor Rule = new("execution/build-step", "Build script that fetches and runs something", Severity.Medium,
        "It runs with the rights of whoever compiles the release or anything that depends on it, before a line of the program itself does.",
        "Build from what is in the package; where something has to be fetched, leave that to the user, or check it against a digest that is written down.")
    {
        Exceptions = "Only build scripts of crates, and what is not in their comments. Warns, because libraries are fetched in this way by honest ones, too; stops the release where it writes into the places from which systems start programs or let people in, and where a registry says that the crate appeared within 30 days.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, IsText: true, HasAllBytes: true, Origin: not EntryOrigin.Decoded } && entry.Path.Extension == ".rs" && (entry.Path.Name == "build.rs" || entry.Path.Value.Contains("build", StringComparison.Ordinal));

    protected override BuildReach? Recognize(Entry entry) => BuildReach.Of(entry.Bytes.Span);

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, BuildReach Fact)> found)
    {
        if (artifact is not { Kind: "crate", Manifest: { } manifest })
            yield break;
        var top = manifest.Entry.Path.Value[..^manifest.Entry.Path.Name.Length];
        var script = top + (manifest.Scripts is [{ Command: { } command }, ..] && command != "true" ? command : "build.rs");
        foreach (var (entry, reach) in found.Where(item => item.Entry.Path.Value == script))
        {
            var age = AgeOf(artifact);
            var isGrave = reach.Plants.Count > 0 || age < Young;
            yield return new Finding(Rule, entry, $"{Says(reach)} when it is compiled{(age < Young ? $", and the crate was there for {Ages.Of(age.Value)}" : "")}")
            {
                Severity = isGrave ? Severity.High : Rule.Severity,
                Line = reach.Line,
                Evidence = [("words", reach.Fetches.Concat(reach.Starts).Concat(reach.Plants).Take(MostExamples).ToList()), .. age is { } known ? [("age", Ages.Of(known))] : Array.Empty<(string, object)>()],
            };
        }
    }

    private static string Says(BuildReach reach) => reach.Plants.Count > 0 ? $"reaches for '{reach.Plants[0]}'" : "fetches something and starts programs";

    /// <summary>Of the crate when this version was published; null where nobody asked, and for one that is not published yet.</summary>
    private static TimeSpan? AgeOf(Artifact artifact) =>
        artifact.Root.Fact<RegistryFacts>()?.Publication is { Current: not null, History.FirstPublished: { } first } publication && publication.AsOf >= first ? publication.AsOf - first : null;
}
