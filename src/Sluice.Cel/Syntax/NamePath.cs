namespace Sluice.Cel;

/// <summary>Selections that might be one name: <c>acme.Release.kind</c>.</summary>
internal static class NamePath
{
    /// <returns>With a leading dot where it starts at the root; null where the node is more than names.</returns>
    public static string? Of(Expr expression) => expression switch
    {
        NameExpr name => name.IsRooted ? "." + name.Name : name.Name,
        SelectExpr { IsTest: false, IsOptional: false } select => Of(select.Operand) is { } prefix ? prefix + "." + select.Field : null,
        _ => null,
    };

    /// <summary>The variable that selections and indexes start from; null where they start from something else.</summary>
    public static Expr? RootOf(Expr expression) => expression switch
    {
        NameExpr or SelectExpr { Meaning: not null } => expression,
        SelectExpr { IsTest: false } select => RootOf(select.Operand),
        CallExpr { Function: "_[_]" } index => RootOf(index.Arguments[0]),
        _ => null,
    };

    /// <summary>What a name in a container may stand for, the most specific first.</summary>
    public static IEnumerable<string> Candidates(string container, string name)
    {
        if (name.StartsWith('.'))
        {
            yield return name[1..];
            yield break;
        }

        for (var scope = container; scope.Length > 0; scope = scope.Contains('.', StringComparison.Ordinal) ? scope[..scope.LastIndexOf('.')] : "")
            yield return scope + "." + name;
        yield return name;
    }
}
