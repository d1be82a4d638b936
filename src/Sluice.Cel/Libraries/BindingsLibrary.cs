namespace Sluice.Cel;

/// <summary><c>cel.bind(name, value, body)</c></summary>
internal static class BindingsLibrary
{
    public static CelLibrary Create() => CelLibrary.BuiltIn("bindings", [], macros:
    [
        new("cel.bind", false, 3, call => call.VariableAt(0) is { } variable ? new BindExpr(variable, call.Arguments[1], call.Arguments[2], call.Start, call.End) : call.Invalid),
    ]);
}
