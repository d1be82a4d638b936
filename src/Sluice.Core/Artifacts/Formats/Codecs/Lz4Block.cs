namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>One compressed block of LZ4 (LZ4 block format): literals and copies of what came before.</summary>
internal static class Lz4Block
{
    private const int MinMatch = 4;

    /// <summary>Decodes behind what <paramref name="window"/> holds up to <paramref name="to"/>, which copies may reach back to.</summary>
    /// <returns>Where the decoded bytes end in the window, which is as long as they may become.</returns>
    public static int Decode(ReadOnlySpan<byte> packed, Span<byte> window, int to)
    {
        var at = 0;
        while (at < packed.Length)
        {
            var token = packed[at++];
            var literals = TakeLength(packed, ref at, token >> 4);
            if (literals > packed.Length - at || literals > window.Length - to)
                throw Damaged();
            packed.Slice(at, (int)literals).CopyTo(window[to..]);
            at += (int)literals;
            to += (int)literals;
            // The last sequence has literals only.
            if (at == packed.Length)
                return to;
            if (packed.Length - at < 2)
                throw Damaged();
            var distance = packed[at] | (packed[at + 1] << 8);
            at += 2;
            var length = TakeLength(packed, ref at, token & 15) + MinMatch;
            if (distance == 0 || distance > to || length > window.Length - to)
                throw Damaged();
            Repeat(window, to, distance, (int)length);
            to += (int)length;
        }

        throw Damaged();
    }

    private static long TakeLength(ReadOnlySpan<byte> packed, ref int at, int length)
    {
        if (length < 15)
            return length;
        long sum = length;
        while (at < packed.Length)
        {
            var more = packed[at++];
            sum += more;
            if (more != byte.MaxValue)
                return sum;
        }

        throw Damaged();
    }

    /// <summary>A copy may overlap itself: what it has written is what it goes on with, twice as much each time.</summary>
    private static void Repeat(Span<byte> window, int to, int distance, int length)
    {
        var from = to - distance;
        while (length > 0)
        {
            var count = Math.Min(length, to - from);
            window.Slice(from, count).CopyTo(window[to..]);
            to += count;
            length -= count;
        }
    }

    private static ArtifactException Damaged() => new("the lz4 data is damaged");
}
