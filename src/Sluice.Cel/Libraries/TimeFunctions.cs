using static Sluice.Cel.CelOverload;

namespace Sluice.Cel;

/// <summary>getHours() and its kind, of timestamps with or without a time zone, and of durations.</summary>
internal static class TimeFunctions
{
    private const long SecondsPerDay = 86_400;

    public static CelFunction[] All { get; } =
    [
        Of("getFullYear", "year", time => time.Year),
        Of("getMonth", "month", time => time.Month - 1),
        Of("getDate", "day_of_month_1_based", time => time.Day),
        Of("getDayOfMonth", "day_of_month", time => time.Day - 1),
        Of("getDayOfWeek", "day_of_week", time => time.DayOfWeek),
        Of("getDayOfYear", "day_of_year", time => time.DayOfYear),
        Of("getHours", "hours", time => time.SecondOfDay / 3600, nanoseconds => nanoseconds / (3600 * Times.NanosecondsPerSecond)),
        Of("getMinutes", "minutes", time => time.SecondOfDay / 60 % 60, nanoseconds => nanoseconds / (60 * Times.NanosecondsPerSecond)),
        Of("getSeconds", "seconds", time => time.SecondOfDay % 60, nanoseconds => nanoseconds / Times.NanosecondsPerSecond),
        Of("getMilliseconds", "milliseconds", time => time.Nanoseconds / 1_000_000, nanoseconds => nanoseconds / 1_000_000 % 1000),
    ];

    private static CelFunction Of(string name, string part, Func<Calendar, long> ofTime, Func<long, long>? ofDuration = null)
    {
        var overloads = new List<CelOverload>
        {
            Unary("timestamp_to_" + part, CelType.Timestamp, CelType.Int, value => CelValue.Int(ofTime(Calendar.Of(value, 0)))).AsMember(),
            Binary($"timestamp_to_{part}_with_tz", CelType.Timestamp, CelType.String, CelType.Int, (value, zone) =>
                TimeZones.TryOffset(zone.AsString, value, out var offset) ? CelValue.Int(ofTime(Calendar.Of(value, offset))) : CelValue.Error($"there is no time zone {zone}")).AsMember(),
        };
        if (ofDuration is not null)
            overloads.Add(Unary("duration_to_" + part, CelType.Duration, CelType.Int, value => CelValue.Int(ofDuration(value.AsDuration))).AsMember());
        return new CelFunction(name, overloads);
    }

    /// <summary>A moment as a calendar shows it; a time zone may put it into the year 0 or 10000, which .NET's dates cannot be.</summary>
    private readonly record struct Calendar(long Year, int Month, int Day, int DayOfWeek, int DayOfYear, long SecondOfDay, long Nanoseconds)
    {
        public static Calendar Of(CelValue timestamp, int offset)
        {
            var seconds = timestamp.Bits / TimeSpan.TicksPerSecond + offset;
            var days = Math.DivRem(seconds, SecondsPerDay, out var second);
            if (second < 0)
                (days, second) = (days - 1, second + SecondsPerDay);
            // 400 years are 146097 days and a whole number of weeks; shifted by them, every moment is a date of .NET.
            var shift = days < 0 ? 1 : days >= DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay ? -1 : 0;
            var date = new DateTime((days + shift * 146_097) * TimeSpan.TicksPerDay, DateTimeKind.Utc);
            return new Calendar(date.Year - shift * 400, date.Month, date.Day, (int)date.DayOfWeek, date.DayOfYear - 1, second, Times.Nanoseconds(timestamp));
        }
    }
}
