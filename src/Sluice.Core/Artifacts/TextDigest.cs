using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>
/// Tells within one run whether two texts are the same. 128 bits of a hash by wide multiplication, keyed anew in each process so
/// that nobody can prepare texts that collide; about ten times as fast as SHA-256. Never written to any output.
/// </summary>
public readonly record struct TextDigest(ulong High, ulong Low)
{
    private const int BlockBytes = 32;

    private static readonly ulong[] Key = NewKey();

    public static TextDigest Of(ReadOnlySpan<byte> text)
    {
        var (a, b, length) = (Key[4], Key[5], (ulong)text.Length);
        for (; text.Length >= BlockBytes; text = text[BlockBytes..])
            Mix(ref a, ref b, text);
        Span<byte> tail = stackalloc byte[BlockBytes];
        tail.Clear();
        text.CopyTo(tail);
        Mix(ref a, ref b, tail);
        return new TextDigest(Fold(a ^ Key[6], b ^ length), Fold(b ^ Key[7], a ^ ~length));
    }

    private static void Mix(ref ulong a, ref ulong b, ReadOnlySpan<byte> block)
    {
        a = Fold(Word(block, 0) ^ Key[0] ^ a, Word(block, 8) ^ Key[1]) ^ a;
        b = Fold(Word(block, 16) ^ Key[2] ^ b, Word(block, 24) ^ Key[3]) ^ b;
        (a, b) = (a + ulong.RotateLeft(b, 29), b + ulong.RotateLeft(a, 17));
    }

    private static ulong Word(ReadOnlySpan<byte> block, int at) => BinaryPrimitives.ReadUInt64LittleEndian(block[at..]);

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }

    private static ulong[] NewKey()
    {
        var key = new ulong[8];
        RandomNumberGenerator.Fill(System.Runtime.InteropServices.MemoryMarshal.AsBytes(key.AsSpan()));
        return key;
    }
}
