namespace Sluice.Reporting;

/// <summary>How a report is to be written.</summary>
public sealed record ReportStyle
{
    public bool UseColor { get; init; }

    /// <summary>Characters a line may take on the console.</summary>
    public int Width { get; init; } = 100;

    public bool IsPretty { get; init; }

    /// <summary>Console: informational findings too, and no folding.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Console: the decision only.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Adds timings and machine facts; the output is then no longer the same in every run.</summary>
    public bool WithTimings { get; init; }

    /// <summary>JSON: adds all that policies look at, so that the report can be decided anew.</summary>
    public bool WithFacts { get; init; }

    /// <summary>The clock that the report shows, where its format wants a time.</summary>
    public DateTimeOffset Now { get; init; }
}

/// <summary>
/// Writes reports in one format. Names, paths and messages come from strangers: a writer passes each through
/// <see cref="SafeText"/> or an escaper of its format. Output is the same for equal reports.
/// </summary>
public abstract class ReportWriter
{
    /// <summary>The name in <c>--report NAME</c>.</summary>
    public abstract string Format { get; }

    /// <summary>Writes all targets of one run into one document, with a final line end.</summary>
    public abstract void Write(IReadOnlyList<Report> reports, ReportStyle style, TextWriter output);
}
