using System.Globalization;

namespace Sluice.Cel;

/// <summary>Timestamps between the years 1 and 9999 and spans of up to some 292 years, both to the nanosecond.</summary>
internal static class Times
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    private const long EpochSeconds = 62_135_596_800;
    private static readonly long MaxSeconds = DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond;

    /// <param name="seconds">Since the year 1.</param>
    public static CelValue OfSeconds(long seconds, long nanoseconds)
    {
        if (seconds < 0 || seconds > MaxSeconds)
            return CelValue.Error("range error: a timestamp is between the years 1 and 9999");
        return CelValue.Timestamp(seconds * TimeSpan.TicksPerSecond + nanoseconds / 100, (int)(nanoseconds % 100));
    }

    public static CelValue OfUnixSeconds(long seconds) => seconds is < -EpochSeconds or > 253_402_300_799
        ? CelValue.Error("range error: a timestamp is between the years 1 and 9999")
        : OfSeconds(seconds + EpochSeconds, 0);

    public static long UnixSeconds(CelValue timestamp) => timestamp.Bits / TimeSpan.TicksPerSecond - EpochSeconds;

    public static long Nanoseconds(CelValue timestamp) => timestamp.Bits % TimeSpan.TicksPerSecond * 100 + timestamp.SubTick;

    public static CelValue Add(CelValue timestamp, Int128 nanoseconds)
    {
        var total = (Int128)timestamp.Bits * 100 + timestamp.SubTick + nanoseconds;
        if (total < 0 || total / NanosecondsPerSecond > MaxSeconds)
            return CelValue.Error("range error: a timestamp is between the years 1 and 9999");
        return CelValue.Timestamp((long)(total / 100), (int)(total % 100));
    }

    public static CelValue Subtract(CelValue left, CelValue right)
    {
        var difference = ((Int128)left.Bits - right.Bits) * 100 + left.SubTick - right.SubTick;
        return OfNanoseconds(difference);
    }

    public static CelValue TooLong => CelValue.Error("range error: a duration is at most some 292 years");

    public static CelValue OfNanoseconds(Int128 nanoseconds) => nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? TooLong : CelValue.Duration((long)nanoseconds);

    /// <summary>RFC 3339 in UTC with as many decimals as needed.</summary>
    public static string ToText(CelValue timestamp)
    {
        var moment = new DateTime(timestamp.Bits, DateTimeKind.Utc);
        return moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(Nanoseconds(timestamp)) + "Z";
    }

    /// <summary>Seconds, <c>-1.5s</c>.</summary>
    public static string ToText(long duration)
    {
        var magnitude = UInt128.CreateTruncating(Int128.Abs(duration));
        var (seconds, rest) = UInt128.DivRem(magnitude, (UInt128)NanosecondsPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{(duration < 0 ? "-" : "")}{seconds}{Fraction((long)rest)}s");
    }

    private static string Fraction(long nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
}
