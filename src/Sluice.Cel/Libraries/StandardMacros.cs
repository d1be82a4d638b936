namespace Sluice.Cel;

/// <summary>The macros of the language itself.</summary>
internal static class StandardMacros
{
    public static readonly Macro[] All =
    [
        new("has", false, 1, Has),
        new("all", true, 2, call => Fold(call, FoldKind.All)),
        new("exists", true, 2, call => Fold(call, FoldKind.Exists)),
        new("exists_one", true, 2, call => Fold(call, FoldKind.ExistsOne)),
        new("existsOne", true, 2, call => Fold(call, FoldKind.ExistsOne)),
        new("filter", true, 2, call => Fold(call, FoldKind.List)),
        new("map", true, 2, call => Map(call, null, call.Arguments[1])),
        new("map", true, 3, call => Map(call, call.Arguments[1], call.Arguments[2])),
    ];

    private static Expr Has(MacroCall call)
    {
        if (call.Arguments[0] is SelectExpr { IsOptional: false } select)
            return new SelectExpr(select.Operand, select.Field, isOptional: false, isTest: true, call.Start, call.End) { From = call.Start };
        if (call.Arguments[0] is not InvalidExpr)
            call.Diagnostics.Add("has() asks for a field: has(artifact.name)", call.Arguments[0].From, call.Arguments[0].End - call.Arguments[0].From);
        return call.Invalid;
    }

    private static Expr Fold(MacroCall call, FoldKind kind) => call.VariableAt(0) is { } variable
        ? new FoldExpr(kind, call.Function, call.Target!, variable, null, call.Arguments[1], null, call.Start, call.End)
        : call.Invalid;

    private static Expr Map(MacroCall call, Expr? filter, Expr body) => call.VariableAt(0) is { } variable
        ? new FoldExpr(FoldKind.List, call.Function, call.Target!, variable, null, filter, body, call.Start, call.End)
        : call.Invalid;
}
