using Sluice.Policies;
using Sluice.Secrets;

namespace Sluice.Cli;

/// <summary>What every screening needs and takes time to make: made on another thread while the command line is read.</summary>
internal static class Preparation
{
    /// <summary>Returns at once. Whoever needs what is made waits for it, and gets the error where there is one.</summary>
    /// <param name="args">Of the program.</param>
    public static void Start(string[] args)
    {
        if (args is ["screen" or "learn" or "diff" or "waive", ..] && Environment.ProcessorCount > 1)
            Task.Run(Make);
    }

    private static void Make()
    {
        _ = SecretScanner.BuiltIn;
        _ = BuiltInPolicies.Default;
    }
}
