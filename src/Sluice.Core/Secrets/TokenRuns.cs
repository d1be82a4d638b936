using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// Finds the stretches of a text that may be secrets: letters, digits, <c>-_+</c> in one piece, 16 or more with a digit among them, 20 or
/// more of both cases without. Nearly every kind of credential has such a stretch, and ordinary text has few. Looks at 64 bytes at a time.
/// </summary>
internal ref struct TokenRuns(ReadOnlySpan<byte> text)
{
    public const int Shortest = 16;
    public const int ShortestWithoutDigit = 20;
    private const int BlockBytes = 64;

    public static readonly ByteSet Characters = ByteSet.Alphanumeric.Union(ByteSet.Of("-_+"u8));

    private static readonly Vector128<byte> LowTable = LowHalves();

    /// <summary>One bit for each upper half of an ASCII byte.</summary>
    private static readonly Vector128<byte> HighTable = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _block = -BlockBytes;

    /// <summary>The characters of tokens in the block; in the one before while a block is entered.</summary>
    private ulong _tokens;

    /// <summary>Where in the block the sixteenth such character in a row stands, or a later one.</summary>
    private ulong _sixteenth;

    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>Goes to the next stretch, in the order of the text.</summary>
    public bool MoveNext()
    {
        while (NextRun())
        {
            var run = _text[Start..End];
            if (run.ContainsAnyInRange((byte)'0', (byte)'9') || (run.Length >= ShortestWithoutDigit && IsMixed(Behind(run))))
                return true;
        }

        return false;
    }

    /// <summary>What stands behind a front such as <c>hf_</c> or <c>api_org_</c>, which says nothing of the rest; all of it where that would leave too little.</summary>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> run) =>
        run.LastIndexOf((byte)'_') + 1 is > 0 and var front && run.Length - front >= ShortestWithoutDigit ? run[front..] : run;

    /// <summary>A fifth of capitals and a fifth of small letters: of thirty random letters of both cases one in a thousand has less, and few names have that.</summary>
    private static bool IsMixed(ReadOnlySpan<byte> run)
    {
        var (capitals, small, at) = (0, 0, 0);
        for (; at + Vector128<byte>.Count <= run.Length; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(in run[at]);
            capitals += BitOperations.PopCount(Vector128.LessThan(bytes - Vector128.Create((byte)'A'), Vector128.Create((byte)26)).ExtractMostSignificantBits());
            small += BitOperations.PopCount(Vector128.LessThan(bytes - Vector128.Create((byte)'a'), Vector128.Create((byte)26)).ExtractMostSignificantBits());
        }

        for (; at < run.Length; at++)
        {
            capitals += char.IsAsciiLetterUpper((char)run[at]) ? 1 : 0;
            small += char.IsAsciiLetterLower((char)run[at]) ? 1 : 0;
        }

        return capitals * 5 >= run.Length && small * 5 >= run.Length;
    }

    private bool NextRun()
    {
        while (_sixteenth == 0)
        {
            _block += BlockBytes;
            if (_block >= _text.Length)
                return false;
            Enter(MaskOfBlock());
        }

        Start = _block + BitOperations.TrailingZeroCount(_sixteenth) - (Shortest - 1);
        End = GoToEnd(_tokens | ~(ulong.MaxValue << BitOperations.TrailingZeroCount(_sixteenth)));
        return true;
    }

    /// <summary>Moves to the end of a row, and leaves nothing of it in the block.</summary>
    /// <param name="mask">Of the block, as if it began with the row.</param>
    private int GoToEnd(ulong mask)
    {
        while (mask == ulong.MaxValue && (_block += BlockBytes) < _text.Length)
            _tokens = mask = MaskOfBlock();
        _sixteenth = 0;
        if (mask == ulong.MaxValue)
            return _text.Length;
        var length = BitOperations.TrailingZeroCount(~mask);
        var rest = _tokens & ulong.MaxValue << length;
        _tokens = 0;
        Enter(rest);
        return _block + length;
    }

    private void Enter(ulong mask)
    {
        // Rows that end in the block began at most fifteen characters before it.
        const int known = Shortest;
        _sixteenth = EndsOfRows(mask) | EndsOfRows(_tokens >> (BlockBytes - known) | mask << known) >> known;
        _tokens = mask;
    }

    /// <summary>Where the sixteenth bit in a row stands, or a later one.</summary>
    private static ulong EndsOfRows(ulong mask)
    {
        mask &= mask << 1;
        mask &= mask << 2;
        mask &= mask << 4;
        return mask & mask << 8;
    }

    private readonly ulong MaskOfBlock() => _block + BlockBytes <= _text.Length ? MaskOf(in _text[_block]) : MaskOfLast();

    private readonly ulong MaskOfLast()
    {
        Span<byte> last = stackalloc byte[BlockBytes];
        last.Clear();
        _text[_block..].CopyTo(last);
        return MaskOf(in last[0]);
    }

    /// <param name="first">The first of 64 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MaskOf(ref readonly byte first)
    {
        if (Avx2.IsSupported)
            return WideMaskOf(in first, 0) | (ulong)WideMaskOf(in first, 32) << 32;
        return MaskOf(Vector128.LoadUnsafe(in first)) | MaskOf(Vector128.LoadUnsafe(in first, 16)) << 16
            | MaskOf(Vector128.LoadUnsafe(in first, 32)) << 32 | MaskOf(Vector128.LoadUnsafe(in first, 48)) << 48;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint WideMaskOf(ref readonly byte first, nuint offset)
    {
        var bytes = Vector256.LoadUnsafe(in first, offset);
        var low = Avx2.Shuffle(Vector256.Create(LowTable, LowTable), bytes & Vector256.Create((byte)0x0f));
        var high = Avx2.Shuffle(Vector256.Create(HighTable, HighTable), (bytes.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0f));
        return ~Vector256.Equals(low & high, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MaskOf(Vector128<byte> bytes)
    {
        var low = LiteralSearch.LookUp(LowTable, bytes & Vector128.Create((byte)0x0f));
        var high = LiteralSearch.LookUp(HighTable, (bytes.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0x0f));
        return (~Vector128.Equals(low & high, Vector128<byte>.Zero)).ExtractMostSignificantBits();
    }

    private static Vector128<byte> LowHalves()
    {
        Span<byte> table = stackalloc byte[16];
        table.Clear();
        foreach (var b in Characters.Members())
            table[b & 0x0f] |= (byte)(1 << (b >> 4));
        return Vector128.Create<byte>(table);
    }
}
