namespace Sluice.Cli.Gates;

/// <summary>A program that manages the hooks of a repository by a file of its own. It writes over hooks that others install, so Sluice becomes one of its entries instead.</summary>
/// <param name="File">Where its entries are.</param>
/// <param name="Entry">What to add there for one hook.</param>
internal sealed record HookFramework(string Name, string File, Func<string, string> Entry)
{
    private static readonly string[] LefthookFiles = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml", ".lefthook.toml", "lefthook.json", ".lefthook.json", ".config/lefthook.yml"];

    /// <summary>Null when nobody but git runs the hooks of the work tree.</summary>
    public static HookFramework? In(string folder)
    {
        if (Path.Combine(folder, ".pre-commit-config.yaml") is var file && System.IO.File.Exists(file))
            return new HookFramework("the pre-commit framework", file, PreCommitEntry);
        return LefthookFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists) is { } lefthook ? new HookFramework("lefthook", lefthook, LefthookEntry) : null;
    }

    /// <summary>Its file names the command, or the hook that Sluice brings for the framework.</summary>
    public bool Runs(string hook) => System.IO.File.ReadLines(File).Select(line => line.Trim())
        .Any(line => !line.StartsWith('#') && (line.Contains($"sluice hook run {hook}", StringComparison.Ordinal) || line.TrimStart('-', ' ') == (hook == "pre-commit" ? "id: sluice" : $"id: sluice-{hook}")));

    private static string PreCommitEntry(string hook) => $"""
          - repo: local
            hooks:
              - id: sluice{(hook == "pre-commit" ? "" : "-" + hook)}
                name: sluice {hook}
                entry: sluice hook run {hook}
                language: system
                pass_filenames: false
                always_run: true
                stages: [{(hook == "pre-commit" ? "pre-commit" : "pre-push")}]
        """;

    private static string LefthookEntry(string hook) => hook == "pre-push" ? """
        pre-push:
          commands:
            sluice:
              run: sluice hook run pre-push -- {1} {2}
              use_stdin: true
        """ : $"""
        {hook}:
          commands:
            sluice:
              run: sluice hook run {hook}
        """;
}
