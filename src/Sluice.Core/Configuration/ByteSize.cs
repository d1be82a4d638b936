using System.Globalization;

namespace Sluice.Configuration;

/// <summary>Sizes as people write them: <c>500MB</c> (powers of 1000), <c>16GiB</c> (powers of 1024), plain bytes.</summary>
public static class ByteSize
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1000), ("MB", 1000_000), ("GB", 1000_000_000), ("TB", 1000_000_000_000), ("B", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        var (number, factor) = (text.Trim(), 1L);
        foreach (var (suffix, size) in Units)
        {
            if (number.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                (number, factor) = (number[..^suffix.Length].TrimEnd(), size);
                break;
            }
        }

        bytes = 0;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        var product = value * factor;
        if (product is <= 0 or > long.MaxValue)
            return false;
        bytes = (long)product;
        return true;
    }

    /// <summary>Three digits and a unit of powers of 1000: "9.8 MB".</summary>
    public static string Text(long bytes)
    {
        if (bytes < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < 4)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture)} {"kMGT"[unit - 1]}B");
    }
}
