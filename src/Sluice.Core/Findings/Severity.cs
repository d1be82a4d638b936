namespace Sluice.Findings;

/// <summary>How bad it is if the finding is right. Ordered: later is worse.</summary>
public enum Severity
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>How sure the detector is that the finding is right. Ordered: later is surer.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}
