namespace Sluice.Cel;

/// <summary>Macros over index and element, or key and value. https://github.com/google/cel-go/tree/master/ext#twovarcomprehensions</summary>
internal static class TwoVariableLibrary
{
    public static CelLibrary Create() => CelLibrary.BuiltIn("two-variable comprehensions", [], macros:
    [
        new("all", true, 3, call => Fold(call, FoldKind.All, call.Arguments[2], null)),
        new("exists", true, 3, call => Fold(call, FoldKind.Exists, call.Arguments[2], null)),
        new("existsOne", true, 3, call => Fold(call, FoldKind.ExistsOne, call.Arguments[2], null)),
        new("exists_one", true, 3, call => Fold(call, FoldKind.ExistsOne, call.Arguments[2], null)),
        new("transformList", true, 3, call => Fold(call, FoldKind.List, null, call.Arguments[2])),
        new("transformList", true, 4, call => Fold(call, FoldKind.List, call.Arguments[2], call.Arguments[3])),
        new("transformMap", true, 3, call => Fold(call, FoldKind.Map, null, call.Arguments[2])),
        new("transformMap", true, 4, call => Fold(call, FoldKind.Map, call.Arguments[2], call.Arguments[3])),
        new("transformMapEntry", true, 3, call => Fold(call, FoldKind.MapEntries, null, call.Arguments[2])),
        new("transformMapEntry", true, 4, call => Fold(call, FoldKind.MapEntries, call.Arguments[2], call.Arguments[3])),
    ]);

    private static Expr Fold(MacroCall call, FoldKind kind, Expr? filter, Expr? body)
    {
        var (first, second) = (call.VariableAt(0), call.VariableAt(1));
        if (first is null || second is null)
            return call.Invalid;
        if (first != second)
            return new FoldExpr(kind, call.Function, call.Target!, first, second, filter, body, call.Start, call.End);
        call.Diagnostics.Add($"the two variables of '{call.Function}' need different names", call.Arguments[1].From, second.Length);
        return call.Invalid;
    }
}
