using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Secrets.Checks;

/// <summary>
/// SHA-256 (FIPS 180-4) of a few bytes, for checksums alone: the framework's takes longer to call the system's library than to compute, and a text
/// may hold tens of thousands of values to prove.
/// </summary>
internal static class ShortSha256
{
    public const int SumBytes = 32;

    /// <summary>Two blocks, without the bit and the length that end them.</summary>
    public const int MaxBytes = (2 * BlockBytes) - EndBytes;

    private const int BlockBytes = 64;
    private const int EndBytes = 9;
    private const int Rounds = 64;
    private const int Words = BlockBytes / sizeof(uint);

    private static ReadOnlySpan<uint> Start => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <param name="bytes">At most <see cref="MaxBytes"/>.</param>
    /// <param name="sum">May be where the bytes are.</param>
    [SkipLocalsInit]
    public static void Of(ReadOnlySpan<byte> bytes, Span<byte> sum)
    {
        Span<byte> blocks = stackalloc byte[2 * BlockBytes];
        blocks = blocks[..(bytes.Length + EndBytes <= BlockBytes ? BlockBytes : 2 * BlockBytes)];
        bytes.CopyTo(blocks);
        blocks[bytes.Length] = 0x80;
        blocks[(bytes.Length + 1)..].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(blocks[^sizeof(ulong)..], (ulong)bytes.Length * 8);

        Span<uint> state = stackalloc uint[SumBytes / sizeof(uint)];
        Start.CopyTo(state);
        for (; !blocks.IsEmpty; blocks = blocks[BlockBytes..])
            Add(blocks, state);
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(sum[(sizeof(uint) * i)..], state[i]);
    }

    [SkipLocalsInit]
    private static void Add(ReadOnlySpan<byte> block, Span<uint> state)
    {
        Span<uint> schedule = stackalloc uint[Rounds];
        for (var i = 0; i < Words; i++)
            schedule[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(sizeof(uint) * i)..]);
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        ref var word = ref MemoryMarshal.GetReference(schedule);
        ref var constant = ref MemoryMarshal.GetReference(Constants);
        // Eight rounds, and eight words of the schedule while the processor waits for them.
        for (var i = 0; i < Rounds; i += 8, word = ref Unsafe.Add(ref word, 8), constant = ref Unsafe.Add(ref constant, 8))
        {
            Step(a, b, c, ref d, e, f, g, ref h, word + constant);
            Step(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref word, 1) + Unsafe.Add(ref constant, 1));
            Step(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref word, 2) + Unsafe.Add(ref constant, 2));
            Step(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref word, 3) + Unsafe.Add(ref constant, 3));
            Step(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref word, 4) + Unsafe.Add(ref constant, 4));
            Step(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref word, 5) + Unsafe.Add(ref constant, 5));
            Step(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref word, 6) + Unsafe.Add(ref constant, 6));
            Step(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref word, 7) + Unsafe.Add(ref constant, 7));
            for (var next = Words; next < Words + 8 && i + next < Rounds; next++)
                Extend(ref Unsafe.Add(ref word, next));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        h += (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + (g ^ (e & (f ^ g))) + word;
        d += h;
        h += (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
    }

    /// <summary>A word of the schedule from those before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref uint word)
    {
        var (far, near) = (Unsafe.Add(ref word, -15), Unsafe.Add(ref word, -2));
        word = Unsafe.Add(ref word, -16) + (BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ far >> 3)
            + Unsafe.Add(ref word, -7) + (BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ near >> 10);
    }
}
