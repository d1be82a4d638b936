namespace Sluice.Secrets;

/// <summary>Which bytes of a text belong to a match already: a bit each. The time is that of the pieces' length.</summary>
internal sealed class TakenBytes(long start, long end)
{
    private const int WordBits = 64;

    private readonly ulong[] _words = new ulong[((end - start) / WordBits) + 1];

    /// <summary>Takes a piece when none of it is taken.</summary>
    public bool TryTake(long offset, long length)
    {
        if (IsTouched(offset, length))
            return false;
        Take(offset, length);
        return true;
    }

    /// <summary>Whether any byte of a piece is taken.</summary>
    public bool IsTouched(long offset, long length)
    {
        var (first, last) = (offset - start, offset + length - 1 - start);
        for (var word = first / WordBits; word <= last / WordBits; word++)
        {
            if ((_words[word] & MaskOf(word, first, last)) != 0)
                return true;
        }

        return false;
    }

    public void Take(long offset, long length)
    {
        var (first, last) = (offset - start, offset + length - 1 - start);
        for (var word = first / WordBits; word <= last / WordBits; word++)
            _words[word] |= MaskOf(word, first, last);
    }

    private static ulong MaskOf(long word, long first, long last)
    {
        var from = Math.Max(first - (word * WordBits), 0);
        var to = Math.Min(last - (word * WordBits), WordBits - 1);
        return ulong.MaxValue << (int)from & ulong.MaxValue >> (int)(WordBits - 1 - to);
    }
}
