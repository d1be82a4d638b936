using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Secrets;

/// <summary>A page of a manual: named after its section (<c>curl.1</c>, <c>EVP_sign.3ssl</c>) and written in roff, for the name alone fits an old log as well.</summary>
internal static class ManualPage
{
    /// <summary>A title stands behind comments and licences at most.</summary>
    private const int MaxFront = 16 << 10;

    public static bool IsOne(EntryPath path, ReadOnlySpan<byte> text) => IsNamedLikeOne(path) && HasTitle(text[..Math.Min(text.Length, MaxFront)]);

    private static bool IsNamedLikeOne(EntryPath path)
    {
        var name = path.HasExtension(".gz") ? path.Name[..^3] : path.Name;
        var section = Path.GetExtension(name.AsSpan());
        return section is ['.', >= '1' and <= '8', ..] && section.Length <= 6 && section[2..].IndexOfAnyExceptInRange('a', 'z') < 0;
    }

    /// <summary>The request that every page begins with: of the macros man or mdoc.</summary>
    private static bool HasTitle(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            if (text[line].StartsWith(".TH "u8) || text[line].StartsWith(".Dd "u8))
                return true;
        }

        return false;
    }
}
