namespace Sluice.Cel;

/// <summary>What a macro over a list or map does.</summary>
internal enum FoldKind
{
    All,
    Exists,
    ExistsOne,

    /// <summary><c>map</c>, <c>filter</c> and <c>transformList</c>: a list of what <see cref="FoldExpr.Body"/> gives where the filter holds.</summary>
    List,

    /// <summary><c>transformMap</c></summary>
    Map,

    /// <summary><c>transformMapEntry</c></summary>
    MapEntries,
}

/// <summary>A macro over the elements of a list or the entries of a map, expanded to one node that knows what it does.</summary>
internal sealed class FoldExpr : Expr
{
    public FoldExpr(FoldKind kind, string macro, Expr range, string variable, string? second, Expr? filter, Expr? body, int start, int end) : base(start, end)
    {
        (Kind, Macro, Range, Variable, Second, Filter, Body) = (kind, macro, range, variable, second, filter, body);
        From = range.From;
        Depth = DepthOf(Children);
    }

    public FoldKind Kind { get; }

    /// <summary>The name as written.</summary>
    public string Macro { get; }

    public Expr Range { get; }

    /// <summary>The element, or the key of a map; with two variables the index or key.</summary>
    public string Variable { get; }

    public string? Second { get; }

    /// <summary>The predicate; null where every element counts.</summary>
    public Expr? Filter { get; }

    /// <summary>What is collected; null where the element itself is.</summary>
    public Expr? Body { get; }

    public override IEnumerable<Expr> Children
    {
        get
        {
            yield return Range;
            if (Filter is not null)
                yield return Filter;
            if (Body is not null)
                yield return Body;
        }
    }
}

/// <summary><c>cel.bind(name, value, body)</c></summary>
internal sealed class BindExpr : Expr
{
    public BindExpr(string variable, Expr value, Expr body, int start, int end) : base(start, end)
    {
        (Variable, Value, Body) = (variable, value, body);
        Depth = DepthOf(Children);
    }

    public string Variable { get; }

    public Expr Value { get; }

    public Expr Body { get; }

    public override IEnumerable<Expr> Children => [Value, Body];
}

/// <summary><c>optional.optMap(name, body)</c> and <c>optFlatMap</c>, whose body is an optional itself.</summary>
internal sealed class OptionalMapExpr : Expr
{
    public OptionalMapExpr(Expr target, string variable, Expr body, bool isFlat, int start, int end) : base(start, end)
    {
        (Target, Variable, Body, IsFlat) = (target, variable, body, isFlat);
        From = target.From;
        Depth = DepthOf(Children);
    }

    public Expr Target { get; }

    public string Variable { get; }

    public Expr Body { get; }

    public bool IsFlat { get; }

    public override IEnumerable<Expr> Children => [Target, Body];
}

/// <summary><c>list.sortBy(name, key)</c></summary>
internal sealed class SortByExpr : Expr
{
    public SortByExpr(Expr target, string variable, Expr key, int start, int end) : base(start, end)
    {
        (Target, Variable, Key) = (target, variable, key);
        From = target.From;
        Depth = DepthOf(Children);
    }

    public Expr Target { get; }

    public string Variable { get; }

    public Expr Key { get; }

    public override IEnumerable<Expr> Children => [Target, Key];
}
