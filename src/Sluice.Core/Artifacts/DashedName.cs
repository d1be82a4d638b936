using System.Text;

namespace Sluice.Artifacts;

/// <summary>How files and policies write the program's own words: in lower case, words apart by dashes (<c>source-map</c>).</summary>
internal static class DashedName
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
