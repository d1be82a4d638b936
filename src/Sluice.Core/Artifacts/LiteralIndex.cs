using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Artifacts;

/// <summary>
/// Says which of many strings stand at a place, whatever their case. One bit a hash of three bytes answers "none" nearly always; of strings that
/// begin with the same three, the long ones are told apart by six. Immutable once built; thread safe.
/// </summary>
internal sealed class LiteralIndex
{
    /// <summary>The shortest string that can be looked up.</summary>
    public const int ShortestLiteral = 3;

    /// <summary>Strings as long are looked up by so many bytes, for hundreds may begin with the same three.</summary>
    private const int LongFront = 6;

    private const int FilterBits = 17;
    private const int TableBits = 13;

    /// <summary>Bytes that differ in the bit of the case only have the same key.</summary>
    private const uint CaseBits = 0x202020;
    private const uint KeyBytes = 0xffffff;
    private const ulong LongCaseBits = 0x2020_2020_2020;

    private readonly ulong[] _filter = new ulong[(1 << FilterBits) / 64];
    private readonly int[] _first = new int[1 << TableBits];
    private readonly int[] _firstLong = new int[1 << TableBits];

    /// <summary>The next string whose front leads to the same place; of several that are equal the first stands there for all.</summary>
    private readonly int[] _next;

    /// <summary>The next one that is equal.</summary>
    private readonly int[] _same;
    private readonly byte[][] _literals;

    /// <summary>The first four bytes of each: of many strings that begin alike, most are told apart by them.</summary>
    private readonly Atom[] _fronts;
    private readonly int[] _owners;

    /// <param name="literals">In lower case.</param>
    /// <param name="owners">What each string stands for; a string may occur several times.</param>
    public LiteralIndex(byte[][] literals, int[] owners)
    {
        _literals = literals;
        _owners = owners;
        _next = new int[literals.Length];
        _same = new int[literals.Length];
        _fronts = Array.ConvertAll(literals, FrontOf);
        Array.Fill(_first, -1);
        Array.Fill(_firstLong, -1);
        for (var i = literals.Length - 1; i >= 0; i--)
        {
            var hash = Hash((uint)(literals[i][0] | literals[i][1] << 8 | literals[i][2] << 16) | CaseBits);
            _filter[hash >> 6] |= 1UL << (int)(hash & 63);
            ref var head = ref literals[i].Length < LongFront ? ref _first[hash >> (FilterBits - TableBits)] : ref _firstLong[LongHash(literals[i])];
            Enter(i, ref head);
        }

        // From the last of equal strings it goes on as from the first.
        for (var i = 0; i < literals.Length; i++)
        {
            if (_same[i] >= 0)
                _next[_same[i]] = _next[i];
        }
    }

    private void Enter(int literal, ref int head)
    {
        ref var link = ref head;
        while (link >= 0 && !_literals[link].AsSpan().SequenceEqual(_literals[literal]))
            link = ref _next[link];
        if (link >= 0)
            (_same[literal], _next[literal], link) = (link, _next[link], literal);
        else
            (_same[literal], _next[literal], head) = (-1, head, literal);
    }

    /// <summary>For strings that stand for nothing but themselves.</summary>
    /// <param name="literals">In lower case.</param>
    public LiteralIndex(string[] literals)
        : this(Array.ConvertAll(literals, System.Text.Encoding.ASCII.GetBytes), new int[literals.Length])
    {
    }

    /// <summary>Whether any of the strings stands anywhere in the text.</summary>
    public bool StandsIn(ReadOnlySpan<byte> text)
    {
        var at = 0;
        return Find(text, ref at, text.Length) >= 0;
    }

    /// <summary>Moves to the next place before the end where strings stand, and gives the first of them; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> text, ref int at, int end)
    {
        var last = Math.Min(end, text.Length - ShortestLiteral + 1);
        if (at >= last || _literals.Length == 0)
            return -1;
        // All but the last place have a fourth byte, so that the three of the key are read at once.
        ref readonly var filter = ref MemoryMarshal.GetArrayDataReference(_filter);
        for (var whole = Math.Min(last, text.Length - sizeof(uint) + 1); at < whole; at++)
        {
            var hash = Hash(Unsafe.ReadUnaligned<uint>(in text[at]) & KeyBytes | CaseBits);
            if ((Unsafe.Add(ref Unsafe.AsRef(in filter), hash >> 6) >> (int)(hash & 63) & 1) != 0 && At(text[at..], _first[hash >> (FilterBits - TableBits)]) is >= 0 and var literal)
                return literal;
        }

        for (; at < last; at++)
        {
            var hash = Hash((uint)(text[at] | text[at + 1] << 8 | text[at + 2] << 16) | CaseBits);
            if (At(text[at..], _first[hash >> (FilterBits - TableBits)]) is >= 0 and var literal)
                return literal;
        }

        return -1;
    }

    /// <summary>The next string at the place of the one that was given; -1 when there is no more.</summary>
    public int Next(ReadOnlySpan<byte> text, int at, int literal) =>
        _same[literal] is >= 0 and var same ? same : _literals[literal].Length < LongFront ? At(text[at..], _next[literal]) : Matching(text[at..], _next[literal]);

    /// <summary>The first of the strings that stand at the front of a text: the short ones, then the long ones.</summary>
    private int At(ReadOnlySpan<byte> text, int literal) =>
        Matching(text, literal) is >= 0 and var found ? found : text.Length < LongFront ? -1 : Matching(text, _firstLong[LongHash(text)]);

    private int Matching(ReadOnlySpan<byte> text, int literal)
    {
        var front = Atom.Read(text);
        while (literal >= 0 && !(_fronts[literal].Matches(front) && GoesOn(text, _literals[literal])))
            literal = _next[literal];
        return literal;
    }

    private static Atom FrontOf(byte[] literal)
    {
        var front = default(Atom);
        for (var i = 0; i < Math.Min(literal.Length, Atom.Bytes); i++)
            front = char.IsAsciiLetterLower((char)literal[i]) ? front.WithEitherCase(i, literal[i]) : front.WithExact(i, literal[i]);
        return front;
    }

    public int OwnerOf(int literal) => _owners[literal];

    public int LengthOf(int literal) => _literals[literal].Length;

    /// <summary>The case that strings are kept in: ASCII letters alone have one.</summary>
    public static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static int LongHash(ReadOnlySpan<byte> text)
    {
        var key = BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt16LittleEndian(text[4..]) << 32;
        return (int)((key | LongCaseBits) * 0x9e3779b97f4a7c15 >> (64 - TableBits));
    }

    private static uint Hash(uint key) => (key * 0x9e3779b1) >> (32 - FilterBits);

    /// <summary>What stands behind the front of the string.</summary>
    private static bool GoesOn(ReadOnlySpan<byte> text, byte[] literal)
    {
        if (text.Length < literal.Length)
            return false;
        for (var i = Atom.Bytes; i < literal.Length; i++)
        {
            if (literal[i] != Lower(text[i]))
                return false;
        }

        return true;
    }
}
