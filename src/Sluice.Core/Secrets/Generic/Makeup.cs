namespace Sluice.Secrets.Generic;

/// <summary>Which characters a value consists of.</summary>
/// <param name="Symbols">Everything but letters, digits and blanks.</param>
/// <param name="Separators">Of the symbols, those between words: <c>-_.</c>.</param>
/// <param name="Changes">How often a character is of another class than the one before; a capital at the front of a word is none.</param>
/// <param name="Distinct">Different bytes.</param>
/// <param name="Sequences">Bytes that repeat the one before or follow it in the alphabet.</param>
internal readonly record struct Makeup(int Upper, int Lower, int Digits, int Symbols, int Blanks, int Separators, int Changes, int Distinct, int Sequences, bool IsHex)
{
    /// <summary>Symbols that stand in no names.</summary>
    public int Others => Symbols - Separators + Blanks;

    public int Classes => (Upper > 0 ? 1 : 0) + (Lower > 0 ? 1 : 0) + (Digits > 0 ? 1 : 0) + (Symbols > 0 ? 1 : 0);

    public static Makeup Of(ReadOnlySpan<byte> value)
    {
        Span<int> counts = stackalloc int[5];
        counts.Clear();
        int separators = 0, changes = 0, sequences = 0, hexLetters = 0, previous = -1;
        Span<bool> seen = stackalloc bool[128];
        seen.Clear();
        for (var i = 0; i < value.Length; i++)
        {
            var b = value[i];
            var kind = KindOf(b);
            counts[kind]++;
            separators += b is (byte)'-' or (byte)'_' or (byte)'.' ? 1 : 0;
            hexLetters += b is >= (byte)'a' and <= (byte)'f' or >= (byte)'A' and <= (byte)'F' ? 1 : 0;
            changes += previous >= 0 && kind != previous && !(kind == 1 && previous == 0) ? 1 : 0;
            sequences += i > 0 && (b == value[i - 1] || b == value[i - 1] + 1 || b == value[i - 1] - 1) ? 1 : 0;
            seen[b & 127] = true;
            previous = kind;
        }

        var isHex = hexLetters + counts[2] == value.Length && (counts[0] == 0 || counts[1] == 0) && counts[2] > 0 && hexLetters > 0;
        return new Makeup(counts[0], counts[1], counts[2], counts[3], counts[4], separators, changes, seen.Count(true), sequences, isHex);
    }

    private static int KindOf(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => 0,
        >= (byte)'a' and <= (byte)'z' => 1,
        >= (byte)'0' and <= (byte)'9' => 2,
        (byte)' ' => 4,
        _ => 3,
    };
}
