namespace Sluice.Cel;

/// <summary>Functions, macros and types that belong together. Those that come with the engine are properties here.</summary>
public sealed class CelLibrary
{
    /// <summary>Functions of your own as a library.</summary>
    public CelLibrary(string name, IReadOnlyList<CelFunction> functions, params IReadOnlyList<CelType> types)
    {
        Name = name;
        Functions = functions;
        Types = types;
    }

    public string Name { get; }

    public IReadOnlyList<CelFunction> Functions { get; }

    /// <summary>Types that an expression may name.</summary>
    public IReadOnlyList<CelType> Types { get; }

    internal IReadOnlyList<Macro> Macros { get; private init; } = [];

    /// <summary>A library of the engine: its functions give the same for the same arguments.</summary>
    internal static CelLibrary BuiltIn(string name, CelFunction[] functions, CelType[]? types = null, Macro[]? macros = null)
    {
        foreach (var overload in functions.SelectMany(function => function.Overloads))
            overload.IsPure = true;
        return new CelLibrary(name, functions, types ?? []) { Macros = macros ?? [] };
    }

    /// <summary>charAt, indexOf, join, split, replace, format, … (version 4).</summary>
    public static CelLibrary Strings { get; } = StringsLibrary.Create();

    public static CelLibrary Math { get; } = MathLibrary.Create();

    /// <summary>slice, flatten, distinct, sort, sortBy, range, reverse, first, last (version 3).</summary>
    public static CelLibrary Lists { get; } = ListsLibrary.Create();

    public static CelLibrary Sets { get; } = SetsLibrary.Create();

    /// <summary>base64.</summary>
    public static CelLibrary Encoders { get; } = EncodersLibrary.Create();

    /// <summary>cel.bind</summary>
    public static CelLibrary Bindings { get; } = BindingsLibrary.Create();

    /// <summary>regex.extract, extractAll, replace, in the syntax of RE2.</summary>
    public static CelLibrary Regex { get; } = RegexLibrary.Create();

    /// <summary>all, exists, existsOne, transformList, transformMap, transformMapEntry with two variables.</summary>
    public static CelLibrary TwoVariables { get; } = TwoVariableLibrary.Create();

    /// <summary>ip and cidr.</summary>
    public static CelLibrary Network { get; } = NetworkLibrary.Create();

    public static CelLibrary Url { get; } = UrlLibrary.Create();

    /// <summary>optional.of, orValue, optMap and the rest.</summary>
    public static CelLibrary Optionals { get; } = OptionalsLibrary.Create();

    /// <summary>All of them, in a fixed order.</summary>
    public static IReadOnlyList<CelLibrary> All { get; } = [Strings, Math, Lists, Sets, Encoders, Bindings, Regex, TwoVariables, Network, Url, Optionals];
}
