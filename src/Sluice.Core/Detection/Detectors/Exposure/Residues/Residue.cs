using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary>How bad a leftover is, before its place and the visibility of the source are looked at.</summary>
public enum ResidueWeight
{
    /// <summary>Untidy: names of folders on a developer's machine at most.</summary>
    Junk,

    /// <summary>How the work is done: settings without secrets.</summary>
    Settings,

    /// <summary>Data or history that was never meant to leave.</summary>
    Data,

    /// <summary>Credentials with values.</summary>
    Credentials,
}

/// <summary>What a leftover turned out to be: a fact of its entry.</summary>
/// <param name="What">In words that follow "is": "an environment file".</param>
/// <param name="Detail">What is in it, without any value; empty when there is nothing to say.</param>
/// <param name="Folder">The folder it is a part of, when that is reported as one (<c>.git</c>); else null.</param>
internal sealed record Residue(string What, ResidueWeight Weight, string Detail = "", string? Folder = null)
{
    /// <summary>The ordinary severity in a closed and in an open package.</summary>
    public Severity SeverityFor(bool isOpen) => Weight switch
    {
        ResidueWeight.Credentials => Severity.High,
        ResidueWeight.Data => isOpen ? Severity.Medium : Severity.High,
        ResidueWeight.Settings => isOpen ? Severity.Info : Severity.Low,
        _ => Severity.Low,
    };
}
