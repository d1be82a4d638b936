namespace Sluice.Cel;

/// <summary>What a call costs besides its arguments, in the units of the reference.</summary>
public enum CelCallCost
{
    /// <summary>1, whatever the arguments.</summary>
    One,

    /// <summary>A tenth of the first argument's length.</summary>
    FirstTenth,

    /// <summary>A tenth of the length of all arguments.</summary>
    AllTenth,

    /// <summary>A tenth of the first times a tenth of the second argument's length: a search.</summary>
    Search,

    /// <summary>A tenth of the first times a quarter of the second argument's length: a regular expression. One that repeats much counts for what it repeats.</summary>
    Match,

    /// <summary>The length of the first argument.</summary>
    First,

    /// <summary>The length of the first times that of the second argument, with all that its elements hold.</summary>
    Product,

    /// <summary>The length of the first argument times all that its elements hold.</summary>
    Square,

    /// <summary>1, and a little more for strings so long that looking through them takes time.</summary>
    Scan,

    /// <summary>Sorting the first argument.</summary>
    Sort,

    /// <summary>Joining the strings of the first argument with the second between them.</summary>
    Join,

    /// <summary>Replacing the second argument in the first by the third.</summary>
    Replace,

    /// <summary>Replacing what a regular expression, the second argument, matches in the first by the third.</summary>
    MatchReplace,

    /// <summary>The number that the first argument is.</summary>
    Number,

    /// <summary>Everything that the first argument holds, in lists and maps inside each other too.</summary>
    Everything,
}

/// <summary>One form of a function: the types of its arguments and result, and the code. Create one with <c>Unary</c>, <c>Binary</c> and so on.</summary>
public sealed class CelOverload
{
    private CelOverload(string id, bool isMember, CelType[] parameters, CelType result)
    {
        (Id, IsMember, Parameters, Result) = (id, isMember, parameters, result);
        TypeParameters = TypeParametersOf([.. parameters, result]);
    }

    public string Id { get; }

    /// <summary>Called as <c>first.function(second)</c>.</summary>
    public bool IsMember { get; private init; }

    public IReadOnlyList<CelType> Parameters { get; }

    public CelType Result { get; }

    public CelCallCost Cost { get; private init; }

    /// <summary>Calls of literals are made once, when the expression is compiled; those of functions of a host are not.</summary>
    internal bool IsPure { get; set; }

    internal Func<CelValue, CelValue>? OnOne { get; private init; }

    internal Func<CelValue, CelValue, CelValue>? OnTwo { get; private init; }

    internal Func<CelValue[], CelValue>? OnMany { get; private init; }

    internal IReadOnlyList<string> TypeParameters { get; }

    /// <summary>A form that is declared only: an expression that calls it compiles, and fails when it is evaluated.</summary>
    public static CelOverload Declared(string id, CelType[] parameters, CelType result, bool isMember = false) => new(id, isMember, parameters, result);

    public static CelOverload Unary(string id, CelType parameter, CelType result, Func<CelValue, CelValue> code, CelCallCost cost = CelCallCost.One) =>
        new(id, false, [parameter], result) { OnOne = code, Cost = cost };

    public static CelOverload Binary(string id, CelType first, CelType second, CelType result, Func<CelValue, CelValue, CelValue> code, CelCallCost cost = CelCallCost.One) =>
        new(id, false, [first, second], result) { OnTwo = code, Cost = cost };

    /// <param name="code">Gets as many values as there are parameters and must not keep the array.</param>
    public static CelOverload Many(string id, CelType[] parameters, CelType result, Func<CelValue[], CelValue> code, CelCallCost cost = CelCallCost.One) =>
        new(id, false, parameters, result) { OnMany = code, Cost = cost };

    /// <summary>The same called as a method of its first argument.</summary>
    public CelOverload AsMember() => new(Id, true, [.. Parameters], Result) { OnOne = OnOne, OnTwo = OnTwo, OnMany = OnMany, Cost = Cost, IsPure = IsPure };

    internal bool Admits(ReadOnlySpan<CelValue> arguments, bool isMember)
    {
        if (isMember != IsMember || arguments.Length != Parameters.Count)
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Parameters[i].Admits(arguments[i]))
                return false;
        }

        return true;
    }

    private static string[] TypeParametersOf(CelType[] types)
    {
        var names = new List<string>();
        var rest = new Stack<CelType>(types);
        while (rest.TryPop(out var type))
        {
            if (type.Form == CelTypeKind.Parameter && !names.Contains(type.Name))
                names.Add(type.Name);
            foreach (var inner in type.Parameters)
                rest.Push(inner);
        }

        return [.. names];
    }
}
