namespace Sluice.Cel;

/// <summary>An expression that was compiled, or all that is wrong with it.</summary>
public sealed class CelCompilation
{
    internal CelCompilation(string source, IReadOnlyList<CelDiagnostic> diagnostics, CelProgram? program, CelType? type)
    {
        (Source, Diagnostics, Program, Type) = (source, diagnostics, program, type);
    }

    public string Source { get; }

    /// <summary>In the order of the text; empty where it compiled.</summary>
    public IReadOnlyList<CelDiagnostic> Diagnostics { get; }

    /// <summary>Null where there are diagnostics.</summary>
    public CelProgram? Program { get; }

    /// <summary>The type of the result; null where it was not checked or does not check.</summary>
    public CelType? Type { get; }

    /// <summary>All diagnostics with their lines and carets; empty where it compiled.</summary>
    public string Render() => string.Join('\n', Diagnostics.Select(diagnostic => diagnostic.Render(Source)));

    /// <exception cref="FormatException">It did not compile; the message has all diagnostics.</exception>
    public CelProgram Require() => Program ?? throw new FormatException(Render());
}

/// <summary>The way from text to program.</summary>
internal static class Compilation
{
    public static CelCompilation Run(CelEnvironment environment, string source, bool isChecked)
    {
        var diagnostics = new Diagnostics(source);
        if (source.Length > environment.Options.MaxExpressionLength)
        {
            diagnostics.Add($"the expression has {source.Length} characters; {environment.Options.MaxExpressionLength} are allowed", 0);
            return Failed(source, diagnostics);
        }

        var expression = Parser.Parse(source, environment.Macros, diagnostics);
        if (diagnostics.Count > 0)
            return Failed(source, diagnostics);
        var type = isChecked ? new Checker(environment, diagnostics).Check(expression) : null;
        if (diagnostics.Count > 0)
            return Failed(source, diagnostics);
        var (root, locals) = Planner.Plan(environment, expression, diagnostics);
        if (diagnostics.Count > 0)
            return Failed(source, diagnostics);
        return new CelCompilation(source, [], new CelProgram(environment, source, expression, type, root, locals), type);
    }

    private static CelCompilation Failed(string source, Diagnostics diagnostics) => new(source, diagnostics.InOrder(), null, null);
}
