namespace Sluice.Artifacts.Formats;

/// <summary>Archives, disk images and encrypted files that are recognised but cannot be opened here: always unscreened, never silent.</summary>
public sealed class UnsupportedReader : ArtifactReader
{
    public override string Format => "archive";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool Recognizes(Entry entry, Content content) => !entry.IsTextByOrigin && UnsupportedFormat.Of(entry.ContentKind, content) is not null;

    public override void Read(Content content, EntrySink sink)
    {
        var kind = sink.Container.ContentKind;
        if (UnsupportedFormat.Of(kind, content) is not { } format)
            return;
        var hidesNames = HasEncryptedHeader(kind, content.Head.Span);
        if (format.IsEncrypted)
            sink.Report(AnomalyKind.Encrypted, null, "is encrypted");
        else if (hidesNames)
            sink.Report(AnomalyKind.Encrypted, null, "is encrypted, its list of members too");
        sink.Unscreened(null, format.IsEncrypted ? $"{format.Name} cannot be read"
            : hidesNames ? $"an encrypted {format.Name}" : $"{format.Name} cannot be opened; pack it as zip or tar, or leave it out");
    }

    /// <summary>RAR 5 starts with an encryption header (type 4) then; RAR 4 has a flag in its main header.</summary>
    private static bool HasEncryptedHeader(ContentKind kind, ReadOnlySpan<byte> head) =>
        kind == ContentKind.Rar && head.Length > 16
        && (head[6] == 1 ? head[13] == 4 : head[9] == 0x73 && (head[10] & 0x80) != 0);
}
