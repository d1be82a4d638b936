namespace Sluice.Configuration;

/// <summary>Something wrong in a file that people write: a configuration, a policy, a rule. Lines and columns count from 1.</summary>
public sealed record Diagnostic(string File, int Line, int Column, string Message, string? Hint = null)
{
    public override string ToString() => Hint is null ? $"{File}:{Line}:{Column}: {Message}" : $"{File}:{Line}:{Column}: {Message}; {Hint}";
}

/// <summary>A file that people write is wrong. Carries every problem found, in the order of the file.</summary>
public sealed class ConfigurationException(IReadOnlyList<Diagnostic> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<Diagnostic> Problems { get; } = problems;
}
