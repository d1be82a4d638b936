namespace Sluice.Cel;

internal enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// <summary>+ - * / % of numbers, times and what can be joined. An overflow is an error.</summary>
internal sealed class ArithmeticNode(Node left, Node right, ArithmeticOperator kind, string function, int position) : BinaryNode(left, right, position)
{
    protected override CelValue Apply(EvaluationContext context, in CelValue first, in CelValue second)
    {
        if (first.Kind is CelKind.String or CelKind.Bytes && kind == ArithmeticOperator.Add)
        {
            // Before the memory is taken: doubling is cheap to write.
            if (!context.Charge(Costs.Tenth(Costs.SizeOf(first) + Costs.SizeOf(second))))
                return context.Stop(Position);
        }
        else
        {
            context.Cost++;
        }

        return (first.Kind, second.Kind) switch
        {
            (CelKind.Int, CelKind.Int) => Int(first.Bits, second.Bits),
            (CelKind.Uint, CelKind.Uint) => Uint(first.AsUint, second.AsUint),
            (CelKind.Double, CelKind.Double) when kind != ArithmeticOperator.Modulo => Double(first.AsDouble, second.AsDouble),
            _ => kind switch
            {
                ArithmeticOperator.Add => Placed(Add(first, second)),
                ArithmeticOperator.Subtract => Placed(Subtract(first, second)),
                _ => NoOverload(function, first, second),
            },
        };
    }

    private CelValue Int(long a, long b)
    {
        long result;
        switch (kind)
        {
            case ArithmeticOperator.Add:
                result = unchecked(a + b);
                return ((a ^ result) & (b ^ result)) < 0 ? Overflow() : CelValue.Int(result);
            case ArithmeticOperator.Subtract:
                result = unchecked(a - b);
                return ((a ^ b) & (a ^ result)) < 0 ? Overflow() : CelValue.Int(result);
            case ArithmeticOperator.Multiply:
                return Math.BigMul(a, b, out result) == result >> 63 ? CelValue.Int(result) : Overflow();
            default:
                if (b == 0)
                    return Fail(kind == ArithmeticOperator.Divide ? "division by zero" : "modulus by zero");
                if (b == -1)
                    return a == long.MinValue ? Overflow() : CelValue.Int(kind == ArithmeticOperator.Divide ? -a : 0);
                return CelValue.Int(kind == ArithmeticOperator.Divide ? a / b : a % b);
        }
    }

    private CelValue Uint(ulong a, ulong b)
    {
        switch (kind)
        {
            case ArithmeticOperator.Add:
                return unchecked(a + b) < a ? Overflow() : CelValue.Uint(a + b);
            case ArithmeticOperator.Subtract:
                return b > a ? Overflow() : CelValue.Uint(a - b);
            case ArithmeticOperator.Multiply:
                return Math.BigMul(a, b, out var result) == 0 ? CelValue.Uint(result) : Overflow();
            default:
                if (b == 0)
                    return Fail(kind == ArithmeticOperator.Divide ? "division by zero" : "modulus by zero");
                return CelValue.Uint(kind == ArithmeticOperator.Divide ? a / b : a % b);
        }
    }

    private CelValue Double(double a, double b) => CelValue.Double(kind switch
    {
        ArithmeticOperator.Add => a + b,
        ArithmeticOperator.Subtract => a - b,
        ArithmeticOperator.Multiply => a * b,
        _ => a / b,
    });

    private CelValue Add(CelValue first, CelValue second) => (first.Kind, second.Kind) switch
    {
        (CelKind.String, CelKind.String) => Join(first.AsString, second.AsString),
        (CelKind.Bytes, CelKind.Bytes) => CelValue.Bytes((byte[])[.. first.AsBytes.Span, .. second.AsBytes.Span]),
        (CelKind.List, CelKind.List) => CelList.Concatenate(first.AsList, second.AsList),
        (CelKind.Timestamp, CelKind.Duration) => Times.Add(first, second.Bits),
        (CelKind.Duration, CelKind.Timestamp) => Times.Add(second, first.Bits),
        (CelKind.Duration, CelKind.Duration) => Times.OfNanoseconds((Int128)first.Bits + second.Bits),
        _ => NoOverload(function, first, second),
    };

    private static CelValue Join(string first, string second) => CelValue.String(string.Concat(first, second));

    private CelValue Subtract(CelValue first, CelValue second) => (first.Kind, second.Kind) switch
    {
        (CelKind.Timestamp, CelKind.Timestamp) => Times.Subtract(first, second),
        (CelKind.Timestamp, CelKind.Duration) => Times.Add(first, -(Int128)second.Bits),
        (CelKind.Duration, CelKind.Duration) => Times.OfNanoseconds((Int128)first.Bits - second.Bits),
        _ => NoOverload(function, first, second),
    };

    private CelValue Overflow() => Fail("return error for overflow");
}

/// <summary>The unary minus.</summary>
internal sealed class NegateNode(Node operand, int position) : Node(position)
{
    public override CelValue Evaluate(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        context.Cost++;
        return value.Kind switch
        {
            CelKind.Int => value.Bits == long.MinValue ? Fail("return error for overflow") : CelValue.Int(-value.Bits),
            CelKind.Double => CelValue.Double(-value.AsDouble),
            CelKind.Error => value,
            _ => NoOverload("-_", value),
        };
    }
}
