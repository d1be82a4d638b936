namespace Sluice.Cli.Gates;

/// <summary>
/// Puts a block at the top of husky's scripts, which a team commits: it calls the <c>sluice</c> on the PATH, and hands standard input on to what follows. What husky itself
/// generates (<c>.husky/_</c>) is written anew on every <c>npm install</c> and left alone.
/// </summary>
internal sealed class HuskyInstallation(string folder)
{
    private const string Begin = "# >>> sluice: written by 'sluice hook install'; 'sluice hook uninstall' takes it out again";
    private const string End = "# <<< sluice";

    /// <summary>The folder of the scripts; null where husky is not used.</summary>
    /// <param name="top">The top of the work tree.</param>
    /// <param name="hooks">Where git takes hooks from.</param>
    public static HuskyInstallation? In(string top, string hooks)
    {
        var husky = Path.Combine(top, ".husky");
        var isUsed = hooks == husky || hooks == Path.Combine(husky, "_");
        return isUsed || Directory.Exists(husky) ? new HuskyInstallation(husky) : null;
    }

    /// <returns>What was done, for people.</returns>
    public string Install(string name)
    {
        var file = Path.Combine(folder, name);
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var added = With(Without(text), Block(name));
        if (text == added)
            return $"{name} is in place: {file}";
        Directory.CreateDirectory(folder);
        // The older husky runs the file itself; the newer one reads it.
        if (text.Length == 0)
            HookInstallation.Write(file, added);
        else
            File.WriteAllText(file, added);
        return $"{name} installed for husky: {file}; commit it, and have 'sluice' on everybody's PATH";
    }

    /// <inheritdoc cref="Install"/>
    public string Uninstall(string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file) || File.ReadAllText(file) is var text && Without(text) == text)
            return $"{name} is not installed";
        var rest = Without(text);
        if (rest.Length == 0)
            File.Delete(file);
        else
            File.WriteAllText(file, rest);
        return $"{name} removed: {file}";
    }

    /// <summary>Behind the first line where that says which shell, and behind the one that old versions of husky begin with.</summary>
    private static string With(string text, string block)
    {
        var at = 0;
        while (at < text.Length && (text.AsSpan(at).StartsWith("#!") || text.AsSpan(at).StartsWith(". \"$(dirname")))
            at = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
        return text[..at] + block + text[at..];
    }

    private static string Without(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(End + "\n", begin, StringComparison.Ordinal);
        return end < 0 ? text : text[..begin] + text[(end + End.Length + 1)..];
    }

    /// <summary>Standard input is read once: a here-document gives it to what follows.</summary>
    private static string Block(string name) => (name == "pre-commit" ? $"""
        {Begin}
        if ! command -v sluice >/dev/null; then
            echo "sluice: the program is not on the PATH, so nothing was screened; install it" >&2
            exit {ExitCode.Indeterminate}
        fi
        sluice hook run {name} -- "$@" </dev/null || exit $?
        {End}

        """ : $$"""
        {{Begin}}
        if ! command -v sluice >/dev/null; then
            echo "sluice: the program is not on the PATH, so nothing was screened; install it" >&2
            exit {{ExitCode.Indeterminate}}
        fi
        sluice_input=$(cat)
        printf '%s\n' "$sluice_input" | sed '/^$/d' | sluice hook run {{name}} -- "$@" || exit $?
        exec <<SLUICE_INPUT
        $sluice_input
        SLUICE_INPUT
        {{End}}

        """).Replace("\r", "", StringComparison.Ordinal);
}
