using Sluice.Cel;
using Sluice.Policies.Facts;

namespace Sluice.Policies;

/// <summary>The facts as one policy sees them. Its variables are evaluated when they are first asked for.</summary>
internal sealed class PolicyActivation(FactSource facts, Policy policy, CostMeter meter) : CelActivation
{
    private CelValue _variables;

    /// <summary>What <c>it</c> is at the moment.</summary>
    public CelValue Item { get; set; }

    public override bool TryGet(CelVariable variable, out CelValue value)
    {
        value = variable.Name switch
        {
            "policy" => policy.Fact,
            "params" => facts.Parameters ?? policy.Parameters,
            "variables" => Variables,
            "it" => Item,
            var name => facts.Get(name),
        };
        return true;
    }

    private CelValue Variables => _variables.Kind == CelKind.Null ? _variables = CelValue.Of(new NamedExpressions(this, policy, meter)) : _variables;

    private sealed class NamedExpressions(PolicyActivation activation, Policy policy, CostMeter meter) : CelObject(policy.VariableType!)
    {
        private readonly CelValue?[] _values = new CelValue?[policy.Variables.Count];

        public override CelValue GetField(int index) => _values[index] ??= meter.Evaluate(policy.Variables[index], activation);
    }
}

/// <summary>Counts what the policies of one decision cost together, in the units of the language's reference.</summary>
internal sealed class CostMeter
{
    /// <summary>For all expressions of a decision, and for those about one file.</summary>
    public const long MostInAll = 10_000_000;

    private long _left = MostInAll;

    public long Spent => MostInAll - _left;

    /// <summary>What is over the limit is an error, and an error never lets anything pass.</summary>
    public CelValue Evaluate(CelProgram program, CelActivation activation)
    {
        if (_left <= 0)
            return CelValue.Error($"the policies cost more than {MostInAll} units together");
        var result = program.Evaluate(activation, Math.Min(CelProgram.DefaultCostLimit, _left));
        _left -= result.Cost;
        return result.Value;
    }
}
