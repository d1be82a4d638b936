namespace Sluice.Detection.Detectors.Provenance;

/// <summary>The first three numbers of a version of any scheme; missing ones are 0.</summary>
internal readonly record struct Numbers(long Major, long Minor, long Patch)
{
    private const long Most = 1_000_000_000_000;

    /// <summary>Versions that are maintained side by side: the major number, and the minor one below 1.0.</summary>
    public (long, long) Line => (Major, Major == 0 ? Minor : 0);

    public static Numbers Of(string version)
    {
        Span<long> numbers = stackalloc long[3];
        var index = 0;
        foreach (var letter in version.AsSpan(version.StartsWith('v') ? 1 : 0))
        {
            if (letter == '.')
            {
                if (++index == numbers.Length)
                    break;
            }
            else if (!char.IsAsciiDigit(letter))
            {
                break;
            }
            else
            {
                numbers[index] = Math.Min(Most, numbers[index] * 10 + letter - '0');
            }
        }

        return new Numbers(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>The next patch, the next minor version or the next major one, or no step at all (a pre-release, a fourth number).</summary>
    public bool Follows(Numbers previous) =>
        this == previous
        || (Major == previous.Major && Minor == previous.Minor && Patch == previous.Patch + 1)
        || (Major == previous.Major && Minor == previous.Minor + 1 && Patch == 0)
        || (Major == previous.Major + 1 && Minor == 0 && Patch == 0);
}
