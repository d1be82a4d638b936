using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Artifacts.Repositories;
using Sluice.Registries;

namespace Sluice.Sources;

/// <summary>The commit that a release says it was made of: a claim of whoever published it, never a proof.</summary>
/// <param name="By">What says so, for people.</param>
/// <param name="IsDirty">It says, too, that something was changed and not committed.</param>
internal sealed record RecordedCommit(GitId Id, string By, bool IsDirty)
{
    /// <summary>What travels with the artifact before what a registry keeps of it. What is no full name of a commit says nothing.</summary>
    public static RecordedCommit? Of(Artifact artifact) =>
        FromManifest(artifact) ?? FromCargo(artifact)
        ?? (GitId.TryParse(artifact.Root.Fact<RegistryFacts>()?.Publication?.Current?.Commit ?? "", out var id) ? new RecordedCommit(id, "the registry", false) : null);

    private static RecordedCommit? FromManifest(Artifact artifact) =>
        artifact.Manifest is { Commit: { } written } manifest && GitId.TryParse(written.Trim(), out var id) ? new RecordedCommit(id, manifest.Entry.Path.Name, false) : null;

    private static RecordedCommit? FromCargo(Artifact artifact) =>
        artifact.Kind == "crate" && artifact.Entries.Select(entry => entry.Fact<CargoOrigin>()).FirstOrDefault(known => known is not null) is { } cargo && GitId.TryParse(cargo.Commit.Trim(), out var id)
            ? new RecordedCommit(id, ".cargo_vcs_info.json", cargo.IsDirty) : null;
}
