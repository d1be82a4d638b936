namespace Sluice.Artifacts;

/// <summary>Tells a source map (ECMA-426) from other JSON by its members, whatever the file is called.</summary>
internal static class SourceMapShape
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>Where the JSON starts: behind a byte order mark and the line that guards against script inclusion (ECMA-426, section 11).</summary>
    public static int BodyOffset(ReadOnlySpan<byte> text)
    {
        var at = text.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        if (!text[at..].StartsWith(")]}"u8))
            return at;
        var guard = text[at..];
        var end = guard[..Math.Min(guard.Length, 64)].IndexOfAny((byte)'\n', (byte)'{');
        return end < 0 ? at : at + end + (guard[end] == '\n' ? 1 : 0);
    }

    /// <summary>
    /// Looks at the members of the outermost object only, and no further than it takes to be sure. A text that breaks off or is no JSON
    /// from some point on counts when what stands before can be nothing else.
    /// </summary>
    public static bool Fits(ReadOnlySpan<byte> text)
    {
        var json = new JsonScanner(text) { Position = BodyOffset(text) };
        if (!json.TryTake((byte)'{') || json.Peek() != '"')
            return false;
        var members = Members.None;
        var isFirst = true;
        while (json.TryNext((byte)'}', ref isFirst, out _))
        {
            if (!json.TryReadName(out var name))
                break;
            var kind = MemberOf(name, json.Peek());
            if (kind != Members.Sections || IsSection(text[json.Position..]))
                members |= kind;
            if (IsMap(members))
                return true;
            if (!json.TrySkipValue())
                break;
        }

        return (members & (Members.Mappings | Members.Content)) != 0 && (members & Members.Version) != 0;
    }

    [Flags]
    private enum Members
    {
        None = 0,
        Version = 1,
        Sources = 2,
        Content = 4,
        Mappings = 8,
        Sections = 16,
    }

    private static bool IsMap(Members members) =>
        members.HasFlag(Members.Content | Members.Sources) || members.HasFlag(Members.Mappings | Members.Sources)
        || members.HasFlag(Members.Sections | Members.Version);

    /// <summary>The first of an index map's sections starts with its offset, or with its map.</summary>
    private static bool IsSection(ReadOnlySpan<byte> sections)
    {
        var front = sections[..Math.Min(sections.Length, 64)];
        return front.IndexOf("\"offset\""u8) > 0 || front.IndexOf("\"map\""u8) > 0;
    }

    private static Members MemberOf(ReadOnlySpan<byte> name, byte value) => value switch
    {
        (byte)'3' when name.SequenceEqual("version"u8) => Members.Version,
        (byte)'"' when name.SequenceEqual("mappings"u8) => Members.Mappings,
        (byte)'[' when name.SequenceEqual("sources"u8) => Members.Sources,
        (byte)'[' when name.SequenceEqual("sourcesContent"u8) => Members.Content,
        (byte)'[' when name.SequenceEqual("sections"u8) => Members.Sections,
        _ => Members.None,
    };
}
