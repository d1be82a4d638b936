
namespace Sluice.Artifacts.Formats;

/// <summary>Tells the name of a source file from any other text, by how it ends and by what it has no place for.</summary>
internal static class SourceName
{
    private const int MaxBytes = 512;
    private const int MaxExtensionBytes = 8;

    /// <summary>White space, quotes and what only code has.</summary>
    private static readonly ByteClass OddBytes = ByteClass.Of(" \t\r\n\"'`<>;|*="u8);

    private static readonly HashSet<ulong> Extensions =
    [
        .. Array.ConvertAll(
        [
            "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "es6", "vue", "svelte", "astro", "coffee", "py", "pyx", "rb", "go", "rs", "java", "kt", "kts", "scala", "groovy", "cs", "vb", "fs",
            "c", "cc", "cpp", "cxx", "h", "hpp", "hh", "m", "mm", "swift", "dart", "php", "pl", "lua", "ex", "exs", "erl", "hs", "clj", "elm", "zig", "sol", "sql", "scss", "sass", "less",
        ], extension => Pack(System.Text.Encoding.ASCII.GetBytes(extension))),
    ];

    /// <summary>Behind a name of a source file, without its quotes. Declarations are made to ship and are no source.</summary>
    public static bool Fits(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 4 or > MaxBytes)
            return false;
        var end = name.IndexOf((byte)'?') is > 0 and var query ? query : name.Length;
        return EndsLikeSource(name[..end]) && OddBytes.FirstIn(name) < 0 && !IsDeclaration(name[..end]) && !HasEscapes(name);
    }

    /// <summary>The cheap part of the question, for text that stands before a quote.</summary>
    public static bool EndsLikeSource(ReadOnlySpan<byte> text)
    {
        var tail = text[Math.Max(0, text.Length - MaxExtensionBytes)..];
        var dot = tail.LastIndexOf((byte)'.');
        return dot >= 0 && dot < tail.Length - 1 && text.Length > tail.Length - dot && Extensions.Contains(Pack(tail[(dot + 1)..]));
    }

    /// <summary>Languages that ship as they are written: their text may be what a program is made to run, rather than what it was made from.</summary>
    public static bool MayShip(string path) => Path.GetExtension(path) is ".js" or ".mjs" or ".cjs" or ".py" or ".rb" or ".php" or ".lua" or ".sql" or ".h" or ".hpp" or ".pl" or ".es6";

    private static bool IsDeclaration(ReadOnlySpan<byte> name) => name.EndsWith(".d.ts"u8) || name.EndsWith(".d.mts"u8) || name.EndsWith(".d.cts"u8);

    /// <summary>A backslash may only be a doubled one, between folders.</summary>
    private static bool HasEscapes(ReadOnlySpan<byte> name)
    {
        for (; name.IndexOf((byte)'\\') is >= 0 and var at; name = name[(at + 2)..])
        {
            if (at + 1 >= name.Length || name[at + 1] != '\\')
                return true;
        }

        return false;
    }

    private static ulong Pack(ReadOnlySpan<byte> extension)
    {
        ulong packed = 0;
        foreach (var b in extension)
            packed = (packed << 8) | b;
        return packed;
    }
}
