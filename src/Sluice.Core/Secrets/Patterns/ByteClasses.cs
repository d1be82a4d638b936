namespace Sluice.Secrets.Patterns;

/// <summary>The bytes that no set of a program tells apart, by a number each: a table over numbers is a tenth of one over bytes.</summary>
internal sealed class ByteClasses
{
    private ByteClasses(byte[] numbers, int count) => (Numbers, Count) = (numbers, count);

    public int Count { get; }

    /// <summary>The number for each of the 256 bytes.</summary>
    public byte[] Numbers { get; }

    public static ByteClasses Of(PatternProgram program)
    {
        var numbers = new byte[256];
        var count = 1;
        Span<short> split = stackalloc short[256];
        foreach (var set in program.Sets)
        {
            // A class that has bytes within and without the set is parted: those within get a new number.
            split.Fill(-1);
            var before = (Numbers: (byte[])numbers.Clone(), Count: count);
            for (var b = 0; b < 256; b++)
            {
                if (!set.Contains((byte)b))
                    continue;
                ref var number = ref split[before.Numbers[b]];
                if (number < 0)
                    number = (short)(IsWhole(before.Numbers, before.Numbers[b], set) ? before.Numbers[b] : count++);
                numbers[b] = (byte)number;
            }
        }

        return new ByteClasses(numbers, count);
    }

    private static bool IsWhole(byte[] numbers, byte number, ByteSet set)
    {
        for (var b = 0; b < 256; b++)
        {
            if (numbers[b] == number && !set.Contains((byte)b))
                return false;
        }

        return true;
    }
}
