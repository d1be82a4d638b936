using System.Globalization;

namespace Sluice.Detection;

/// <summary>Spans of time as people say them.</summary>
internal static class Ages
{
    private const double DaysInYear = 365.25;

    public static string Of(TimeSpan span) => span.TotalDays switch
    {
        < 0 => "no time",
        < 1.0 / 24 => Text(Math.Max(1, (int)span.TotalMinutes), "minute"),
        < 2 => Text((int)span.TotalHours, "hour"),
        < 120 => Text((int)span.TotalDays, "day"),
        < 2 * DaysInYear => Text((int)(span.TotalDays / 30.4), "month"),
        var days => string.Create(CultureInfo.InvariantCulture, $"{days / DaysInYear:0.#} years"),
    };

    private static string Text(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
