namespace Sluice.Artifacts.Formats;

/// <summary>git packs (gitformat-pack, versions 2 and 3): every object, the deltas among them applied.</summary>
public sealed class GitPackReader : ArtifactReader
{
    public override string Format => "git-pack";

    public override ReaderNeeds Needs => ReaderNeeds.Seek;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.GitPack;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        using var pack = new GitPack(stream, sink.Limits, sink.Cancel);
        pack.ReadIndex();
        foreach (var found in pack.Objects())
            sink.AddDecoded($"{found.Object.Type} {found.Id}", found.Object.Bytes);
        if (pack.Orphans > 0)
            sink.Unscreened(null, $"{pack.Orphans} objects are differences to objects that are not in the pack");
        else
            sink.AccountFor();
    }
}
