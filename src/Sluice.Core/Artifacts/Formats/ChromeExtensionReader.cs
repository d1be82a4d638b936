using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>CRX version 2 and 3: a signed header in front of a zip.</summary>
public sealed class ChromeExtensionReader : ArtifactReader
{
    private const int MaxHeaderBytes = 16 << 20;

    public override string Format => "crx";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.ChromeExtension;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        var input = new InputBuffer(stream);
        input.Take(4, "the crx header");
        var version = input.TakeUInt32("the crx header");
        long header = input.TakeUInt32("the crx header");
        if (version == 2)
            header += input.TakeUInt32("the crx header");
        else if (version != 3)
            throw new ArtifactException($"CRX version {version} is not known");
        if (header > MaxHeaderBytes)
            throw new ArtifactException("the crx header is too large");
        sink.AddDecoded("(signatures)", input.TakeGrowing((int)header, "the crx header"), "keys and signatures of the extension");
        if (Payload.AddRest(content, input, sink, "payload.zip").Format != "zip")
            throw new ArtifactException("the extension is cut off or no zip") { Anomaly = AnomalyKind.Truncated };
    }
}
