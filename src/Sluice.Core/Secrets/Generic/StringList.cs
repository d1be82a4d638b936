using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>Lists of strings: in <c>["a", "b", "c", "d"]</c> no string is the name of the next.</summary>
internal static class StringList
{
    /// <summary>So far from a string its neighbours are looked for.</summary>
    private const int Nearby = 64;

    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-."u8);

    /// <summary>Whether name and value have a string before and one behind them, and the value reads as a name.</summary>
    public static bool IsAmongNames(ReadOnlySpan<byte> text, in Candidate candidate)
    {
        var value = candidate.Value;
        if (NameBytes.FirstOutside(text[value.Start..value.End]) >= 0 || (!candidate.Name.HasUnknownTail && !IsIdentifier(text[value.Start..value.End]) && text[value.Start..value.End].IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && WordModel.Measure(text[value.Start..value.End]).WordShare < 0.25))
            return false;
        var before = text[Math.Max(0, candidate.NameStart - Nearby)..candidate.NameStart].TrimEnd("\"'`"u8).TrimEnd(" \t\r\n"u8);
        var behind = text[value.End..Math.Min(text.Length, value.End + Nearby)].TrimStart("\"'`"u8).TrimStart(" \t\r\n"u8);
        return before is [.., (byte)','] && IsQuote(before[..^1].TrimEnd(" \t\r\n"u8), atEnd: true) && behind is [(byte)',', ..] && IsQuote(behind[1..].TrimStart(" \t\r\n"u8), atEnd: false);
    }

    /// <summary>With a sign of names alone before, in or around it: <c>_a</c>, <c>a$b</c>, <c>A_B_C</c>.</summary>
    private static bool IsIdentifier(ReadOnlySpan<byte> value) =>
        value[0] == '_' || value.Contains((byte)'$') || (value.Count((byte)'_') >= 2 && value.IndexOfAnyInRange((byte)'a', (byte)'z') < 0);

    private static bool IsQuote(ReadOnlySpan<byte> text, bool atEnd) => !text.IsEmpty && text[atEnd ? ^1 : 0] is (byte)'"' or (byte)'\'' or (byte)'`';
}
