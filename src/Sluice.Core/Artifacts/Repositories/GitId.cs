using System.Globalization;
using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>The name of an object: SHA-1 or SHA-256 in 32 bytes rather than in a string, for there are millions.</summary>
public readonly record struct GitId
{
    private const int Sha1Length = 40;
    private const int Sha256Length = 64;

    private readonly UInt128 _high;
    private readonly UInt128 _low;
    private readonly bool _isLong;

    private GitId(UInt128 high, UInt128 low, bool isLong)
    {
        _high = high;
        _low = low;
        _isLong = isLong;
    }

    /// <summary>Nothing: what git writes for a ref that does not exist yet, or no more.</summary>
    public bool IsNull => _high == 0 && _low == 0;

    /// <summary>As people cut it short.</summary>
    public string Short => ToString()[..12];

    public static bool TryParse(ReadOnlySpan<byte> hex, out GitId id)
    {
        id = default;
        if (hex.Length is not (Sha1Length or Sha256Length)
            || !UInt128.TryParse(hex[..32], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !UInt128.TryParse(hex[32..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        id = new GitId(high, low, hex.Length == Sha256Length);
        return true;
    }

    public static bool TryParse(string hex, out GitId id)
    {
        id = default;
        return hex.Length <= Sha256Length && TryParse(Encoding.ASCII.GetBytes(hex), out id);
    }

    internal static GitId Parse(ReadOnlySpan<byte> hex) =>
        TryParse(hex, out var id) ? id : throw new ArtifactException("git named an object in a way that is not known");

    /// <summary>Orders names of one length as their text is ordered.</summary>
    internal static int Compare(GitId a, GitId b) => a._high != b._high ? a._high.CompareTo(b._high) : a._low.CompareTo(b._low);

    public override string ToString() => _high.ToString("x32", CultureInfo.InvariantCulture) + _low.ToString(_isLong ? "x32" : "x8", CultureInfo.InvariantCulture);

    /// <summary>Writes the name and a line end, as git's batch commands take it.</summary>
    internal void WriteLine(Stream output)
    {
        Span<byte> line = stackalloc byte[Sha256Length + 1];
        _high.TryFormat(line, out var count, "x32", CultureInfo.InvariantCulture);
        _low.TryFormat(line[count..], out var rest, _isLong ? "x32" : "x8", CultureInfo.InvariantCulture);
        line[count + rest] = (byte)'\n';
        output.Write(line[..(count + rest + 1)]);
    }
}
