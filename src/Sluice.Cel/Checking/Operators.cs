namespace Sluice.Cel;

/// <summary>Operators under the names that their functions have.</summary>
internal static class Operators
{
    /// <summary>As written: of <c>_+_</c> the <c>+</c>; of a function its name.</summary>
    public static string SignOf(string function) => function switch
    {
        "@in" => "in",
        "_?_:_" => "?",
        "_[_]" => "[",
        "_[?_]" => "[?",
        "-_" => "-",
        "!_" => "!",
        "math.@max" => "math.greatest",
        "math.@min" => "math.least",
        _ when function.Length > 2 && function[0] == '_' && function[^1] == '_' => function[1..^1],
        _ => function,
    };
}
