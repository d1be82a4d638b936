using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Cel;
using Sluice.Detection;
using Sluice.Findings;
using Sluice.Journals;
using Sluice.Packages;

namespace Sluice.Policies.Facts;

/// <summary>The types of what a policy may look at. Names of fields are those of the JSON report where it has them.</summary>
internal static class ReleaseFacts
{
    public static readonly FactType<ManifestScript> Script = new("Script",
        new("name", CelType.String, script => Fact.Text(script.Name)),
        new("command", CelType.String, script => Fact.Text(script.Command)));

    public static readonly FactType<Dependency> Dependency = new("Dependency",
        new("name", CelType.String, dependency => Fact.Text(dependency.Name)),
        new("requirement", CelType.String, dependency => Fact.Text(dependency.Requirement)),
        new("scope", CelType.String, dependency => Fact.Text(dependency.Scope)),
        new("optional", CelType.Bool, dependency => CelValue.Bool(dependency.IsOptional)),
        new("bundled", CelType.Bool, dependency => CelValue.Bool(dependency.IsBundled)));

    public static readonly FactType<Manifest> Manifest = new("Manifest",
        new("ecosystem", CelType.String, manifest => Fact.Text(manifest.Ecosystem)),
        new("name", CelType.String, manifest => Fact.Text(manifest.Name)),
        new("version", CelType.String, manifest => Fact.Text(manifest.Version)),
        new("license", Fact.OptionalString, manifest => Fact.Optional(manifest.License)),
        new("repository", Fact.OptionalString, manifest => Fact.Optional(manifest.Repository)),
        new("homepage", Fact.OptionalString, manifest => Fact.Optional(manifest.Homepage)),
        new("registry", Fact.OptionalString, manifest => Fact.Optional(manifest.PublishRegistry)),
        new("access", Fact.OptionalString, manifest => Fact.Optional(manifest.PublishAccess)),
        new("private", CelType.Bool, manifest => CelValue.Bool(manifest.IsPrivate)),
        new("files", CelType.Optional(Fact.Strings), manifest => CelValue.Of(manifest.Files is { } files ? CelOptional.Of(Fact.List(files)) : CelOptional.None)),
        new("scripts", Script.ListType, manifest => Script.ListOf(manifest.Scripts)),
        new("dependencies", Dependency.ListType, manifest => Dependency.ListOf(manifest.Dependencies)));

    public static readonly FactType<Entry> File = new("File",
        new("path", CelType.String, entry => Fact.Text(entry.Path.Value)),
        new("name", CelType.String, entry => Fact.Text(entry.Path.Name)),
        new("extension", CelType.String, entry => Fact.Text(entry.Path.Extension)),
        new("container", Fact.Strings, entry => Fact.List(entry.ContainerChain)),
        new("kind", CelType.String, entry => Fact.Text(PolicyWords.Of(entry.ContentKind))),
        new("size", CelType.Int, entry => CelValue.Int(entry.Size)),
        new("mode", Fact.OptionalInt, entry => Fact.Optional(entry.Mode)),
        new("executable", CelType.Bool, entry => CelValue.Bool(entry.Mode is { } mode && (mode & 0b001_001_001) != 0)),
        new("decoded", CelType.Bool, entry => CelValue.Bool(entry.Origin == EntryOrigin.Decoded)),
        new("lines", Fact.OptionalInt, entry => Fact.Optional(entry.Text?.Lines)));

    public static readonly FactType<Artifact> Artifact = new("Artifact",
        new("kind", CelType.String, artifact => Fact.Text(artifact.Kind)),
        new("name", CelType.String, artifact => Fact.Text(artifact.Manifest?.Name)),
        new("version", CelType.String, artifact => Fact.Text(artifact.Manifest?.Version)),
        new("purl", Fact.OptionalString, artifact => Fact.Optional(PolicyWords.PurlOf(artifact.Manifest))),
        new("size", CelType.Int, artifact => CelValue.Int(artifact.Root.Size)),
        new("digests", CelType.Map(CelType.String, CelType.String), Digests),
        new("visibility", CelType.String, artifact => Fact.Text(artifact.Visibility == Visibility.Public ? "public" : "proprietary")),
        new("files", File.ListType, artifact => File.ListOf(FilesOf(artifact))),
        new("scripts", Script.ListType, artifact => Script.ListOf([.. artifact.Manifest?.Scripts ?? [], .. InstallationStep.OfBundled(artifact)])),
        new("manifest", Manifest.OptionalType, artifact => Manifest.OptionalOf(artifact.Manifest)));

    /// <summary>A package in the artifact, the artifact itself first.</summary>
    public static readonly FactType<Manifest> Component = new("Component",
        new("ecosystem", CelType.String, manifest => Fact.Text(manifest.Ecosystem)),
        new("name", CelType.String, manifest => Fact.Text(manifest.Name)),
        new("version", CelType.String, manifest => Fact.Text(manifest.Version)),
        new("purl", Fact.OptionalString, manifest => Fact.Optional(PolicyWords.PurlOf(manifest))),
        new("license", Fact.OptionalString, manifest => Fact.Optional(manifest.License)),
        new("path", CelType.String, manifest => Fact.Text(manifest.Entry.Path.Value)));

