namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>The one content of a compressed file, named after the file.</summary>
internal static class Payload
{
    /// <param name="extensions">What the format adds to a name; one that starts with <c>.t</c> stands for <c>.tar</c> with it.</param>
    public static EntryHeader Header(EntryPath packed, Content content, params ReadOnlySpan<string> extensions)
    {
        var name = packed.Name;
        foreach (var extension in extensions)
        {
            if (!packed.HasExtension(extension))
                continue;
            name = name[..^extension.Length] + (extension.StartsWith(".t", StringComparison.Ordinal) ? ".tar" : "");
            break;
        }

        return new EntryHeader(EntryPath.Label(name)) { IsPayload = true, PackedSize = content.Length };
    }

    /// <summary>Adds all that is left of a wrapper as its payload.</summary>
    public static Entry AddRest(Content content, InputBuffer input, EntrySink sink, string name)
    {
        var header = new EntryHeader(EntryPath.Label(name)) { IsPayload = true };
        return content.CanSeek && content.Slice(input.Position, content.Length!.Value - input.Position) is { } rest
            ? sink.Add(header, rest)
            : sink.Add(header, input.Section(null, "the payload"));
    }
}

/// <summary>Bytes behind the end of a format: tools ignore them, so they are a place to hide things in.</summary>
internal static class TrailingData
{
    private const int MaxLineEndBytes = 8;

    /// <summary>
    /// Zeros are padding to the block size of a tape or a disk, and a line end is what careless transfers leave; anything else is
    /// reported and opened.
    /// </summary>
    public static void Report(Content content, InputBuffer input, EntrySink sink, string behind)
    {
        if (!input.SkipZeros() || (input.Peek(MaxLineEndBytes + 1) is { Length: <= MaxLineEndBytes } rest && rest.Trim("\r\n\u001a "u8).IsEmpty))
            return;
        sink.Report(AnomalyKind.HiddenData, null, $"carries data behind {behind}, where tools do not look");
        const string label = "(data behind the end)";
        if (content.CanSeek && content.Slice(input.Position, content.Length!.Value - input.Position) is { } slice)
            sink.AddDecoded(label, slice, "data behind the end");
        else
            sink.AddDecoded(label, input.Section(null, "the data behind the end"), "data behind the end");
    }
}
