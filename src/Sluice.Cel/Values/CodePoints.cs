using System.Text;

namespace Sluice.Cel;

/// <summary>
/// Strings as the sequences of code points that the language sees. .NET counts UTF-16 units, which is the same unless there are surrogates;
/// whether there are any is found at memory speed.
/// </summary>
internal static class CodePoints
{
    public static bool HasSurrogates(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\ud800', '\udfff') >= 0;

    public static int Count(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        if (first < 0)
            return text.Length;
        var count = text.Length;
        for (var i = first; i + 1 < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && char.IsLowSurrogate(text[i + 1]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>Where the code point of that number begins; the length of the text for the number after the last one.</summary>
    /// <returns>-1 where the text has fewer.</returns>
    public static int OffsetOf(string text, long number)
    {
        if (number < 0 || number > text.Length)
            return -1;
        if (!HasSurrogates(text))
            return (int)number;
        var offset = 0;
        for (; number > 0; number--)
        {
            if (offset >= text.Length)
                return -1;
            offset += LengthAt(text, offset);
        }

        return offset;
    }

    /// <summary>How many code points come before that offset.</summary>
    public static int NumberOf(string text, int offset)
    {
        var number = 0;
        if (!HasSurrogates(text.AsSpan(0, offset)))
            return offset;
        for (var i = 0; i < offset; i += LengthAt(text, i))
            number++;
        return number;
    }

    /// <summary>1, or 2 for a pair of surrogates.</summary>
    public static int LengthAt(string text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;

    /// <summary>-1, 0 or 1 in the order of code points: UTF-16 would sort U+1F600 before U+FFFD.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        var (a, b) = (left[common], right[common]);
        var (isHighA, isHighB) = (char.IsSurrogate(a), char.IsSurrogate(b));
        return isHighA != isHighB ? (isHighA ? 1 : -1) : Math.Sign(a - b);
    }

    /// <summary>Octets as UTF-8, strictly.</summary>
    /// <returns>Null where they are not.</returns>
    public static string? FromUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Half a surrogate pair is no code point.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
