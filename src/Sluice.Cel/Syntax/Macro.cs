namespace Sluice.Cel;

/// <summary>A call that may be a macro.</summary>
internal sealed record MacroCall(Expr? Target, string Function, Expr[] Arguments, int Start, int End, Diagnostics Diagnostics)
{
    /// <summary>The argument as the name of a variable; otherwise the mistake is told.</summary>
    public string? VariableAt(int argument)
    {
        if (Arguments[argument] is NameExpr { IsRooted: false } name)
            return name.Name;
        var wrong = Arguments[argument];
        if (wrong is not InvalidExpr)
            Diagnostics.Add($"'{Function}' needs a simple name here, for the variable of its loop", wrong.From, wrong.End - wrong.From);
        return null;
    }

    public InvalidExpr Invalid => new(Start, End);
}

/// <summary>Rewrites calls of one form into other nodes at parse time.</summary>
/// <param name="Name">Of a macro in a namespace with it: <c>cel.bind</c>.</param>
/// <param name="Arguments">How many; -1 for any number.</param>
/// <param name="Expand">Gives null where the call is none of the macro's after all.</param>
internal sealed record Macro(string Name, bool IsMember, int Arguments, Func<MacroCall, Expr?> Expand);

/// <summary>The macros in force.</summary>
internal sealed class MacroSet(IEnumerable<Macro> macros)
{
    public static readonly MacroSet None = new([]);

    private readonly ILookup<string, Macro> _byName = macros.ToLookup(macro => macro.Name, StringComparer.Ordinal);

    public Expr? Expand(MacroCall call)
    {
        foreach (var macro in _byName[call.Function])
        {
            if (Fits(macro, call) && macro.IsMember == call.Target is not null && macro.Expand(call) is { } expanded)
                return expanded;
        }

        if (call.Target is null || NamePath.Of(call.Target) is not { } path)
            return null;
        foreach (var macro in _byName[path + "." + call.Function])
        {
            if (Fits(macro, call) && macro.Expand(call) is { } expanded)
                return expanded;
        }

        return null;
    }

    private static bool Fits(Macro macro, MacroCall call) => macro.Arguments < 0 || macro.Arguments == call.Arguments.Length;
}
