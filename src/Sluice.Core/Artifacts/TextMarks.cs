namespace Sluice.Artifacts;

/// <summary>
/// Strings without which a reader or detector finds nothing in a text. One search looks for all of them, so that most texts are not
/// searched again by each.
/// </summary>
[Flags]
public enum TextMarks : byte
{
    None = 0,

    /// <summary>The member of a source map.</summary>
    SourcesContent = 1,

    /// <summary><c>data:</c></summary>
    DataUri = 2,

    /// <summary><c>sourceMappingURL=</c></summary>
    MapReference = 4,

    /// <summary><c>sourceURL=</c></summary>
    SourceUrl = 8,

    /// <summary>A line that names the file below it.</summary>
    FileHeading = 16,

    /// <summary>"You are", as instructions to a model begin.</summary>
    Instruction = 32,

    /// <summary><c>sluice:allow</c></summary>
    AllowComment = 64,

    /// <summary>Not searched: each may be there.</summary>
    All = 127,
}

/// <summary>Searches a text for its <see cref="TextMarks"/>.</summary>
internal static class TextMarkSearch
{
    private static readonly TextMarks[] Marks =
    [
        TextMarks.SourcesContent, TextMarks.DataUri, TextMarks.MapReference, TextMarks.SourceUrl, TextMarks.Instruction,
        TextMarks.FileHeading, TextMarks.FileHeading, TextMarks.FileHeading, TextMarks.FileHeading, TextMarks.AllowComment,
    ];

    private static readonly LiteralSearch Search = new(
    [
        "sourcesContent"u8.ToArray(), "data:"u8.ToArray(), "sourceMappingURL="u8.ToArray(), "sourceURL="u8.ToArray(), "You are "u8.ToArray(),
        "ile: "u8.ToArray(), "ILE: "u8.ToArray(), "<file path="u8.ToArray(), "<source>"u8.ToArray(),
        "sluice:allow"u8.ToArray(),
    ]);

    public static TextMarks Find(ReadOnlySpan<byte> text)
    {
        var found = Search.FindAll(text);
        var marks = TextMarks.None;
        for (var i = 0; i < Marks.Length; i++)
        {
            if ((found & (1u << i)) != 0)
                marks |= Marks[i];
        }

        return marks;
    }
}
