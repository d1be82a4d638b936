namespace Sluice.Cel;

/// <summary>Gives the variables of an evaluation their values. A host derives from it to compute them only when they are asked for.</summary>
public abstract class CelActivation
{
    /// <summary>False where the variable has no value, which is an error of the expression that needs it.</summary>
    public abstract bool TryGet(CelVariable variable, out CelValue value);

    /// <summary>No variable has a value.</summary>
    public static CelActivation Empty { get; } = new NoValues();

    private sealed class NoValues : CelActivation
    {
        public override bool TryGet(CelVariable variable, out CelValue value)
        {
            value = default;
            return false;
        }
    }
}

/// <summary>Values set one by one. Not for several threads while it is written.</summary>
public sealed class CelBindings : CelActivation
{
    private readonly CelEnvironment _environment;
    private readonly CelValue[] _values;
    private readonly bool[] _isSet;

    internal CelBindings(CelEnvironment environment)
    {
        _environment = environment;
        _values = new CelValue[environment.VariableCount];
        _isSet = new bool[environment.VariableCount];
    }

    /// <exception cref="KeyNotFoundException">The environment has no such variable.</exception>
    public CelValue this[string name]
    {
        set
        {
            var variable = _environment.FindVariable(name) ?? throw new KeyNotFoundException($"there is no variable '{name}'{Spelling.Suggest(name, _environment.Variables.Select(known => known.Name))}");
            _values[variable.Index] = value;
            _isSet[variable.Index] = true;
        }
    }

    public override bool TryGet(CelVariable variable, out CelValue value)
    {
        var index = variable.Index;
        if ((uint)index < (uint)_values.Length && _isSet[index])
        {
            value = _values[index];
            return true;
        }

        value = default;
        return false;
    }
}
