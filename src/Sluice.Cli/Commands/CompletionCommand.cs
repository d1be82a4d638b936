using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice completion SHELL</c>: a script that asks the program itself for completions.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _sluice() {
            local line="${COMP_LINE}" IFS=$'\n'
            COMPREPLY=($(compgen -W "$(sluice "[suggest:${COMP_POINT}]" "${line#* }" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o filenames -F _sluice sluice
        """;

    private const string Zsh = """
        #compdef sluice
        _sluice() {
            local -a found
            found=("${(@f)$(sluice "[suggest:${#BUFFER}]" "${BUFFER#* }" 2>/dev/null)}")
            [[ -n "${found[1]}" ]] && compadd -a found || _files
        }
        compdef _sluice sluice
        """;

    private const string Fish = """
        function __sluice_complete
            set -l line (commandline -cp)
            sluice "[suggest:"(string length -- "$line")"]" (string replace -r '^\S+\s*' '' -- "$line") 2>/dev/null
        end
        complete -c sluice -a '(__sluice_complete)'
        """;

    public static Command Build(Surroundings surroundings)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Writes a script that completes commands, options and rule ids in a shell.") { shell };
        command.SetAction(parsed =>
        {
            surroundings.Output.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Allow;
        });
        return command;
    }
}
