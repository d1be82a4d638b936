namespace Sluice.Cel;

/// <summary>Offsets from UTC by name (<c>Europe/Paris</c>, from the system's data) or number (<c>+01:00</c>).</summary>
internal static class TimeZones
{
    private const int LongestName = 64;

    /// <returns>False where there is no such zone.</returns>
    public static bool TryOffset(string zone, CelValue timestamp, out int seconds)
    {
        seconds = 0;
        if (zone is "" or "UTC" or "Z")
            return zone != "Z";
        if (TimeParser.FixedOffset(zone, out seconds))
            return true;
        // The name becomes part of a file's path.
        if (zone.Length > LongestName || !char.IsAsciiLetter(zone[0]) || zone.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('/' or '_' or '-' or '+')))
            return false;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            return false;
        seconds = (int)found.GetUtcOffset(new DateTime(timestamp.Bits, DateTimeKind.Utc)).TotalSeconds;
        return true;
    }
}