    public static readonly FactType<Waiver> Waiver = new("Waiver",
        new("by", CelType.String, waiver => Fact.Text(waiver.By)),
        new("owner", Fact.OptionalString, waiver => Fact.Optional(waiver.Owner)),
        new("reason", CelType.String, waiver => Fact.Text(waiver.Reason)),
        new("ticket", Fact.OptionalString, waiver => Fact.Optional(waiver.Ticket)),
        new("until", CelType.Timestamp, waiver => PolicyWords.EndOf(waiver.Until)));

    public static readonly FactType<Finding> Finding = new("Finding",
        new("rule", CelType.String, finding => Fact.Text(finding.Rule.Id)),
        new("family", CelType.String, finding => Fact.Text(finding.Rule.Family)),
        new("title", CelType.String, finding => Fact.Text(finding.Rule.Name)),
        new("severity", CelType.String, finding => Fact.Text(PolicyWords.Of(finding.Severity))),
        new("confidence", CelType.String, finding => Fact.Text(PolicyWords.Of(finding.Confidence))),
        new("path", CelType.String, finding => Fact.Text(Place.PathOf(finding.Entry))),
        new("container", Fact.Strings, finding => Fact.List(finding.Entry.ContainerChain)),
        new("line", Fact.OptionalInt, finding => Fact.Optional(finding.Line)),
        new("message", CelType.String, finding => Fact.Text(finding.Message)),
        new("evidence", CelType.Map(CelType.String, CelType.Dyn), Evidence),
        new("waiver", Waiver.OptionalType, finding => Waiver.OptionalOf(finding.Waiver)),
        new("waived", CelType.Bool, finding => CelValue.Bool(finding.Waiver is not null)));

    /// <summary>An exception as it is recorded, whether or not it was used.</summary>
    public static readonly FactType<RecordedWaiver> Recorded = new("RecordedWaiver",
        new("rule", CelType.String, waiver => Fact.Text(waiver.Rule)),
        new("path", Fact.OptionalString, waiver => Fact.Optional(waiver.Path?.Text)),
        new("content", CelType.String, waiver => Fact.Text(waiver.Content is { } hash ? "sha256:" + hash : "any")),
        new("owner", CelType.String, waiver => Fact.Text(waiver.Owner)),
        new("reason", CelType.String, waiver => Fact.Text(waiver.Reason)),
        new("ticket", Fact.OptionalString, waiver => Fact.Optional(waiver.Ticket)),
        new("expires", CelType.Timestamp, waiver => PolicyWords.EndOf(waiver.Expires)));

    /// <summary>A screening of the past, as the journal keeps it.</summary>
    public static readonly FactType<JournalEntry> Screening = new("Screening",
        new("time", CelType.Timestamp, entry => CelValue.Timestamp(entry.Time)),
        new("target", CelType.String, entry => Fact.Text(entry.Target)),
        new("package", CelType.String, entry => Fact.Text(entry.Package)),
        new("version", CelType.String, entry => Fact.Text(entry.Version)),
        new("decision", CelType.String, entry => Fact.Text(entry.Decision)),
        new("stopped", Fact.Strings, entry => Fact.List(entry.Stopped)),
        new("near", Fact.Strings, entry => Fact.List(entry.Near)),
        new("project", CelType.String, entry => Fact.Text(entry.Project)));

    public static readonly FactType<ReleaseHistory> History = new("History",
        new("kept", CelType.Bool, history => CelValue.Bool(history.IsKept)),
        new("denials", Screening.ListType, history => Screening.ListOf(history.Denials)),
        new("exposures", Screening.ListType, history => Screening.ListOf(history.Exposures)));

    /// <summary>How it stands in the registry, where one was asked.</summary>
    public static readonly FactType<Publication> Release = new("Release",
        new("published", Fact.OptionalTimestamp, release => Fact.Optional(release.Current?.Published)),
        new("publisher", Fact.OptionalString, release => Fact.Optional(release.Current?.Publisher)),
        new("trusted", CelType.Bool, release => CelValue.Bool(release.Current?.IsTrusted == true)),
        new("attested", CelType.Bool, release => CelValue.Bool(release.Current?.IsAttested == true)),
        new("first", Fact.OptionalTimestamp, release => Fact.Optional(release.History.FirstPublished)),
        new("previous", Fact.OptionalString, release => Fact.Optional(release.Previous?.Version)),
        new("earlier", CelType.Int, release => CelValue.Int(release.Before.Count)));

    private static List<Entry> FilesOf(Artifact artifact) => [.. artifact.Entries.Where(entry => entry is { Kind: EntryKind.File, Container: not null, IsTransparent: false })];

    private static CelValue Digests(Artifact artifact) => CelValue.Map(artifact.Root.Digest.IsEmpty ? []
        : [new(CelValue.String("sha256"), CelValue.String(Convert.ToHexStringLower(artifact.Root.Digest.Span)))]);

    private static CelValue Evidence(Finding finding) =>
        CelValue.Map(finding.Evidence.DistinctBy(pair => pair.Name).Select(pair => new KeyValuePair<CelValue, CelValue>(CelValue.String(pair.Name), Fact.Plain(pair.Value))));
}
