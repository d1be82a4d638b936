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

    /// <summary>Where in the block a run begins or ends that was not looked at yet.</summary>
    private ulong _edges;

    /// <summary>Where the run began whose end is not seen; -1 outside of runs.</summary>
    private int _open = -1;

    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>Goes to the next stretch, in the order of the text.</summary>
    public bool MoveNext()
    {
        while (NextRun())
        {
            var run = _text[Start..End];
            if (run.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 || (run.Length >= ShortestWithoutDigit && IsMixed(run)))
                return true;
        }

        return false;
    }

    /// <summary>A quarter of capitals and a quarter of small letters: random letters of both cases have that, names do not.</summary>
    private static bool IsMixed(ReadOnlySpan<byte> run)
    {
        var (capitals, small) = (0, 0);
        foreach (var b in run)
        {
            capitals += b is >= (byte)'A' and <= (byte)'Z' ? 1 : 0;
            small += b is >= (byte)'a' and <= (byte)'z' ? 1 : 0;
        }

        return capitals * 4 >= run.Length && small * 4 >= run.Length;
    }

    private bool NextRun()
    {
        while (true)
        {
            while (_edges != 0)
            {
                var at = _block + BitOperations.TrailingZeroCount(_edges);
                _edges &= _edges - 1;
                if (_open < 0)
                    _open = at;
                else if (Closes(at))
                    return true;
            }

            if (!NextBlock())
                return _open >= 0 && Closes(_text.Length);
        }
    }

    private bool Closes(int end)
    {
        (Start, End, _open) = (_open, end, -1);
        return End - Start >= Shortest;
    }

    /// <summary>Goes on to the next block in which a run begins or ends that may be long enough.</summary>
    private bool NextBlock()
    {
        while ((_block += BlockBytes) < _text.Length)
        {
            var mask = _block + BlockBytes <= _text.Length ? MaskOf(in _text[_block]) : MaskOfLast();
            // Half of the shortest run at least lies in one block. Where no eight bytes of a run follow each other, only its ends matter.
            var eights = mask & mask >> 1;
            eights &= eights >> 2;
            if ((eights & eights >> 4) != 0)
            {
                _edges = mask ^ (mask << 1 | (_open >= 0 ? 1UL : 0));
                return true;
            }

            if (_open < 0 && (long)mask >= 0)
                continue;
            var edges = mask ^ (mask << 1 | (_open >= 0 ? 1UL : 0));
            _edges = (_open >= 0 ? edges & (0 - edges) : 0) | ((long)mask < 0 ? 1UL << (BlockBytes - BitOperations.LeadingZeroCount(~mask)) : 0);
            return true;
        }

        return false;
    }

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
