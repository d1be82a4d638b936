namespace Sluice.Cli;

/// <summary>The command line is wrong: each message says what, and what to do. Ends in exit status 2.</summary>
public sealed class UsageException(params IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;

    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new UsageException(problems);
    }
}
