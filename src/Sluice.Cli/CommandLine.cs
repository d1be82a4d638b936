using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Cli.Commands;
using Sluice.Configuration;

namespace Sluice.Cli;

/// <summary>The command line as a whole: what <c>Main</c> and the tests run.</summary>
public static class CommandLine
{
    public static int Run(string[] args, Surroundings surroundings, CancellationToken cancel)
    {
        try
        {
            var parsed = Build(surroundings, cancel).Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
                return Fail(surroundings, ExitCode.Usage, [.. parsed.Errors.Select(problem => problem.Message), "try 'sluice --help'"]);
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
        catch (OperationCanceledException)
        {
            return Fail(surroundings, ExitCode.Interrupted, ["interrupted"]);
        }
        finally
        {
            Flush(surroundings.Output);
        }
    }

    public static RootCommand Build(Surroundings surroundings, CancellationToken cancel)
    {
        var root = new RootCommand("Sluice is the gate that every release passes through: it opens what is about to ship, finds what must not pass, decides and says why.")
        {
            ScreenCommand.Build(surroundings, cancel),
            DiffCommand.Build(surroundings, cancel),
            ExplainCommand.Build(surroundings),
            RulesCommand.Build(surroundings),
            CompletionCommand.Build(surroundings),
        };
        HelpWithExamples.Attach(root);
        return root;
    }

    private static int Fail(Surroundings surroundings, int exitCode, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            surroundings.Error.WriteLine("sluice: " + Reporting.SafeText.Of(problem));
        return exitCode;
    }

    /// <summary>The reader of a pipe may have gone (head, less): that changes nothing of the verdict.</summary>
    private static void Flush(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
        }
    }
}
