using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>In what a text is written, as far as its values are concerned.</summary>
internal enum Syntax : byte
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>A language in which strings have quotes.</summary>
    Code,

    /// <summary>Values may stand without quotes up to the next blank.</summary>
    Script,

    /// <summary>Values may stand without quotes up to the end of the line.</summary>
    Settings,

    /// <summary>For people: values may stand anywhere.</summary>
    Prose,

    /// <summary>Written by a package manager: versions, addresses and digests alone.</summary>
    Lock,
}

/// <summary>What a file's name says of the text in it. The name is only a hint: it decides how values end, never whether a file is searched.</summary>
/// <param name="IsSample">Its own name says that it is a test, an example or a template.</param>
internal readonly record struct SourceKind(Syntax Syntax, bool IsSample)
{
    /// <summary>Rows of cells under a header, which is in the text: not for a later piece of a file.</summary>
    public bool IsTable { get; init; }

    /// <summary>Syntaxes as numbers: a table of those is compiled at the start.</summary>
    private static readonly Dictionary<string, int> ByExtension = Table();

    private static readonly string[] LockFiles = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "packages.lock.json"];

    private static readonly string[] SampleWords = ["test", "spec", "example", "sample", "mock", "fixture", "dist", "template", "tmpl", "tpl", "stories", "demo", "dummy"];

    public static SourceKind Of(EntryPath path)
    {
        var name = path.Name;
        var syntax = ByExtension.TryGetValue(path.Extension.TrimStart('.').ToLowerInvariant(), out var known) ? (Syntax)known : ByName(name);
        return new SourceKind(Array.IndexOf(LockFiles, name) >= 0 ? Syntax.Lock : syntax, IsNamedSample(name)) { IsTable = path.Extension.ToLowerInvariant() is ".csv" or ".tsv" or ".tab" or ".psv" };
    }

    /// <summary>Whether files with the extension are programs or scripts.</summary>
    public static bool IsLanguage(ReadOnlySpan<byte> extension) =>
        extension.Length is > 0 and <= 10 && ByExtension.TryGetValue(System.Text.Encoding.ASCII.GetString(extension), out var known) && (Syntax)known is Syntax.Code or Syntax.Script;

    private static Syntax ByName(string name) =>
        name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase) || name is "Makefile" or "Jenkinsfile" or "Procfile" ? Syntax.Script
        : name.StartsWith(".env", StringComparison.Ordinal) || name is ".npmrc" or ".netrc" or ".pypirc" or "credentials" or "config" ? Syntax.Settings
        : Syntax.Unknown;

    private static bool IsNamedSample(string name)
    {
        foreach (var part in name.Split('.', '-', '_'))
        {
            if (Array.Exists(SampleWords, word => part.Equals(word, StringComparison.OrdinalIgnoreCase) || (part.Length == word.Length + 1 && part[^1] == 's' && part.StartsWith(word, StringComparison.OrdinalIgnoreCase))))
                return true;
        }

        return false;
    }

    private static Dictionary<string, int> Table()
    {
        var table = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(Syntax.Code, "cs vb fs java kt kts scala groovy gradle py js jsx ts tsx mjs cjs mts cts go rs rb php c h cc cpp hpp m mm swift dart lua pl pm r jl ex exs erl hs clj vue svelte coffee sol zig nim pas pp lpr dpr vim el lisp scm rkt f90 f95 adb ads tcl asm v sv vhd vhdl cr cmake m4 sql graphql proto css scss less html htm cshtml jsp erb ipynb json json5 jsonc map");
        Add(Syntax.Script, "sh bash zsh fish ps1 psm1 bat cmd mk");
        Add(Syntax.Settings, "yml yaml toml ini cfg conf cnf config properties props env xml plist tf tfvars hcl rc desktop service reg");
        Add(Syntax.Prose, "md mdx markdown rst adoc txt log");
        Add(Syntax.Lock, "lock sum");
        return table;

        void Add(Syntax syntax, string extensions)
        {
            foreach (var extension in extensions.Split(' '))
                table[extension] = (int)syntax;
        }
    }
}
