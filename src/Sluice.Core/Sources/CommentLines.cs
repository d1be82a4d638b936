using System.Buffers;

namespace Sluice.Sources;

/// <summary>
/// Tells lines that only say something to people. A line that would be code elsewhere is none: within a block comment, a text of several lines, or behind
/// what the language takes for the end of a line.
/// </summary>
internal static class CommentLines
{
    /// <summary>Comments in blocks, whose first end is the end.</summary>
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase) { ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".css", ".scss", ".less", ".cs", ".go", ".c", ".cc", ".cpp", ".h", ".hpp" };

    /// <summary>What opens or closes texts of several lines, or puts values into them.</summary>
    private static readonly SearchValues<byte> Quotes = SearchValues.Create("\"'`$\\{"u8);

    public static bool Is(string path, ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r').Trim(" \t"u8);
        return line.IsEmpty || (!HasOtherEnd(line) && Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".py" or ".pyi" => line[0] == '#' && !line.StartsWith("#!"u8) && !Has(line, "\"\"\""u8, "'''"u8, "coding"u8) && line[^1] != '\\',
            ".rb" or ".sh" or ".bash" or ".ps1" or ".pl" or ".r" or ".toml" or ".yaml" or ".yml" => line[0] == '#' && !line.StartsWith("#!"u8) && line.IndexOfAny(Quotes) < 0,
            ".js" or ".mjs" or ".cjs" or ".jsx" or ".ts" or ".mts" or ".cts" or ".tsx" => line.StartsWith("//"u8) && !Has(line, "*/"u8, "`"u8, "${"u8) && line[^1] != '\\',
            ".cs" or ".java" or ".kt" or ".go" or ".rs" or ".c" or ".cc" or ".cpp" or ".h" or ".hpp" or ".swift" or ".scss" =>
                line.StartsWith("//"u8) && !line.StartsWith("//go:"u8) && !line.StartsWith("// +build"u8) && !line.StartsWith("//export "u8) && !Has(line, "*/"u8, "\\u"u8, "??/"u8) && line.IndexOfAny("\"`"u8) < 0 && line[^1] != '\\',
            ".m4" or ".ac" => line.StartsWith("dnl "u8),
            _ => false,
        });
    }

    /// <summary>
    /// Lines that were left out, without comments in blocks that are whole among them. Only for what was left out: a block that is put in may end one that is already open.
    /// </summary>
    public static List<byte[]> WithoutBlocks(string path, List<byte[]> removed)
    {
        if (!Blocks.Contains(Path.GetExtension(path)))
            return removed;
        var left = new List<byte[]>();
        for (var i = 0; i < removed.Count; i++)
        {
            var end = Plain(removed[i]).StartsWith("/*"u8) ? EndOfBlock(removed, i) : -1;
            if (end < 0)
                left.Add(removed[i]);
            else
                i = end;
        }

        return left;
    }

    /// <summary>The line that ends the block, with nothing behind it; -1 where another one opens before, or none ends.</summary>
    private static int EndOfBlock(List<byte[]> lines, int start)
    {
        for (var i = start; i < lines.Count; i++)
        {
            var line = i == start ? Plain(lines[i])[2..] : Plain(lines[i]);
            if (HasOtherEnd(line) || line.IndexOf("/*"u8) >= 0)
                return -1;
            if (line.IndexOf("*/"u8) is >= 0 and var end)
                return end + 2 == line.Length ? i : -1;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Plain(byte[] line) => line.AsSpan().TrimEnd((byte)'\r').Trim(" \t"u8);

    /// <summary>What follows a banner: comments in blocks before all code, and <c>"use strict"</c>, which bundlers put in front.</summary>
    public static ReadOnlySpan<byte> WithoutBanner(string path, ReadOnlySpan<byte> text)
    {
        if (!Blocks.Contains(Path.GetExtension(path)))
            return text;
        text = text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? text[3..] : text;
        while (true)
        {
            var rest = text.TrimStart(" \t\r\n"u8);
            int end;
            if (rest.StartsWith("/*"u8))
                end = rest[2..].IndexOf("*/"u8) is >= 0 and var close ? close + 4 : -1;
            else
                end = rest.StartsWith("\"use strict\";"u8) || rest.StartsWith("'use strict';"u8) ? "'use strict';".Length : -1;
            if (end < 0)
                return text;
            rest = rest[end..];
            var line = rest.IndexOf((byte)'\n');
            if (line < 0 || rest[..line].IndexOfAnyExcept(" \t\r"u8) >= 0)
                return text;
            text = rest[(line + 1)..];
        }
    }

    /// <summary>Languages end lines at more than line feeds: JavaScript at U+2028 and U+2029, C# at U+0085 too, all of them at a carriage return.</summary>
    private static bool HasOtherEnd(ReadOnlySpan<byte> line) =>
        line.IndexOfAny("\r\v\f\0"u8) >= 0 || line.IndexOf("\u2028"u8) >= 0 || line.IndexOf("\u2029"u8) >= 0 || line.IndexOf("\u0085"u8) >= 0;

    private static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) => line.IndexOf(a) >= 0 || line.IndexOf(b) >= 0 || line.IndexOf(c) >= 0;
}
