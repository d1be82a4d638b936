using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>
/// The name of an object: SHA-1 or SHA-256 in numbers rather than in a string, for there are millions. Not in <see cref="UInt128"/>: whatever touches one is compiled at every start.
/// </summary>
public readonly record struct GitId
{
    private const int Sha1Length = 40;
    private const int Sha256Length = 64;
    private const int DigitsOfNumber = 16;
    private const int DigitsOfRest = 8;

    /// <summary>From the left. Of a SHA-1 the third has 8 digits and the fourth none.</summary>
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;
    private readonly bool _isLong;

    private GitId(ulong first, ulong second, ulong third, ulong fourth, bool isLong) => (_first, _second, _third, _fourth, _isLong) = (first, second, third, fourth, isLong);

    /// <summary>Nothing: what git writes for a ref that does not exist yet, or no more.</summary>
    public bool IsNull => (_first | _second | _third | _fourth) == 0;

    /// <summary>As people cut it short.</summary>
    public string Short => ToString()[..12];

    public static bool TryParse(ReadOnlySpan<byte> hex, out GitId id)
    {
        id = default;
        var isLong = hex.Length == Sha256Length;
        if (!isLong && hex.Length != Sha1Length)
            return false;
        ulong fourth = 0;
        if (!TryRead(hex[..16], out var first) || !TryRead(hex[16..32], out var second) || !TryRead(isLong ? hex[32..48] : hex[32..], out var third) || (isLong && !TryRead(hex[48..], out fourth)))
            return false;
        id = new GitId(first, second, third, fourth, isLong);
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
    internal static int Compare(GitId a, GitId b)
    {
        if (a._first != b._first)
            return a._first.CompareTo(b._first);
        if (a._second != b._second)
            return a._second.CompareTo(b._second);
        return a._third != b._third ? a._third.CompareTo(b._third) : a._fourth.CompareTo(b._fourth);
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[Sha256Length];
        return Encoding.ASCII.GetString(text[..Write(text)]);
    }

    /// <summary>Writes the name and a line end, as git's batch commands take it.</summary>
    internal void WriteLine(Stream output)
    {
        Span<byte> line = stackalloc byte[Sha256Length + 1];
        var length = Write(line);
        line[length] = (byte)'\n';
        output.Write(line[..(length + 1)]);
    }

    /// <returns>The digits that were written.</returns>
    private int Write(Span<byte> text)
    {
        Write(_first, text[..16]);
        Write(_second, text[16..32]);
        if (!_isLong)
        {
            Write(_third, text.Slice(32, DigitsOfRest));
            return Sha1Length;
        }

        Write(_third, text.Slice(32, DigitsOfNumber));
        Write(_fourth, text.Slice(48, DigitsOfNumber));
        return Sha256Length;
    }

    private static void Write(ulong number, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number >>= 4)
            digits[i] = "0123456789abcdef"u8[(int)(number & 15)];
    }

    private static bool TryRead(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        foreach (var c in digits)
        {
            var digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return false;
            number = (number << 4) | (uint)digit;
        }

        return true;
    }
}
