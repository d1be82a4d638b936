using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Hidden;

/// <summary>
/// Finds the parts of a text that stand for another text: a stretch of letters and digits that decodes to something plausible, or that an escape or a
/// joint stands beside; values of which every character is written by its number; and joints between pieces that are too short to be stretches. Each place
/// costs a bounded number of steps.
/// </summary>
internal ref struct HiddenSearch(ReadOnlySpan<byte> text)
{
    /// <summary>Shorter ones decode to fewer bytes than a secret has.</summary>
    private const int MinEncoded = 24;

    /// <summary>Of one encoded part; longer ones are files, which readers open.</summary>
    private const int MaxEncoded = 64 << 10;

    private const int MaxWordBytes = 256;

    /// <summary>How far a value goes on beside a stretch of it.</summary>
    private const int MaxPieceBytes = 48;

    /// <summary>Two pieces that together are no longer make no secret.</summary>
    public const int MinPieces = 16;

    /// <summary>A value of sixteen characters, each in three bytes or more, holds a window that is looked at.</summary>
    private const int ProbeStride = 32;

    private static readonly ByteSet PieceBytes = TokenRuns.Characters.Union(ByteSet.Of("/"u8));
    private static readonly ByteSet WordEnds = ByteSet.Of(" \t\r\n\"'`<>(){}[],"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly List<HiddenText> _found = [];

    /// <summary>Up to here no escape begins within the word that was looked at last: the next stretches may be in it, too.</summary>
    private int _plainEnd;

    /// <summary>In the order of the text, without overlaps.</summary>
    /// <param name="stretches">Of the text, as <see cref="TokenRuns"/> finds them.</param>
    /// <param name="isText">In other files what moves a terminal back is a number.</param>
    public static List<HiddenText> Find(ReadOnlySpan<byte> text, List<(int Start, int End)> stretches, bool isText)
    {
        var search = new HiddenSearch(text);
        search.LookAt(stretches);
        search.LookForEscapes();
        search.LookForJoints();
        search.LookForSequences();
        if (isText)
            search.LookForOverstrikes();
        if (search._found.Count > 1)
            search.Sort();
        return search._found;
    }

    private readonly void Sort()
    {
        // By numbers, for to sort structures is compiled at the start: where each begins, and its place.
        var order = new long[_found.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = (long)_found[i].Start << 32 | (uint)i;
        Array.Sort(order);
        var all = _found.ToArray();
        var (kept, end) = (0, 0);
        foreach (var place in order)
        {
            if (all[(int)place].Start < end)
                continue;
            _found[kept] = all[(int)place];
            end = _found[kept++].End;
        }

        _found.RemoveRange(kept, _found.Count - kept);
    }

    private void LookAt(List<(int Start, int End)> stretches)
    {
        var end = 0;
        foreach (var stretch in stretches)
        {
            if (stretch.Start < end || Look(stretch.Start, stretch.End, end) is not { } found)
                continue;
            _found.Add(found);
            end = found.End;
        }
    }

    private HiddenText? Look(int start, int end, int floor)
    {
        if (Encoded(start, end, floor) is { } encoded)
            return encoded;
        // A slash may cut a value in two: what stands beside all of it counts.
        for (var least = Math.Max(floor, start - MaxPieceBytes); start > least && PieceBytes.Contains(_text[start - 1]); start--)
        {
        }

        for (var most = Math.Min(_text.Length, end + MaxPieceBytes); end < most && PieceBytes.Contains(_text[end]); end++)
        {
        }

        var behind = end < _text.Length ? _text[end] : (byte)0;
        if ((EscapedByte.MayBegin(behind) && EscapedByte.TryRead(_text[end..], out _, out _)) || (start >= Math.Max(1, _plainEnd) && IsBehindEscape(start)))
        {
            if (Word(Math.Max(floor, start - MaxWordBytes), start, out var wordEnd) is { } word && word.End > start)
                return word;
            _plainEnd = wordEnd;
        }

        if (NestedText.IsBeside(_text, start, end) && NestedText.Around(_text, floor, start, end) is { } nested)
            return nested;
        if (TextJoint.MayBegin(behind) && TextJoint.TryRead(_text, end, out var next))
            return new HiddenText(end, next, HiddenForm.Pieces);
        return TextJoint.Before(_text, start) is >= 0 and var joint && joint >= floor ? new HiddenText(joint, start, HiddenForm.Pieces) : null;
    }

    private readonly HiddenText? Encoded(int start, int end, int floor)
    {
        if (TextEscape.LettersAt(_text, start) == 1)
            start++;
        var digits = _text[start..].StartsWith("0x"u8) || _text[start..].StartsWith("0X"u8) || (start > 0 && _text[start - 1] == '\\' && _text[start] == 'x') ? start + (_text[start] == 'x' ? 1 : 2) : start;
        if (HiddenBytes.MayBeHex(_text[digits..end]))
            return new HiddenText(start, Math.Min(end, start + MaxEncoded), HiddenForm.Hexadecimal);
        // A slash may cut it in two.
        var first = start;
        while (first > floor && start - first < MaxWordBytes && Base64Text.IsInAlphabet(_text[first - 1]))
            first--;
        return Base64At(first) ?? (first < start ? Base64At(start) : null);
    }

    private readonly HiddenText? Base64At(int start)
    {
        var rest = _text[start..Math.Min(_text.Length, start + MaxEncoded)];
        if (!HiddenBytes.MayBeBase64(rest))
            return null;
        var buffer = Array.Empty<byte>();
        var used = Base64Text.Collect(rest, ref buffer, MaxEncoded, out var length);
        return length < MinEncoded ? null : new HiddenText(start, start + used, HiddenForm.Base64);
    }

    /// <summary>The letters and digits at the start may be the end of an escape.</summary>
    private readonly bool IsBehindEscape(int start) => _text[start - 1] switch
    {
        (byte)'%' or (byte)'\\' or (byte)'=' => EscapedByte.TryRead(_text[(start - 1)..], out _, out _),
        (byte)';' or (byte)'/' or (byte)'}' => true,
        _ => false,
    };

    /// <summary>The word around, when an escape is in it.</summary>
    private readonly HiddenText? Word(int floor, int at, out int end)
    {
        var start = at;
        while (start > floor)
        {
            var braced = EscapedByte.StartOfBraced(_text, start);
            if (braced == start && WordEnds.Contains(_text[start - 1]))
                break;
            start = braced < start ? braced : start - 1;
        }

        start = Math.Max(start, floor);
        end = start;
        var escapes = 0;
        for (var limit = Math.Min(_text.Length, start + MaxEncoded); end < limit && !WordEnds.Contains(_text[end]);)
        {
            var isEscape = EscapedByte.MayBegin(_text[end]) && EscapedByte.TryRead(_text[end..], out _, out var length) && (end += length) > 0;
            escapes += isEscape ? 1 : 0;
            end += isEscape ? 0 : 1;
        }

        return escapes > 0 ? new HiddenText(start, Math.Min(end, _text.Length), HiddenForm.Escapes) : null;
    }

    /// <summary>Escapes one behind the other: in no window of 16 bytes does one go without two percent signs, backslashes or references.</summary>
    private readonly void LookForEscapes()
    {
        var end = 0;
        for (var at = 0; at + 16 <= _text.Length; at += ProbeStride)
        {
            var bytes = Vector128.LoadUnsafe(in _text[at]);
            var signs = (Vector128.Equals(bytes, Vector128.Create((byte)'%')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\')) | Vector128.Equals(bytes, Vector128.Create((byte)'&'))).ExtractMostSignificantBits();
            if ((signs & (signs - 1)) == 0 || at < end)
                continue;
            var first = at + BitOperations.TrailingZeroCount(signs);
            if (!AreEscapes(first) || Word(Math.Max(end, first - MaxWordBytes), first, out _) is not { } word)
                continue;
            _found.Add(word);
            end = word.End;
        }
    }

    /// <summary>The end of a literal, or of a line that goes on, that letters or digits stand before, and behind it what may lead to the next.</summary>
    private readonly void LookForJoints()
    {
        var (quote, other, third, slash) = (Vector128.Create((byte)'"'), Vector128.Create((byte)'\''), Vector128.Create((byte)'`'), Vector128.Create((byte)'\\'));
        for (var at = 1; at + 17 <= _text.Length; at += 16)
        {
            var bytes = Vector128.LoadUnsafe(in _text[at]);
            var quotes = Vector128.Equals(bytes, quote) | Vector128.Equals(bytes, other) | Vector128.Equals(bytes, third) | Vector128.Equals(bytes, slash);
            if (quotes == Vector128<byte>.Zero)
                continue;
            for (var hits = (quotes & LeadsOn(Vector128.LoadUnsafe(in _text[at + 1]))).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
                LookAtJoint(at + BitOperations.TrailingZeroCount(hits));
        }
    }

    /// <summary>Blanks, line ends, operators and what comments begin with: nothing that ends an argument or a statement but a semicolon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LeadsOn(Vector128<byte> bytes) =>
        Vector128.LessThanOrEqual(bytes, Vector128.Create((byte)' ')) | Vector128.Equals(bytes, Vector128.Create((byte)'+')) | Vector128.Equals(bytes, Vector128.Create((byte)'.')) | Vector128.Equals(bytes, Vector128.Create((byte)'|'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'&')) | Vector128.Equals(bytes, Vector128.Create((byte)';')) | Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\''));

    /// <summary>A bracket or parenthesis, and behind it what it has in a sequence for a terminal.</summary>
    private readonly void LookForSequences()
    {
        var end = 0;
        for (var at = 0; at + 17 <= _text.Length; at += 16)
        {
            var bytes = Vector128.LoadUnsafe(in _text[at]);
            var brackets = Vector128.Equals(bytes, Vector128.Create((byte)'[')) | Vector128.Equals(bytes, Vector128.Create((byte)']')) | Vector128.Equals(bytes, Vector128.Create((byte)'('));
            if (brackets == Vector128<byte>.Zero)
                continue;
            var next = Vector128.LoadUnsafe(in _text[at + 1]);
            var leads = Vector128.Equals(next & Vector128.Create((byte)0xf0), Vector128.Create((byte)0x30)) | Vector128.Equals(next, Vector128.Create((byte)'m')) | Vector128.Equals(next, Vector128.Create((byte)'K')) | Vector128.Equals(next, Vector128.Create((byte)'B'));
            for (var hits = (brackets & leads).ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
            {
                var bracket = at + BitOperations.TrailingZeroCount(hits);
                if (bracket < end || !TerminalSequence.TryRead(_text, bracket, out var start, out var behind) || start < end)
                    continue;
                _found.Add(new HiddenText(start, behind, HiddenForm.Terminal));
                end = behind;
            }
        }
    }

    /// <summary>A character, a backspace, and the same again: how manuals print bold on a typewriter.</summary>
    private readonly void LookForOverstrikes()
    {
        for (var at = 0; _text[at..].IndexOf((byte)'\b') is >= 0 and var hop; at++)
        {
            at += hop;
            if (at > 0 && _text[at - 1] != '\n')
                _found.Add(new HiddenText(at - 1, at + 1, HiddenForm.Terminal));
        }
    }

    private readonly void LookAtJoint(int at)
    {
        if (!PieceBytes.Contains(_text[at - 1]) || !TextJoint.TryRead(_text, at, out var next) || !PieceBytes.Contains(_text[next]))
            return;
        var (start, end) = (at, next);
        while (start > 0 && at - start < MinPieces && PieceBytes.Contains(_text[start - 1]))
            start--;
        while (end < _text.Length && end - next < MinPieces && PieceBytes.Contains(_text[end]))
            end++;
        var goesOn = end < _text.Length && TextJoint.IsQuote(_text[end]) && TextJoint.TryRead(_text, end, out _);
        if (at - start + end - next >= MinPieces || goesOn || (start > 0 && TextJoint.Before(_text, start) >= 0))
            _found.Add(new HiddenText(at, next, HiddenForm.Pieces));
    }

    private readonly bool AreEscapes(int at)
    {
        for (var i = 0; i < 2; i++)
        {
            if (!EscapedByte.TryRead(_text[at..], out _, out var length))
                return false;
            at += length;
        }

        return true;
    }
}
