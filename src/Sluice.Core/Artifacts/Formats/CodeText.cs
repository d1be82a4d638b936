
namespace Sluice.Artifacts.Formats;

/// <summary>Tells code that people wrote from prose, data and what tools put together.</summary>
internal static class CodeText
{
    /// <summary>Lines of people are shorter on average; what is longer was put together by a tool.</summary>
    private const int MaxAverageLine = 160;

    private static readonly ByteClass CodeBytes = ByteClass.Of(";{}()=<>[]:@#"u8);

    /// <summary>Lines in all when most of them have what code is written with and they are as long as people write them; else 0.</summary>
    public static int CountLines(ReadOnlySpan<byte> text)
    {
        int lines = 0, blank = 0, code = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            lines++;
            if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
                blank++;
            else if (CodeBytes.FirstIn(line) >= 0)
                code++;
        }

        var isWritten = text.Length <= MaxAverageLine * lines;
        return isWritten && code > 0 && code * 2 >= lines - blank ? lines - (text.EndsWith("\n"u8) ? 1 : 0) : 0;
    }
}
