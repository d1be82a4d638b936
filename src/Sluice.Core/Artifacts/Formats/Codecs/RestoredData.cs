namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>Tells what was hidden from noise: decoding always gives bytes, and most of what looks encoded is a key, a digest or a picture.</summary>
internal static class RestoredData
{
    /// <summary>How much of the front tells.</summary>
    public const int FrontBytes = 1024;

    /// <param name="front">What was restored, or the first of it.</param>
    public static bool IsSomething(ReadOnlySpan<byte> front) => ContentSniffer.Sniff(front) switch
    {
        ContentKind.Binary => Deflated.IsZlibData(front),
        ContentKind.Empty or ContentKind.Unknown => false,
        // Two bytes of magic are too few to tell these from noise.
        ContentKind.Compress => false,
        ContentKind.WideText => front.Count((byte)0) > front.Length / 4,
        var kind => !DataUriReader.IsMedia(kind),
    };

    /// <summary>Adds what a zlib stream holds, where that is something. What stands behind the stream is left alone.</summary>
    public static void AddZlib(ReadOnlyMemory<byte> packed, string label, EntrySink sink)
    {
        Span<byte> front = stackalloc byte[FrontBytes];
        if (!Deflated.IsZlib(packed.Span) || !IsSomething(front[..Deflated.Front(packed.Span[2..], front)]))
            return;
        using var plain = Deflated.Zlib(new InputBuffer(Content.Of(packed).Open()));
        sink.Add(new EntryHeader(EntryPath.Label(label)) { Origin = EntryOrigin.Decoded, PackedSize = packed.Length }, plain);
    }
}
