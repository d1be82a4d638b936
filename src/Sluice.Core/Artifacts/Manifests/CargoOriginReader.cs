using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>Where a crate was packaged: a fact of the file that cargo writes of it.</summary>
/// <param name="Commit">As written.</param>
/// <param name="IsDirty">There were changes that were not committed.</param>
public sealed record CargoOrigin(string Commit, bool IsDirty);

/// <summary>Learns the commit from <c>.cargo_vcs_info.json</c>, which <c>cargo package</c> puts into every crate made in a repository.</summary>
public sealed class CargoOriginReader : ArtifactReader
{
    public override string Format => "cargo-origin";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.IsText && content.IsInMemory && entry.Path.Name == ".cargo_vcs_info.json";

    public override void Read(Content content, EntrySink sink)
    {
        using var document = Parse(content);
        if (document?.RootElement.Field("git") is { } git && git.Text("sha1") is { } commit)
            sink.Learn(new CargoOrigin(commit, git.IsTrue("dirty")));
    }

    /// <summary>A file of that name in a folder of test data may be anything: nothing depends on its form.</summary>
    private static JsonDocument? Parse(Content content)
    {
        try
        {
            return JsonFields.Parse(content.Head);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }
}
