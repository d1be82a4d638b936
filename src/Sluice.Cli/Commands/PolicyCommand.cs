using System.CommandLine;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy eval</c></summary>
internal static class PolicyCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel) => new("policy", "Policies and the expressions in them.")
    {
        PolicyEvalCommand.Build(surroundings, cancel),
    };
}
