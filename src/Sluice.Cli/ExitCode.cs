using Sluice.Policies;

namespace Sluice.Cli;

/// <summary>The exit statuses of the contract.</summary>
public static class ExitCode
{
    public const int Allow = 0;
    public const int Deny = 1;
    public const int Usage = 2;
    public const int Indeterminate = 3;
    public const int Hold = 4;
    public const int Interrupted = 130;

    public static int Of(Decision decision) => decision switch
    {
        Decision.Allow => Allow,
        Decision.Deny => Deny,
        Decision.Hold => Hold,
        _ => Indeterminate,
    };

    /// <summary>Several targets: the worst decides, in the order deny, indeterminate, hold, allow.</summary>
    public static int Of(IEnumerable<Report> reports)
    {
        var worst = Decision.Allow;
        foreach (var report in reports)
            worst = report.Decision > worst ? report.Decision : worst;
        return Of(worst);
    }
}
