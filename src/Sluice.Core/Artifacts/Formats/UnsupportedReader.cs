namespace Sluice.Artifacts.Formats;

/// <summary>Archives that are recognised but cannot be opened here: always unscreened, never silent.</summary>
public sealed class UnsupportedReader : ArtifactReader
{
    public override string Format => "archive";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool Recognizes(Entry entry, Content content) => !entry.IsTextByOrigin && NameOf(entry.ContentKind, content.Head.Span) is not null;

    public override void Read(Content content, EntrySink sink)
    {
        var name = NameOf(sink.Container.ContentKind, content.Head.Span);
        var isEncrypted = HasEncryptedHeader(sink.Container.ContentKind, content.Head.Span);
        if (isEncrypted)
            sink.Report(AnomalyKind.Encrypted, null, "is encrypted, its list of members too");
        sink.Unscreened(null, isEncrypted ? $"an encrypted {name}" : $"{name} cannot be opened; pack it as zip or tar, or leave it out");
    }

    private static string? NameOf(ContentKind kind, ReadOnlySpan<byte> head) => kind switch
    {
        ContentKind.SevenZip => "a 7z archive",
        ContentKind.Rar => "a RAR archive",
        ContentKind.Cabinet => "a CAB archive",
        ContentKind.Binary or ContentKind.Text when head.StartsWith("hsqs"u8) => "a squashfs image",
        ContentKind.Binary or ContentKind.Text when head.StartsWith("xar!\0\u001c"u8) => "a xar archive",
        ContentKind.Binary or ContentKind.Text when head.StartsWith("LZIP\u0001"u8) => "an lzip file",
        _ => null,
    };

    /// <summary>RAR 5 starts with an encryption header (type 4) then; RAR 4 has a flag in its main header.</summary>
    private static bool HasEncryptedHeader(ContentKind kind, ReadOnlySpan<byte> head) =>
        kind == ContentKind.Rar && head.Length > 16
        && (head[6] == 1 ? head[13] == 4 : head[9] == 0x73 && (head[10] & 0x80) != 0);
}
