using Sluice.Artifacts;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Tells by names what runs, what is read by people, and what is neither.</summary>
internal static class CodeFiles
{
    /// <summary>Programs, and what builds, loaders and pages run beside them.</summary>
    private static readonly HashSet<string> Code = new(
        [
            .. ProgramExtensions.All, ".pyi", ".pth", ".pm", ".zsh", ".kts", ".groovy", ".gradle", ".cxx", ".hh", ".m4", ".ac", ".am", ".in", ".mk", ".cmake", ".html", ".htm", ".xsl", ".asm", ".s", ".sql", ".wat",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Documents = new(StringComparer.OrdinalIgnoreCase) { ".md", ".markdown", ".txt", ".rst", ".adoc", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".css", ".scss", ".less", ".woff", ".woff2", ".ttf", ".map", ".1", ".3", ".5", ".8", ".html" };

    private static readonly string[] DocumentNames = ["license", "licence", "copying", "notice", "readme", "changelog", "changes", "history", "authors", "contributors", "news", "thanks", "security", "code_of_conduct", "contributing", "todo"];

    /// <summary>Names without an extension by which tools find what they run.</summary>
    private static readonly HashSet<string> Runnable = new(StringComparer.OrdinalIgnoreCase) { "makefile", "configure", "rakefile", "gemfile", "dockerfile", "setup", "install" };

    public static bool IsCode(string path) => Code.Contains(Path.GetExtension(path)) || (Runnable.Contains(Path.GetFileName(path)) && !IsDocument(path));

    /// <summary>How code is read; null for what is none, or declares types and runs nothing.</summary>
    public static CodeDialect? DialectOf(string path, ReadOnlySpan<byte> text) =>
        (IsCode(path) || IsScript(text)) && !path.EndsWith(".d.ts", StringComparison.Ordinal) && !path.EndsWith(".d.mts", StringComparison.Ordinal) && !path.EndsWith(".d.cts", StringComparison.Ordinal) ? CodeFile.DialectOf(Path.GetExtension(path), text) : null;

    /// <summary>Says to a package manager where it fetches from, or has it run something: in a folder that is installed from, it counts.</summary>
    public static bool IsFetching(string path) =>
        Path.GetFileName(path) is ".npmrc" or ".yarnrc" or ".yarnrc.yml" or "bunfig.toml" or ".pnpmfile.cjs" or "pip.conf" or "pip.ini" or ".pypirc" or ".condarc" or ".gemrc" || Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".cargo/config.toml", StringComparison.Ordinal) || path.EndsWith(".bundle/config", StringComparison.Ordinal);

    /// <summary>A text that names its interpreter ("execve", interpreter scripts), or begins as PHP does.</summary>
    public static bool IsScript(ReadOnlySpan<byte> text) => text.StartsWith("#!"u8) || text.StartsWith("<?php"u8);

    /// <summary>Read by what runs the package, and says what it may do.</summary>
    public static bool IsRead(string path) => Path.GetFileName(path) is "manifest.json" or "package.json" or "pyproject.toml" or "setup.cfg" or "plugin.json" or "extension.toml";

    public static bool IsDocument(string path)
    {
        var name = Path.GetFileName(path);
        return (Documents.Contains(Path.GetExtension(name)) && !Code.Contains(Path.GetExtension(name)))
            || (!Code.Contains(Path.GetExtension(name)) && Array.Exists(DocumentNames, word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>In a folder that is named after what a build makes, or called minified.</summary>
    public static bool IsBuilt(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (range.End.Value < path.Length && path.AsSpan()[range] is "dist" or "build" or "out" or "esm" or "cjs" or "umd" or "bundle" or "bundles" or "output" or "min")
                return true;
        }

        return path.Contains(".min.", StringComparison.Ordinal);
    }

    /// <summary>In a folder of tests: it may be hostile on purpose, and is never what a release is for.</summary>
    public static bool IsTest(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (range.End.Value < path.Length && path.AsSpan()[range] is "test" or "tests" or "__tests__" or "spec" or "specs" or "fixtures" or "__fixtures__" or "testdata" or "test-data")
                return true;
        }

        return path.Contains(".test.", StringComparison.Ordinal) || path.Contains(".spec.", StringComparison.Ordinal);
    }

    public static bool IsProgram(ContentKind kind) =>
        kind is ContentKind.PortableExecutable or ContentKind.Elf or ContentKind.MachO or ContentKind.MachOUniversal or ContentKind.WebAssembly or ContentKind.JavaClass or ContentKind.PythonBytecode;
}
