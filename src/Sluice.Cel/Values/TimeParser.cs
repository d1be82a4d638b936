using System.Buffers;
using System.Globalization;

namespace Sluice.Cel;

/// <summary>Reads timestamps (RFC 3339) and spans of time (<c>1h30m</c>, <c>-1.5s</c>).</summary>
internal static class TimeParser
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create(".0123456789");

    private const int LongestText = 200;

    public static CelValue Timestamp(string text)
    {
        var problem = CelValue.Error($"range error: '{Shorten(text)}' is no timestamp of RFC 3339 between the years 1 and 9999");
        var span = text.AsSpan();
        // 2009-02-13T23:31:30Z is the shortest form.
        if (span.Length is < 20 or > LongestText || span[4] != '-' || span[7] != '-' || span[10] != 'T' || span[13] != ':' || span[16] != ':')
            return problem;
        if (!Digits(span[..4], out var year) || !Digits(span[5..7], out var month) || !Digits(span[8..10], out var day) ||
            !Digits(span[11..13], out var hour) || !Digits(span[14..16], out var minute) || !Digits(span[17..19], out var second))
            return problem;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return problem;
        var rest = span[19..];
        if (!TakeFraction(ref rest, out var nanoseconds) || !Offset(rest, out var offset))
            return problem;
        var seconds = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerSecond;
        return Times.OfSeconds(seconds - offset, nanoseconds);
    }

    /// <summary>A sequence of numbers with units h, m, s, ms, us, ns, all of one sign.</summary>
    public static CelValue Duration(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest is "0")
            return CelValue.Duration(0);
        if (rest.IsEmpty || rest.Length > LongestText)
            return NoDuration(text);
        ulong total = 0;
        while (!rest.IsEmpty)
        {
            if (!TakeAmount(ref rest, out var amount))
                return NoDuration(text);
            total += Math.Min(amount, ulong.MaxValue - total);
        }

        if (total > long.MaxValue + (isNegative ? 1UL : 0))
            return Times.TooLong;
        return CelValue.Duration(isNegative ? (long)(0 - total) : (long)total);
    }

    /// <summary><c>+01:00</c>, <c>-02:30</c>, <c>02:00</c> in seconds.</summary>
    public static bool FixedOffset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        var isNegative = text.StartsWith("-");
        if (isNegative || text.StartsWith("+"))
            text = text[1..];
        if (text.Length != 5 || text[2] != ':' || !Digits(text[..2], out var hours) || !Digits(text[3..], out var minutes) || hours > 23 || minutes > 59)
            return false;
        seconds = (hours * 60 + minutes) * 60 * (isNegative ? -1 : 1);
        return true;
    }

    private static CelValue NoDuration(string text) => CelValue.Error($"range error: '{Shorten(text)}' is no duration such as '1h30m' or '1.5s'");

    /// <param name="nanoseconds">The most there can be where it is too many to count. In 64 bits: whatever touches a number of 128 is compiled at every start.</param>
    private static bool TakeAmount(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        nanoseconds = 0;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            return false;
        var whole = rest[..digits];
        rest = rest[digits..];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length < 0)
                return false;
            fraction = rest[..length];
            rest = rest[length..];
        }

        if ((digits == 0 && fraction.IsEmpty) || !TakeUnit(ref rest, out var unit))
            return false;
        nanoseconds = WholeOf(whole, unit);
        nanoseconds += Math.Min(FractionOf(fraction, unit), ulong.MaxValue - nanoseconds);
        return true;
    }

    private static ulong WholeOf(ReadOnlySpan<char> digits, ulong unit)
    {
        ulong number = 0;
        foreach (var digit in digits)
        {
            if (number > (ulong.MaxValue / unit / 10) - 1)
                return ulong.MaxValue;
            number = (number * 10) + digit - '0';
        }

        return number * unit;
    }

    /// <summary>Rounded towards zero: from the last digit to the first, for to divide twice and round each time is to divide and round once.</summary>
    private static ulong FractionOf(ReadOnlySpan<char> digits, ulong unit)
    {
        ulong nanoseconds = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
            nanoseconds = (((ulong)(digits[i] - '0') * unit) + nanoseconds) / 10;
        return nanoseconds;
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        var length = rest.IndexOfAny(NumberLetters);
        var unit = length < 0 ? rest : rest[..length];
        nanoseconds = unit switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => Times.NanosecondsPerSecond,
            "m" => 60 * Times.NanosecondsPerSecond,
            "h" => 3600 * Times.NanosecondsPerSecond,
            _ => 0,
        };
        rest = rest[unit.Length..];
        return nanoseconds > 0;
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!rest.StartsWith("."))
            return true;
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
            return false;
        for (var i = 1; i <= 9; i++)
            nanoseconds = nanoseconds * 10 + (i <= digits ? rest[i] - '0' : 0);
        rest = rest[(digits + 1)..];
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        return text is "Z" || (text.Length == 6 && FixedOffset(text, out seconds));
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.IndexOfAnyExceptInRange('0', '9') < 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
