namespace Sluice.Cel;

/// <summary>Estimates what an expression will cost before it has data. Sizes of what variables hold are unknown.</summary>
internal static class CostEstimator
{
    private const long Unknown = long.MaxValue;

    private static readonly CelCostEstimate One = new(1, 1);

    public static CelCostEstimate Estimate(Expr expression) => expression switch
    {
        LiteralExpr or InvalidExpr => default,
        NameExpr => One,
        SelectExpr { Meaning: not null } => One,
        SelectExpr { IsTest: true } select => Add(Path(select.Operand), One),
        SelectExpr select => Add(Estimate(select.Operand), One),
        CallExpr call => Call(call),
        ListExpr list => Add(Sum(list.Items), Fixed(Costs.List)),
        MapExpr map => Add(Sum(map.Children), Fixed(Costs.Map)),
        StructExpr message => Add(Sum(message.Children), Fixed(Costs.Message)),
        FoldExpr fold => Fold(fold),
        _ => Add(Sum(expression.Children), Fixed(Costs.List)),
    };

    private static CelCostEstimate Fixed(long cost) => new(cost, cost);

    private static CelCostEstimate Add(CelCostEstimate left, CelCostEstimate right) => new(Plus(left.Least, right.Least), Plus(left.Most, right.Most));

    private static long Plus(long left, long right) => left > Unknown - right ? Unknown : left + right;

    private static long Times(long left, long right) => left == 0 || right == 0 ? 0 : left > Unknown / right ? Unknown : left * right;

    private static long Tenth(long size) => size == Unknown ? Unknown : Costs.Tenth(size);

    private static CelCostEstimate Sum(IEnumerable<Expr> expressions) => expressions.Select(Estimate).Aggregate(default(CelCostEstimate), Add);

    /// <summary>Without the variable that the path starts from.</summary>
    private static CelCostEstimate Path(Expr expression) =>
        NamePath.RootOf(expression) is null ? Estimate(expression) : Estimate(expression) is var (least, most) ? new CelCostEstimate(least - 1, most == Unknown ? Unknown : most - 1) : default;

    private static CelCostEstimate Call(CallExpr call)
    {
        switch (call.Function)
        {
            case "_&&_" or "_||_":
                return new CelCostEstimate(Estimate(call.Arguments[0]).Least, Sum(call.Arguments).Most);
            case "_?_:_":
                var (yes, no) = (Path(call.Arguments[1]), Path(call.Arguments[2]));
                return Add(Estimate(call.Arguments[0]), new CelCostEstimate(Math.Min(yes.Least, no.Least), Math.Max(yes.Most, no.Most)));
        }

        Expr[] arguments = call.Target is null || call.IsQualified ? call.Arguments : [call.Target, .. call.Arguments];
        var given = call.Function is "_[_]" or "_[?_]" ? Add(Estimate(arguments[0]), Path(arguments[1])) : Sum(arguments);
        return Add(given, Own(call, [.. arguments.Select(SizeOf)], arguments));
    }

    private static CelCostEstimate Own(CallExpr call, (long Least, long Most)[] sizes, Expr[] arguments)
    {
        switch (call.Function)
        {
            case "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_":
                var smaller = Math.Min(sizes[0].Most, sizes[1].Most);
                return new CelCostEstimate(smaller > 0 ? 1 : 0, Tenth(smaller));
            case "_+_" when arguments[0].Type?.Form is CelTypeKind.String or CelTypeKind.Bytes:
                return new CelCostEstimate(Tenth(Plus(sizes[0].Least, sizes[1].Least)), Tenth(Plus(sizes[0].Most, sizes[1].Most)));
            case "@in" when arguments[1].Type?.Form != CelTypeKind.Map:
                return new CelCostEstimate(sizes[1].Least, sizes[1].Most);
            case "matches" when arguments[1] is LiteralExpr { Value.Kind: CelKind.String } pattern:
                var weight = Re2.Of(pattern.Value.AsString).Weight;
                return new CelCostEstimate(Times(Tenth(Plus(sizes[0].Least, 1)), weight), Times(Tenth(Plus(sizes[0].Most, 1)), weight));
            default:
                return call.Overloads.Count == 0 ? One : Widest(call.Overloads.Select(overload => Function(overload.Cost, sizes)));
        }
    }

