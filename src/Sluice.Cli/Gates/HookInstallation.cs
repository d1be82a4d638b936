using Sluice.Artifacts.Repositories;

namespace Sluice.Cli.Gates;

/// <summary>Puts scripts into a repository's folder of hooks, in front of what is there already, and takes them out again.</summary>
/// <param name="program">What the scripts call when it is still there; else the sluice on the PATH.</param>
internal sealed class HookInstallation(string folder, string? program)
{
    public static readonly string[] Names = ["pre-commit", "pre-push", "pre-receive"];

    /// <summary>Tells our scripts from others'.</summary>
    private const string Mark = "# Written by 'sluice hook install'; 'sluice hook uninstall' takes it out again.";

    /// <summary>What a hook is called that was there before: git does not run files of such names.</summary>
    private const string Suffix = ".before-sluice";

    public const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// The folder that git takes hooks from. One that the configuration of the user or the machine names serves every repository:
    /// it is refused unless <paramref name="isForced"/>.
    /// </summary>
    public static string FolderOf(GitRepository repository, bool isForced)
    {
        var folder = repository.PathOf("hooks");
        if (!isForced && repository.HooksScope is "global" or "system")
            throw new UsageException($"core.hooksPath is set for all repositories: '{folder}'; install there with --force, or set core.hooksPath in this repository");
        return folder;
    }

    /// <returns>What was done, for people.</returns>
    public string Install(string name)
    {
        var (hook, before) = (PathOf(name), PathOf(name) + Suffix);
        Directory.CreateDirectory(folder);
        var isOwn = IsOwn(hook);
        var exists = Exists(hook);
        if (exists && !isOwn)
        {
            if (Exists(before))
                throw new UsageException($"'{hook}' is not ours, and '{before}' is in the way of keeping it; put the two into one and delete the latter");
            File.Move(hook, before);
        }

        var script = Script(name);
        if (isOwn && File.ReadAllText(hook) == script)
            return $"{name} is in place: {hook}";
        Write(hook, script);
        return isOwn ? $"{name} brought up to date: {hook}" : exists ? $"{name} installed: {hook}; what was there runs first, as {Path.GetFileName(before)}" : $"{name} installed: {hook}";
    }


    /// <inheritdoc cref="Install"/>
    public string Uninstall(string name)
    {
        var (hook, before) = (PathOf(name), PathOf(name) + Suffix);
        if (!IsOwn(hook))
            return Exists(hook) ? $"{name} is not ours and stays: {hook}" : $"{name} is not installed";
        File.Delete(hook);
        if (!Exists(before))
            return $"{name} removed: {hook}";
        File.Move(before, hook);
        return $"{name} removed; what was there before is back: {hook}";
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>A link that leads nowhere is something, too.</summary>
    private static bool Exists(string file) => new FileInfo(file) is { Exists: true } or { LinkTarget: not null };

    private static bool IsOwn(string file) => new FileInfo(file) is { Exists: true, LinkTarget: null } && File.ReadLines(file).Take(3).Contains(Mark);

    /// <summary>Standard input is read once and given to both.</summary>
    private string Script(string name) => $"""
        #!/bin/sh
        {Mark}
        input=
        {(name == "pre-commit" ? "" : "input=$(cat && echo .) && input=${input%.}")}
        before="$(dirname -- "$0")/{name}{Suffix}"
        if [ -x "$before" ]; then
            printf %s "$input" | "$before" "$@" || exit $?
        fi
        sluice={Quoted(program ?? "")}
        [ -x "$sluice" ] || sluice=$(command -v sluice)
        if [ -z "$sluice" ]; then
            echo "sluice: the program is not there any more, so nothing was screened; install it, or run 'sluice hook uninstall'" >&2
            exit {ExitCode.Indeterminate}
        fi
        printf %s "$input" | "$sluice" hook run {name} -- "$@"

        """.Replace("\r", "", StringComparison.Ordinal);

    public static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Whole or not at all: git may run the hook at any time.</summary>
    public static void Write(string file, string text)
    {
        var draft = file + ".sluice-new";
        File.WriteAllText(draft, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, Executable);
        File.Move(draft, file, overwrite: true);
    }
}
