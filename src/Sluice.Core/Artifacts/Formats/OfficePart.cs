namespace Sluice.Artifacts.Formats;

/// <summary>What a part of an office document is to the one who reads it.</summary>
internal enum OfficePart : byte
{
    None,

    /// <summary>Office Open XML (ECMA-376): only what stands in runs of text is shown.</summary>
    OpenXml,

    /// <summary>OpenDocument (ISO/IEC 26300): all that stands in paragraphs is shown.</summary>
    OpenDocument,

    /// <summary>Of a workbook: most of its cells are numbers of texts that stand in another part.</summary>
    Sheet,

    /// <summary>The texts that the cells of a workbook share.</summary>
    SharedTexts,
}

/// <summary>Tells the parts of office documents by their root element and its namespaces, in a package or alone.</summary>
internal static class OfficeParts
{
    /// <summary>A root that declares every namespace there is stays below.</summary>
    private const int MaxFront = 16 << 10;

    public static OfficePart Of(ReadOnlySpan<byte> text)
    {
        var root = RootOf(text[..Math.Min(text.Length, MaxFront)]);
        if (root.IndexOf("opendocument:xmlns:office"u8) >= 0)
            return OfficePart.OpenDocument;
        if (root.IndexOf("spreadsheetml"u8) >= 0)
            return LocalName(root).SequenceEqual("worksheet"u8) ? OfficePart.Sheet : LocalName(root).SequenceEqual("sst"u8) ? OfficePart.SharedTexts : OfficePart.OpenXml;
        return root.IndexOf("wordprocessingml"u8) >= 0 || root.IndexOf("wordml"u8) >= 0 || root.IndexOf("/drawingml/"u8) >= 0 ? OfficePart.OpenXml : OfficePart.None;
    }

    /// <summary>Without the prefix of its namespace and without attributes.</summary>
    /// <param name="tag">What stands between the brackets.</param>
    public static ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> tag)
    {
        var end = tag.IndexOfAny(" \t\r\n/"u8);
        var name = end < 0 ? tag : tag[..end];
        return name[(name.IndexOf((byte)':') + 1)..];
    }

    /// <summary>The first tag that is an element; empty where the text begins with none.</summary>
    private static ReadOnlySpan<byte> RootOf(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\uFEFF \t\r\n"u8);
        while (text is [(byte)'<', (byte)'?' or (byte)'!', ..])
        {
            var end = text.StartsWith("<!--"u8) ? text.IndexOf("-->"u8) + 2 : text.IndexOf((byte)'>');
            text = end < 2 ? default : text[(end + 1)..].TrimStart(" \t\r\n"u8);
        }

        return text is [(byte)'<', ..] && text.IndexOf((byte)'>') is > 1 and var close ? text[1..close] : default;
    }
}
