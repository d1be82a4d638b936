using Sluice.Cli;

namespace Sluice.Tests.Support;

/// <summary>A command run in process in a folder of its own, with its output and exit status.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>The time that commands see.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What commands of this test ask when they ask a registry; null for one that has nothing.</summary>
    public static TestRegistry? Registry
    {
        get => Registries.Value;
        set => Registries.Value = value;
    }

    private static readonly AsyncLocal<TestRegistry?> Registries = new();

    public static CliRun In(string directory, params string[] arguments) => In(directory, Stream.Null, arguments);

    public static CliRun In(string directory, Stream input, params string[] arguments) => Run(directory, input, isTerminal: false, arguments);

    /// <summary>Somebody is there to be asked, and gives these answers.</summary>
    public static CliRun AtTerminal(string directory, Stream answers, params string[] arguments) => Run(directory, answers, isTerminal: true, arguments);

    private static CliRun Run(string directory, Stream input, bool isTerminal, string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var surroundings = new Surroundings
        {
            Output = output,
            Error = error,
            Input = () => input,
            Directory = directory,
            IsInputTerminal = isTerminal,
            Variable = _ => null,
            Clock = new FixedClock(Now),
            Registries = tokenOf => (Registry ?? new TestRegistry()).Client(tokenOf),
        };
        var exitCode = CommandLine.Run(arguments, surroundings, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>A clock that shows one time; time stamps still run, so that limits work.</summary>
public sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
