namespace Sluice.Artifacts;

/// <summary>How files and policies write the program's own words: in lower case, words apart by dashes (<c>source-map</c>).</summary>
internal static class DashedName
{
    public static string Of<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
