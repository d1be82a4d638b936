using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy check|test|explain|eval</c></summary>
internal static class PolicyCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel) => new("policy", "Policies and the expressions in them.")
    {
        PolicyCheckCommand.Build(surroundings),
        PolicyTestCommand.Build(surroundings, cancel),
        PolicyExplainCommand.Build(surroundings, cancel),
        PolicyEvalCommand.Build(surroundings, cancel),
    };
}
