using Sluice.Artifacts.Formats;
using Sluice.Secrets.Generic;

namespace Sluice.Secrets.Hidden;

/// <summary>
/// Finds secrets in what parts of a text stand for. The parts are put back where they stand, so that names, pairs and nearby words count as if nothing
/// had been encoded, and the result is searched again, four times over at most. Thread safe.
/// </summary>
internal static class HiddenScanner
{
    private const int MaxDepth = 4;

    /// <summary>How much of the text around goes with a part: as far as any rule looks.</summary>
    private const int ContextBytes = 512;

    /// <summary>Parts that are closer go together, unless that becomes too much.</summary>
    private const int MaxTogether = 256 << 10;

    /// <summary>Restored bytes that a byte of text may cost: compression within encodings could multiply them.</summary>
    private const int RestoredPerByte = 8;
    private const int FreeBytes = 4 << 20;

    /// <summary>Adds what is found, by the place of the part it was found in. The matches stay in the order of the text.</summary>
    /// <param name="source">Null for what is no text.</param>
    /// <exception cref="InvalidDataException">The text is made to slow the search down, and was given up.</exception>
    /// <param name="stretches">As the scanner came upon them.</param>
    public static void AddTo(List<SecretMatch> matches, ReadOnlySpan<byte> text, SecretScanner scanner, SourceKind? source, List<(int Start, int End)> stretches)
    {
        var budget = FreeBytes + ((long)RestoredPerByte * text.Length);
        AddHidden(matches, Find(text, scanner, source, null, 1, ref budget, stretches), text);
    }

    /// <param name="text">That both were found in.</param>
    private static void AddHidden(List<SecretMatch> matches, List<SecretMatch> found, ReadOnlySpan<byte> text)
    {
        RemoveTold(found, matches, text);
        if (found.Count == 0)
            return;
        var restored = new TakenBytes(0, text.Length);
        found.ForEach(hidden => restored.Take(hidden.Offset, hidden.Length));
        var joined = found.Where(hidden => hidden.Form == HiddenForm.Pieces).Select(hidden => hidden.Rule.Id).ToHashSet(StringComparer.Ordinal);
        // The classifier saw a part of it or the code that hides it, or a rule one of its pieces.
        matches.RemoveAll(match => (match.Band is not null || joined.Contains(match.Rule.Id)) && restored.IsTouched(match.Offset, match.Length));
        matches.AddRange(found);
        matches.Sort((a, b) => a.Offset.CompareTo(b.Offset));
    }

    /// <summary>
    /// A rule that copes with escapes found the same already, or what a rule knows was guessed again. Many may come from one part: what was found there is
    /// looked up once.
    /// </summary>
    private static void RemoveTold(List<SecretMatch> found, List<SecretMatch> matches, ReadOnlySpan<byte> text)
    {
        var told = new ToldMatches(-1, -1);
        var kept = 0;
        foreach (var hidden in found.ToArray())
        {
            if (!told.AreOf(hidden))
                told = ToldMatches.Of(hidden, matches, FirstEndingBehind(matches, hidden.Offset), text);
            if (!told.Has(hidden))
                found[kept++] = hidden;
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    /// <summary>Of matches in the order of the text that do not overlap.</summary>
    private static int FirstEndingBehind(List<SecretMatch> matches, long offset)
    {
        var (low, high) = (0, matches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = matches[middle].Offset + matches[middle].Length > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <param name="within">What was restored in the text: only what touches it is new. Null for all of the text.</param>
    private static List<SecretMatch> Find(ReadOnlySpan<byte> text, SecretScanner scanner, SourceKind? source, RestoredText? within, int depth, ref long budget, List<(int Start, int End)> stretches)
    {
        var found = new List<SecretMatch>();
        var parts = HiddenSearch.Find(text, stretches, source is not null);
        for (var next = 0; next < parts.Count;)
        {
            var restored = Restore(text, parts, ref next, within);
            if (restored.IsEmpty)
                continue;
            if ((budget -= restored.Bytes.Length) < 0)
                throw new InvalidDataException("the text holds so much that is encoded that the search was given up");
            var inner = new List<(int Start, int End)>();
            var matches = scanner.Scan(restored.Bytes, inner);
            if (source is { } kind)
                GenericScanner.AddTo(matches, restored.Bytes, kind with { Syntax = restored.IsOtherText && kind.Syntax != Syntax.Lock ? Syntax.Unknown : kind.Syntax, IsTable = false }, scanner);
            if (depth < MaxDepth)
                AddHidden(matches, Find(restored.Bytes, scanner, source, restored, depth + 1, ref budget, inner), restored.Bytes);
            foreach (var match in matches)
            {
                if (restored.SourceOf(match.Offset, match.Length) is { } place && !(match.Band is not null && IsNoGuess(match, place)))
                    found.Add(match.Described(restored.Bytes) with { Offset = place.Start, Length = place.End - place.Start, Form = match.Form ?? place.Form, IsNested = match.IsNested || place.Form == HiddenForm.Nested });
            }
        }

        return found;
    }

    /// <summary>What a reader opens as an entry is guessed about there, where its line is known; and words of a text in two strings are no value.</summary>
    private static bool IsNoGuess(SecretMatch match, (int Start, int End, HiddenForm Form) place) => (match.Form ?? place.Form) switch
    {
        HiddenForm.Base64 or HiddenForm.Hexadecimal => place.End - place.Start >= EncodedTextReader.MinLength,
        HiddenForm.Pieces => match.Length < HiddenSearch.MinPieces,
        _ => false,
    };

    /// <param name="next">Moved behind the parts that were restored together.</param>
    private static RestoredText Restore(ReadOnlySpan<byte> text, List<HiddenText> parts, ref int next, RestoredText? within)
    {
        var start = Math.Max(0, parts[next].Start - ContextBytes);
        var restored = new RestoredText(text, start);
        var end = start;
        for (var first = next; next < parts.Count && (next == first || (parts[next].Start - end <= ContextBytes && parts[next].End - start <= MaxTogether)); next++)
        {
            var part = parts[next];
            end = part.End;
            if (within is not null && !within.Touches(part.Start, part.End))
                continue;
            var bytes = HiddenBytes.Decode(text, part);
            if (bytes.Length == 0 && part.Form is not (HiddenForm.Pieces or HiddenForm.Terminal))
                continue;
            restored.TakeUpTo(text, part.Start);
            restored.Replace(text, part, bytes);
        }

        if (!restored.IsEmpty)
            restored.TakeUpTo(text, Math.Min(text.Length, end + ContextBytes));
        return restored;
    }
}
