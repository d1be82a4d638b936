namespace Sluice.Artifacts.Formats;

/// <summary>git bundles (gitformat-bundle, versions 2 and 3): a pack behind a list of its refs.</summary>
public sealed class GitBundleReader : ArtifactReader
{
    private static readonly byte[][] Fronts = [[.. "# v2 git bundle\n"u8], [.. "# v3 git bundle\n"u8]];

    public override string Format => "git-bundle";

    public override ReaderNeeds Needs => ReaderNeeds.Seek;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Binary && Array.Exists(Fronts, front => content.Head.Span.StartsWith(front));

    public override void Read(Content content, EntrySink sink)
    {
        // An empty line ends the refs.
        var refs = content.Head.Span.IndexOf("\n\nPACK"u8);
        if (refs < 0)
            throw new ArtifactException($"no pack within the first {Content.HeadBytes >> 10} KiB");
        sink.AddStrings("refs", content.Head[..refs]);
        var pack = refs + 2;
        sink.AddDecoded("pack", content.Slice(pack, (content.Length ?? 0) - pack) ?? throw new ArtifactException("the pack cannot be read"));
        sink.AccountFor();
    }
}
