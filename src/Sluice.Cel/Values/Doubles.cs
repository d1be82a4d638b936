using System.Globalization;

namespace Sluice.Cel;

/// <summary>Doubles to and from text as the reference does it.</summary>
internal static class Doubles
{
    /// <summary>The shortest text that gives the number again; with an exponent below 1e-4 and from some power of ten on.</summary>
    /// <param name="largestExponent">From which power of ten on an exponent is written.</param>
    public static string ToText(double value, int largestExponent = 6)
    {
        if (Special(value) is { } special)
            return special;
        var (isNegative, digits, exponent) = Decompose(value);
        var sign = isNegative ? "-" : "";
        if (exponent < -4 || exponent >= largestExponent)
        {
            var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        return sign + Plain(digits, exponent);
    }

    /// <summary>The shortest text that gives the number again, never with an exponent.</summary>
    public static string ToPlainText(double value)
    {
        if (Special(value) is { } special)
            return special;
        var (isNegative, digits, exponent) = Decompose(value);
        return (isNegative ? "-" : "") + Plain(digits, exponent);
    }

    /// <summary>So that it reads as a double: <c>1.0</c>.</summary>
    public static string AsLiteral(double value)
    {
        var text = ToText(value, 21);
        return double.IsFinite(value) && !text.AsSpan().ContainsAny('.', 'e') ? text + ".0" : double.IsFinite(value) ? text : $"double(\"{text}\")";
    }

    /// <summary>Decimal numbers, and NaN and infinities in any case; no number that a double cannot hold.</summary>
    public static bool TryParse(string text, out double value)
    {
        var unsigned = text.AsSpan().TrimStart("+-");
        value = 0;
        if (text.Length - unsigned.Length > 1 || text.Length > Conversions.LongestNumber)
            return false;
        var isNegative = text.StartsWith('-');
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            value = double.NaN;
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return unsigned.ContainsAnyInRange('0', '9') && !text.Contains('\0') && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static string? Special(double value) => double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : null;

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (exponent + 1 >= digits.Length)
            return digits + new string('0', exponent + 1 - digits.Length);
        return digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    /// <summary>The number is <c>d.ddd × 10^exponent</c>.</summary>
    private static (bool IsNegative, string Digits, int Exponent) Decompose(double value)
    {
        // The shortest digits that give the number again, as .NET finds them.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var isNegative = shortest.StartsWith('-');
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (mark < 0 ? shortest : shortest[..mark]).TrimStart('-');
        var power = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var digits = whole + (point < 0 ? "" : mantissa[(point + 1)..]);
        var leading = digits.Length - digits.AsSpan().TrimStart('0').Length;
        if (leading == digits.Length)
            return (isNegative, "0", 0);
        var exponent = whole.Length - 1 - leading + power;
        return (isNegative, digits[leading..].TrimEnd('0'), exponent);
    }
}
