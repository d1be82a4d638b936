using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Which files are programs: by their extension, or compiled with the names of what they call in them.</summary>
internal static class CodeFile
{
    /// <summary>So far the interpreter of a script without an extension is looked for.</summary>
    private const int LongestInterpreter = 64;

    private static readonly HashSet<string> Extensions = new(ProgramExtensions.All, StringComparer.Ordinal);

    private static readonly string[] Documents = [".md", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".svg", ".woff", ".woff2", ".ttf", ".d.ts", ".d.mts", ".d.cts", "LICENSE", "README", "CHANGELOG", "NOTICE"];

    /// <param name="extension">With its dot; none where programs without one are taken for code.</param>
    public static bool IsSource(string extension) => Extensions.Contains(extension);

    /// <summary>A file that nobody takes for a program.</summary>
    public static bool IsDocument(string path)
    {
        foreach (var ending in Documents)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (ending[0] == '.' || path.Length == ending.Length || path[^(ending.Length + 1)] == '/'))
                return true;
        }

        return false;
    }

    /// <summary>A program as text, or a script without an extension.</summary>
    public static bool IsProgram(Entry entry) => entry.IsText && (entry.Path.Extension.Length == 0 ? entry.Bytes.Span.StartsWith("#!"u8) : IsSource(entry.Path.Extension)) && !IsDeclaration(entry.Path.Name);

    /// <summary>Null of what is no program.</summary>
    public static CodeDialect? DialectOf(Entry entry)
    {
        if (IsCompiled(entry.ContentKind))
            return CodeDialect.None;
        return IsProgram(entry) ? DialectOf(entry.Path.Extension, entry.Path.Extension.Length == 0 ? entry.Bytes.Span : default) : null;
    }

    /// <summary>Of a program as text.</summary>
    /// <param name="text">Asked only where there is no extension: the interpreter tells.</param>
    public static CodeDialect DialectOf(string extension, ReadOnlySpan<byte> text)
    {
        var interpreter = extension.Length == 0 ? text[..Math.Min(LongestInterpreter, text.Length)] : default;
        return extension switch
        {
            ".py" or ".pyx" => CodeDialect.Python,
            ".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts" => CodeDialect.Script,
            ".rb" or ".php" or ".pl" or ".sh" or ".bash" or ".ps1" or ".psm1" or ".bat" or ".cmd" or ".lua" or ".targets" or ".props" or ".vb" => CodeDialect.Lines,
            "" when interpreter.IndexOf("python"u8) >= 0 => CodeDialect.Python,
            "" => interpreter.IndexOf("node"u8) >= 0 ? CodeDialect.Script : CodeDialect.Lines,
            _ => CodeDialect.Slashes,
        };
    }

    /// <summary>Of types: nothing in it is run.</summary>
    private static bool IsDeclaration(string name) => name.EndsWith(".d.ts", StringComparison.Ordinal) || name.EndsWith(".d.mts", StringComparison.Ordinal) || name.EndsWith(".d.cts", StringComparison.Ordinal);

    public static bool IsCompiled(ContentKind kind) => kind is ContentKind.PortableExecutable or ContentKind.JavaClass or ContentKind.PythonBytecode;

    public static bool IsNative(ContentKind kind) => kind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal or ContentKind.WebAssembly;

    /// <summary>What has to be unpacked or loaded to be seen.</summary>
    public static bool IsOpaque(ContentKind kind) => kind is
        ContentKind.Zip or ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Xz or ContentKind.Lzma or ContentKind.Zstandard or ContentKind.Lz4 or ContentKind.Compress or ContentKind.SevenZip or ContentKind.Rar
        or ContentKind.Cabinet or ContentKind.Tar or ContentKind.Ar or ContentKind.Cpio or ContentKind.Rpm or ContentKind.Asar or ContentKind.ChromeExtension or ContentKind.JavaClass or ContentKind.PythonBytecode
        or ContentKind.WindowsPdb or ContentKind.Sqlite or ContentKind.JavaHeapDump or ContentKind.JavaKeyStore or ContentKind.KeyStore or ContentKind.GitPack or ContentKind.ModelWeights or ContentKind.Pickle;

    /// <summary>The extension promises a picture, a font, a sound or a film, and the content is a program or a text.</summary>
    public static bool IsDisguised(string extension, ContentKind kind) =>
        extension is ".png" or ".jpg" or ".jpeg" or ".gif" or ".webp" or ".ico" or ".bmp" or ".woff" or ".woff2" or ".ttf" or ".otf" or ".eot" or ".mp3" or ".mp4" or ".wav" or ".ogg" or ".webm" or ".avi"
        && (kind is ContentKind.Text or ContentKind.SourceMap or ContentKind.WideText || IsNative(kind) || IsOpaque(kind));
}
