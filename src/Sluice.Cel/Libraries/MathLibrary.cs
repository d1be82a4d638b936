using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>Numbers. https://github.com/google/cel-go/tree/master/ext#math</summary>
internal static class MathLibrary
{
    private static readonly CelType[] Numbers = [Int, Uint, CelType.Double];

    public static CelLibrary Create() => CelLibrary.BuiltIn("math",
    [
        Extreme("math.@max", "math_max", 1),
        Extreme("math.@min", "math_min", -1),
        OfDouble("math.ceil", Math.Ceiling), OfDouble("math.floor", Math.Floor), OfDouble("math.trunc", Math.Truncate),
        OfDouble("math.round", value => Math.Round(value, MidpointRounding.AwayFromZero)),
        Test("math.isNaN", double.IsNaN), Test("math.isInf", double.IsInfinity), Test("math.isFinite", double.IsFinite),
        new("math.abs", OnDouble("math_abs_double", Math.Abs), Unary("math_abs_int", Int, Int, Abs), Unary("math_abs_uint", Uint, Uint, value => value)),
        new("math.sign", OnDouble("math_sign_double", value => double.IsNaN(value) ? value : Math.Sign(value)), Unary("math_sign_int", Int, Int, value => CelValue.Int(Math.Sign(value.AsInt))), Unary("math_sign_uint", Uint, Uint, value => CelValue.Uint(value.AsUint == 0 ? 0u : 1u))),
        new("math.sqrt", OnDouble("math_sqrt_double", Math.Sqrt), Unary("math_sqrt_int", Int, CelType.Double, value => CelValue.Double(Math.Sqrt(value.AsInt))), Unary("math_sqrt_uint", Uint, CelType.Double, value => CelValue.Double(Math.Sqrt(value.AsUint)))),
        Bits("math.bitAnd", "and", (a, b) => a & b), Bits("math.bitOr", "or", (a, b) => a | b), Bits("math.bitXor", "xor", (a, b) => a ^ b),
        new("math.bitNot", Unary("math_bitNot_int_int", Int, Int, value => CelValue.Int(~value.AsInt)), Unary("math_bitNot_uint_uint", Uint, Uint, value => CelValue.Uint(~value.AsUint))),
        Shift("math.bitShiftLeft", (value, by) => value << by), Shift("math.bitShiftRight", (value, by) => value >> by),
    ], macros:
    [
        new("math.greatest", false, -1, call => ToCall(call, "math.@max")),
        new("math.least", false, -1, call => ToCall(call, "math.@min")),
    ]);

    private static CelFunction OfDouble(string name, Func<double, double> code) => new(name, OnDouble(name.Replace('.', '_') + "_double", code));

    private static CelOverload OnDouble(string id, Func<double, double> code) => Unary(id, CelType.Double, CelType.Double, value => CelValue.Double(code(value.AsDouble)));

    private static CelFunction Test(string name, Func<double, bool> code) =>
        new(name, Unary(name.Replace('.', '_') + "_double", CelType.Double, Bool, value => CelValue.Bool(code(value.AsDouble))));

    private static CelFunction Bits(string name, string id, Func<long, long, long> code) => new(name,
        Binary($"math_bit{id}_int_int", Int, Int, Int, (a, b) => CelValue.Int(code(a.AsInt, b.AsInt))),
        Binary($"math_bit{id}_uint_uint", Uint, Uint, Uint, (a, b) => CelValue.Uint((ulong)code((long)a.AsUint, (long)b.AsUint))));

    /// <summary>The bits move as those of an unsigned number do.</summary>
    private static CelFunction Shift(string name, Func<ulong, int, ulong> code)
    {
        return new CelFunction(name,
            Binary(name.Replace('.', '_') + "_int_int", Int, Int, Int, (value, by) => Shifted(value, by) is { } result ? CelValue.Int((long)result) : NegativeShift(name, by)),
            Binary(name.Replace('.', '_') + "_uint_int", Uint, Int, Uint, (value, by) => Shifted(value, by) is { } result ? CelValue.Uint(result) : NegativeShift(name, by)));

        ulong? Shifted(CelValue value, CelValue by) => by.AsInt < 0 ? null : by.AsInt > 63 ? 0 : code((ulong)value.Bits, (int)by.AsInt);
    }

    private static CelValue NegativeShift(string name, CelValue by) => CelValue.Error($"{name} negative offset: {by}");

    private static CelValue Abs(CelValue value) => value.AsInt == long.MinValue ? CelValue.Error("integer overflow") : CelValue.Int(Math.Abs(value.AsInt));

    /// <summary>The greatest or least of one, two, or of a list; numbers of different types are compared as numbers.</summary>
    private static CelFunction Extreme(string name, string id, int sign)
    {
        var overloads = new List<CelOverload>();
        foreach (var type in Numbers)
            overloads.Add(Unary($"{id}_{type}", type, type, value => value));
        foreach (var left in Numbers)
        {
            foreach (var right in Numbers)
                overloads.Add(Binary($"{id}_{left}_{right}", left, right, left == right ? left : Dyn, (a, b) => Pick(a, b, sign)));
        }

        foreach (var type in Numbers)
            overloads.Add(Unary($"{id}_list_{type}", List(type), type, list => OfList(list.AsList, name, sign), CelCallCost.First));
        return new CelFunction(name, overloads);
    }

    private static CelValue Pick(CelValue left, CelValue right, int sign) => Ordering.CompareNumbers(right, left) == sign ? right : left;

    private static CelValue OfList(CelList list, string name, int sign)
    {
        if (list.Count == 0)
            return CelValue.Error($"{Operators.SignOf(name)}(list) argument must not be empty");
        var best = list[0];
        for (var i = 0; i < list.Count; i++)
        {
            if (!Equality.IsNumber(list[i].Kind))
                return CelValue.Error($"no such overload: {Operators.SignOf(name)} of {list[i].Type.RuntimeName}");
            best = Pick(best, list[i], sign);
        }

        return best;
    }

    private static Expr ToCall(MacroCall call, string function)
    {
        var name = Operators.SignOf(function);
        if (call.Arguments.Length == 0)
        {
            call.Diagnostics.Add($"{name}() needs an argument", call.Start, call.End - call.Start);
            return call.Invalid;
        }

        foreach (var argument in call.Arguments)
        {
            if (IsAllowed(argument, call.Arguments.Length == 1))
                continue;
            call.Diagnostics.Add($"{name}() takes numbers{(call.Arguments.Length == 1 ? " or a list of numbers" : "")} only", argument.From, argument.End - argument.From);
            return call.Invalid;
        }

        Expr[] arguments = call.Arguments.Length <= 2 ? call.Arguments : [new ListExpr(call.Arguments, new bool[call.Arguments.Length], call.Start, call.End)];
        return new CallExpr(null, function, arguments, call.Start, call.End, call.Start);
    }

    /// <summary>A literal that is no number is a mistake that needs no types to be seen.</summary>
    private static bool IsAllowed(Expr argument, bool isAlone) => argument switch
    {
        LiteralExpr literal => Equality.IsNumber(literal.Value.Kind),
        ListExpr list => isAlone && list.Items.Length > 0 && list.Items.All(item => IsAllowed(item, isAlone: false)),
        MapExpr or StructExpr => false,
        _ => true,
    };
}