    private static CelCostEstimate Widest(IEnumerable<CelCostEstimate> estimates) =>
        estimates.Aggregate((left, right) => new CelCostEstimate(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most)));

    private static CelCostEstimate Function(CelCallCost cost, (long Least, long Most)[] sizes)
    {
        var second = sizes.Length > 1 ? sizes[1] : (Least: 1, Most: 1);
        return cost switch
        {
            CelCallCost.One or CelCallCost.Scan => One,
            CelCallCost.FirstTenth => new(Tenth(sizes[0].Least), Tenth(sizes[0].Most)),
            CelCallCost.AllTenth => new(1, sizes.Aggregate(0L, (sum, size) => Plus(sum, Tenth(size.Most)))),
            CelCallCost.Search => new(Times(Tenth(sizes[0].Least), Tenth(second.Least)), Times(Tenth(sizes[0].Most), Tenth(second.Most))),
            CelCallCost.Match => new(Times(Tenth(Plus(sizes[0].Least, 1)), Plus(second.Least, 3) / 4), Times(Tenth(Plus(sizes[0].Most, 1)), second.Most == Unknown ? Unknown : (second.Most + 3) / 4)),
            CelCallCost.First => new(1, Plus(sizes[0].Most, 1)),
            CelCallCost.Product => new(1, Plus(Times(sizes[0].Most, second.Most), 1)),
            CelCallCost.Square => new(1, Plus(Times(sizes[0].Most, sizes[0].Most), 1)),
            _ => new(1, Unknown),
        };
    }

    private static CelCostEstimate Fold(FoldExpr fold)
    {
        var (least, most) = SizeOf(fold.Range);
        var pass = Add(fold.Filter is null ? default : Estimate(fold.Filter), fold.Body is null ? default : Estimate(fold.Body));
        var (own, begin) = fold.Kind switch
        {
            FoldKind.All => (3, 1),
            FoldKind.Exists => (4, 1),
            FoldKind.ExistsOne => (2, 2),
            FoldKind.List => (12, Costs.List + 1),
            _ => (3, Costs.Map + 1),
        };
        var each = fold.Filter is null || fold.Kind is FoldKind.All or FoldKind.Exists ? new CelCostEstimate(own + pass.Least, Plus(own, pass.Most)) : new CelCostEstimate(1 + Estimate(fold.Filter).Least, Plus(own + 1, pass.Most));
        return Add(Add(Estimate(fold.Range), Fixed(begin)), new CelCostEstimate(fold.Kind is FoldKind.All or FoldKind.Exists ? Math.Min(least, 1) * each.Least : Times(least, each.Least), Times(most, each.Most)));
    }

    private static (long Least, long Most) SizeOf(Expr expression)
    {
        switch (expression)
        {
            case LiteralExpr literal:
                var size = Costs.SizeOf(literal.Value);
                return (size, size);
            case ListExpr list:
                return (list.IsOptional.Count(isOptional => !isOptional), list.Items.Length);
            case MapExpr map:
                return (map.Entries.Count(entry => !entry.IsOptional), map.Entries.Length);
            case FoldExpr { Kind: FoldKind.List or FoldKind.Map } fold:
                var range = SizeOf(fold.Range);
                return (fold.Filter is null ? range.Least : 0, range.Most);
            case CallExpr { Function: "_+_" } sum when expression.Type?.Form is CelTypeKind.String or CelTypeKind.Bytes or CelTypeKind.List:
                var (left, right) = (SizeOf(sum.Arguments[0]), SizeOf(sum.Arguments[1]));
                return (Plus(left.Least, right.Least), Plus(left.Most, right.Most));
        }

        return expression.Type?.Form is CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Double or CelTypeKind.Timestamp or CelTypeKind.Duration or CelTypeKind.Null
            ? (1, 1)
            : (0, Unknown);
    }
}
