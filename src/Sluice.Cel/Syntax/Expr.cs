namespace Sluice.Cel;

/// <summary>A node of the parsed expression. The checker leaves in it what it found out.</summary>
internal abstract class Expr(int start, int end)
{
    /// <summary>Where messages about the node point, in UTF-16 units.</summary>
    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>Where the node as written begins: of <c>a + b</c> the a, while <see cref="Start"/> is the operator.</summary>
    public int From { get; init; } = start;

    /// <summary>How many nodes are below each other.</summary>
    public int Depth { get; protected init; } = 1;

    /// <summary>What the checker deduced; null before.</summary>
    public CelType? Type { get; set; }

    public virtual IEnumerable<Expr> Children => [];

    protected static int DepthOf(IEnumerable<Expr> children)
    {
        var deepest = 0;
        foreach (var child in children)
            deepest = Math.Max(deepest, child.Depth);
        return deepest + 1;
    }
}

internal sealed class LiteralExpr(CelValue value, int start, int end) : Expr(start, end)
{
    public CelValue Value { get; } = value;
}

/// <summary>What could not be parsed; the mistake is already told.</summary>
internal sealed class InvalidExpr(int start, int end) : Expr(start, end);

/// <summary>A simple name; with a leading dot one of the root.</summary>
internal sealed class NameExpr(string name, bool isRooted, int start, int end) : Expr(start, end)
{
    public string Name { get; } = name;

    public bool IsRooted { get; } = isRooted;

    /// <summary>What the name means, once checked.</summary>
    public Meaning? Meaning { get; set; }
}

internal sealed class SelectExpr : Expr
{
    public SelectExpr(Expr operand, string field, bool isOptional, bool isTest, int start, int end) : base(start, end)
    {
        (Operand, Field, IsOptional, IsTest) = (operand, field, isOptional, isTest);
        From = operand.From;
        Depth = operand.Depth + 1;
    }

    public Expr Operand { get; }

    public string Field { get; }

    /// <summary><c>a.?b</c></summary>
    public bool IsOptional { get; }

    /// <summary><c>has(a.b)</c></summary>
    public bool IsTest { get; }

    /// <summary>Where the whole path is one name, what it means.</summary>
    public Meaning? Meaning { get; set; }

    public override IEnumerable<Expr> Children => [Operand];
}

/// <summary>A call: of a function, a method, or an operator, whose function has the operator's name (<c>_+_</c>).</summary>
internal sealed class CallExpr : Expr
{
    public CallExpr(Expr? target, string function, Expr[] arguments, int start, int end, int from) : base(start, end)
    {
        (Target, Function, Arguments) = (target, function, arguments);
        From = from;
        Depth = Math.Max(DepthOf(arguments), (target?.Depth ?? 0) + 1);
    }

    public Expr? Target { get; }

    public string Function { get; }

    public Expr[] Arguments { get; }

    /// <summary>The checker found that target and name together are the name of a function.</summary>
    public bool IsQualified { get; set; }

    /// <summary>The function that was found; null before checking.</summary>
    public CelFunction? Declaration { get; set; }

    /// <summary>The overloads that the types leave.</summary>
    public IReadOnlyList<CelOverload> Overloads { get; set; } = [];

    public override IEnumerable<Expr> Children => Target is null ? Arguments : [Target, .. Arguments];
}

internal sealed class ListExpr : Expr
{
    public ListExpr(Expr[] items, bool[] isOptional, int start, int end) : base(start, end)
    {
        (Items, IsOptional) = (items, isOptional);
        Depth = DepthOf(items);
    }

    public Expr[] Items { get; }

    /// <summary>An element per item: <c>[?a]</c>.</summary>
    public bool[] IsOptional { get; }

    public override IEnumerable<Expr> Children => Items;
}

internal sealed record MapEntry(Expr Key, Expr Value, bool IsOptional);

internal sealed class MapExpr : Expr
{
    public MapExpr(MapEntry[] entries, int start, int end) : base(start, end)
    {
        Entries = entries;
        Depth = DepthOf(entries.SelectMany(entry => (IEnumerable<Expr>)[entry.Key, entry.Value]));
    }

    public MapEntry[] Entries { get; }

    public override IEnumerable<Expr> Children => Entries.SelectMany(entry => (IEnumerable<Expr>)[entry.Key, entry.Value]);
}

internal sealed record FieldEntry(string Name, Expr Value, bool IsOptional, int Start);

/// <summary><c>name{field: value}</c></summary>
internal sealed class StructExpr : Expr
{
    public StructExpr(string name, FieldEntry[] fields, int start, int end) : base(start, end)
    {
        (Name, Fields) = (name, fields);
        Depth = DepthOf(fields.Select(entry => entry.Value));
    }

    public string Name { get; }

    public FieldEntry[] Fields { get; }

    public WellKnownMessage? Message { get; set; }

    public override IEnumerable<Expr> Children => Fields.Select(entry => entry.Value);
}
