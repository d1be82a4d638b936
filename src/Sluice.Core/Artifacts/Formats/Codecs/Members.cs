namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>Members that lie in a container as they are.</summary>
internal static class Members
{
    /// <summary>
    /// Adds the next <see cref="EntryHeader.Size"/> bytes, as a slice where the content allows it, and goes past them. Returns how many there
    /// were: what is missing was reported with the member.
    /// </summary>
    public static long Add(Content content, InputBuffer input, EntrySink sink, EntryHeader header)
    {
        var size = header.Size ?? 0;
        var start = input.Position;
        if (content.CanSeek && content.Slice(start, size) is { } slice)
        {
            input.Skip(size);
            sink.Add(header, slice);
            return size;
        }

        using var section = input.Section(size, "the member");
        sink.Add(header, section);
        input.Skip(start + size - input.Position);
        return input.Position - start;
    }
}
