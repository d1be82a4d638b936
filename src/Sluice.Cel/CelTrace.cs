namespace Sluice.Cel;

/// <summary>What a part of the expression gave. In loops a part gives a value each time.</summary>
/// <param name="Start">Where the part begins in the text, in UTF-16 units.</param>
/// <param name="End">Behind its last character.</param>
public readonly record struct CelTraceStep(int Start, int End, CelValue Value);

/// <summary>A part of an expression that a trace tells the values of: all but literals.</summary>
/// <param name="IsCondition">It decides between two others: the front of <c>? :</c>.</param>
public readonly record struct CelPart(int Start, int End, bool IsCondition);

/// <summary>An evaluation with the values of its parts.</summary>
public sealed record CelTrace(string Source, CelResult Result, IReadOnlyList<CelTraceStep> Steps)
{
    /// <summary>What comes after is evaluated but not kept.</summary>
    public const int MostSteps = 10_000;

    /// <summary>The text of a part.</summary>
    public string TextOf(CelTraceStep step) => Source[Math.Min(step.Start, step.End)..Math.Min(step.End, Source.Length)];
}
