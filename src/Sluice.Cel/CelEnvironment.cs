namespace Sluice.Cel;

/// <summary>What an environment is made of.</summary>
public sealed record CelEnvironmentOptions
{
    /// <summary>The namespace in which names are looked up first: in <c>a.b</c> the name x may mean a.b.x, a.x or x.</summary>
    public string Container { get; init; } = "";

    public IReadOnlyList<CelLibrary> Libraries { get; init; } = CelLibrary.All;

    public IReadOnlyList<CelVariable> Variables { get; init; } = [];

    public IReadOnlyList<CelFunction> Functions { get; init; } = [];

    /// <summary>Whether calls such as <c>list.all(x, …)</c> mean the macros; without them they are calls of functions.</summary>
    public bool HasMacros { get; init; } = true;

    /// <summary>In UTF-16 units.</summary>
    public int MaxExpressionLength { get; init; } = 16 << 10;
}

/// <summary>The names that expressions may use. Immutable; one environment compiles any number of expressions, also at once.</summary>
public sealed class CelEnvironment
{
    private readonly Dictionary<string, CelVariable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelFunction> _functions;
    private readonly Dictionary<string, CelType> _types;

    /// <exception cref="ArgumentException">Two variables have one name.</exception>
    public CelEnvironment(CelEnvironmentOptions options)
    {
        Options = options;
        (_functions, _types) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        Declare(options.Variables);
        foreach (var function in StandardLibrary.Functions.Concat(options.Libraries.SelectMany(library => library.Functions)).Concat(options.Functions))
            Add(function);
        foreach (var type in StandardLibrary.Types.Concat(options.Libraries.SelectMany(library => library.Types)))
            _types[type.RuntimeName] = type;
        Macros = options.HasMacros ? new MacroSet(StandardMacros.All.Concat(options.Libraries.SelectMany(library => library.Macros))) : MacroSet.None;
    }

    /// <summary>The functions, types and macros of another, which are not gathered again, and other variables.</summary>
    private CelEnvironment(CelEnvironment other, IReadOnlyList<CelVariable> variables)
    {
        Options = other.Options with { Variables = variables };
        (_functions, _types, Macros) = (other._functions, other._types, other.Macros);
        Declare(variables);
    }

    /// <summary>The language with every library, and no variables.</summary>
    public static CelEnvironment Default { get; } = new(new CelEnvironmentOptions());

    public CelEnvironmentOptions Options { get; }

    public IEnumerable<CelVariable> Variables => _variables.Values;

    internal MacroSet Macros { get; }

    internal int VariableCount => _variables.Count;

    /// <summary>The same but for its variables; far cheaper than a new one.</summary>
    /// <exception cref="ArgumentException">Two variables have one name.</exception>
    public CelEnvironment With(IReadOnlyList<CelVariable> variables) => new(this, variables);

    /// <summary>Values for the variables, all of them absent at first.</summary>
    public CelBindings NewBindings() => new(this);

    /// <summary>Parses and checks; every mistake is told at once.</summary>
    public CelCompilation Compile(string expression) => Compilation.Run(this, expression, isChecked: true);

    /// <summary>Parses only: a mistake of types shows when it is evaluated.</summary>
    public CelCompilation CompileUnchecked(string expression) => Compilation.Run(this, expression, isChecked: false);

    internal CelVariable? FindVariable(string name) => _variables.GetValueOrDefault(name);

    internal CelFunction? FindFunction(string name) => _functions.GetValueOrDefault(name);

    internal CelType? FindType(string name) => _types.GetValueOrDefault(name);

    internal IEnumerable<string> Names => _variables.Keys.Concat(_types.Keys);

    internal IEnumerable<string> FunctionNames => _functions.Keys;

    private void Declare(IReadOnlyList<CelVariable> variables)
    {
        foreach (var variable in variables)
        {
            if (!_variables.TryAdd(variable.Name, variable with { Index = _variables.Count }))
                throw new ArgumentException($"there are two variables '{variable.Name}'", nameof(variables));
        }
    }

    private void Add(CelFunction function)
    {
        if (!_functions.TryGetValue(function.Name, out var known))
        {
            _functions.Add(function.Name, function);
            return;
        }

        var added = function.Overloads.Where(overload => known.Overloads.All(other => other.Id != overload.Id || other.IsMember != overload.IsMember));
        _functions[function.Name] = new CelFunction(function.Name, [.. known.Overloads, .. added]);
    }
}
