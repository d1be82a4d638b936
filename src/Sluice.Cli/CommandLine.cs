using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Artifacts;
using Sluice.Cli.Commands;
using Sluice.Configuration;

namespace Sluice.Cli;

/// <summary>The command line as a whole: what <c>Main</c> and the tests run.</summary>
public static class CommandLine
{
    /// <summary>EPIPE, and what Windows says instead.</summary>
    private const int BrokenPipe = 32;
    private const int PipeClosing = 232;

    public static int Run(string[] args, Surroundings surroundings, CancellationToken cancel)
    {
        Reporting.SafeText.Hide(null);
        var exitCode = RunCommand(args, surroundings, cancel);
        try
        {
            surroundings.Output.Flush();
            return exitCode;
        }
        catch (IOException e)
        {
            // The reader of a pipe may have gone (head, less): that changes nothing of the verdict. A full disk loses the report.
            return (e.HResult & 0xffff) is BrokenPipe or PipeClosing ? exitCode : Fail(surroundings, ExitCode.Usage, [$"cannot write to standard output: {e.Message}"]);
        }
    }

    private static int RunCommand(string[] args, Surroundings surroundings, CancellationToken cancel)
    {
        Preparation.Start(args);
        try
        {
            // A file named @x is a file, not one to read options from: 'screen *' must not obey what lies in a folder.
            var parsed = Build(surroundings, cancel).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            var problems = UnknownCommand(parsed) is { } unknown ? [unknown] : UnknownOptions(parsed).Concat(parsed.Errors.Select(problem => InOneLine(problem.Message))).ToList();
            if (problems.Count > 0 && parsed.Action is not HelpWithExamples)
                return Fail(surroundings, ExitCode.Usage, [.. problems, "try 'sluice --help'"]);
            return parsed.Invoke(new InvocationConfiguration { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            return Fail(surroundings, ExitCode.Usage, e.Problems);
        }
        catch (ConfigurationException e)
        {
            return Fail(surroundings, ExitCode.Usage, [.. e.Problems.Select(problem => problem.ToString())]);
        }
        catch (ArtifactException e)
        {
            return Fail(surroundings, ExitCode.Indeterminate, [e.Message]);
        }
        catch (Registries.RegistryException e)
        {
            return Fail(surroundings, ExitCode.Indeterminate, [e.Message]);
        }
        catch (OperationCanceledException)
        {
            return Fail(surroundings, ExitCode.Interrupted, ["interrupted"]);
        }
    }

    public static RootCommand Build(Surroundings surroundings, CancellationToken cancel)
    {
        var root = new RootCommand("Sluice is the gate that every release passes through: it opens what is about to ship, finds what must not pass, decides and says why.")
        {
            ScreenCommand.Build(surroundings, cancel),
            DiffCommand.Build(surroundings, cancel),
            LearnCommand.Build(surroundings, cancel),
            InitCommand.Build(surroundings),
            HookCommand.Build(surroundings, cancel),
            WaiveCommand.Build(surroundings, cancel),
            ExplainCommand.Build(surroundings),
            PolicyCommand.Build(surroundings, cancel),
            RulesCommand.Build(surroundings),
            CompletionCommand.Build(surroundings),
        };
        HelpWithExamples.Attach(root);
        return root;
    }

    private static string? UnknownCommand(ParseResult parsed)
    {
        var commands = parsed.CommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        return commands.Count > 0 && parsed.Errors.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) is { } word ? $"there is no command '{word}'; {Suggestion.For(word, commands)}" : null;
    }

    /// <summary>The parser writes the values that it knows one below the other.</summary>
    private static string InOneLine(string message) => string.Join(' ', message.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The parser takes a mistyped option for one more target. What follows <c>--</c> is a target, whatever it looks like.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Options.Where(option => !option.Hidden).Select(option => option.Name).ToList();
        Token? before = null;
        foreach (var token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            var isValue = before?.Type == TokenType.Option;
            if (token.Type == TokenType.Argument && !isValue && token.Value is ['-', not (>= '0' and <= '9'), ..] && command.Arguments.Count > 0)
                yield return $"there is no option '{token.Value}'; {Suggestion.For(token.Value.Split('=')[0], known)}";
            before = token;
        }
    }

    private static int Fail(Surroundings surroundings, int exitCode, IReadOnlyList<string> problems)
    {
        // Problems of expressions show the line and a caret below it.
        foreach (var line in problems.SelectMany(problem => problem.Split('\n')))
            surroundings.Error.WriteLine("sluice: " + Reporting.SafeText.Of(line));
        return exitCode;
    }
}
