namespace Sluice.Artifacts.Manifests;

/// <summary>Learns which licence a file named like one holds: manifests often name only the file, or nothing at all.</summary>
public sealed class LicenseFileReader : ArtifactReader
{
    private const int MaxBytes = 1 << 20;

    public override string Format => "license";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.IsText && content.Length <= MaxBytes && content.IsInMemory && LicenseText.IsNamedLikeOne(entry.Path);

    public override void Read(Content content, EntrySink sink) => sink.Learn(new LicenseText(
        sink.Container.Path.Name == "copyright" ? LicenseText.RecognizeDebian(content.Head.Span) : LicenseText.Recognize(content.Head.Span)));
}
