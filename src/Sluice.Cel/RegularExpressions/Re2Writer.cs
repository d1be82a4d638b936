using System.Globalization;
using System.Text;

namespace Sluice.Cel;

/// <summary>
/// Writes a regular expression for .NET's non-backtracking engine, in the form that a text needs.
/// </summary>
internal sealed class Re2Writer(TextForm form)
{
    /// <summary>What an octet above 127 is added to.</summary>
    public const int OctetBase = 0xe000;

    private const string Never = "[^\\s\\S]";

    private readonly StringBuilder _text = new();

    public static string Write(Re2Node node, TextForm form)
    {
        var writer = new Re2Writer(form);
        writer.Append(node);
        return writer._text.ToString();
    }

    private void Append(Re2Node node)
    {
        switch (node)
        {
            case SetNode set:
                AppendSet(set.Set);
                break;
            case PlaceNode place:
                _text.Append(place.Pattern);
                break;
            case CaptureNode capture:
                _text.Append('(');
                Append(capture.Inner);
                _text.Append(')');
                break;
            case RepeatNode repeat:
                AppendRepeat(repeat);
                break;
            case SequenceNode sequence:
                foreach (var part in sequence.Parts)
                    AppendPart(part);
                break;
            case AlternationNode alternation:
                AppendChoices(alternation);
                break;
        }
    }

    private void AppendPart(Re2Node part)
    {
        if (part is not (AlternationNode or SequenceNode))
        {
            Append(part);
            return;
        }

        _text.Append("(?:");
        Append(part);
        _text.Append(')');
    }

    private void AppendChoices(AlternationNode alternation)
    {
        for (var i = 0; i < alternation.Choices.Count; i++)
        {
            _text.Append(i == 0 ? "" : "|");
            Append(alternation.Choices[i]);
        }
    }

    private void AppendRepeat(RepeatNode repeat)
    {
        _text.Append("(?:");
        Append(repeat.Inner);
        _text.Append(')').Append((repeat.Least, repeat.Most) switch
        {
            (0, -1) => "*",
            (1, -1) => "+",
            (0, 1) => "?",
            (_, -1) => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Least},}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Least},{repeat.Most}}}"),
        });
        if (repeat.IsLazy)
            _text.Append('?');
    }

    private void AppendSet(CodePointSet set)
    {
        if (form == TextForm.Utf16)
        {
            AppendUtf16(set);
            return;
        }

        var ascii = Within(set, 0, 127);
        var others = form == TextForm.Ascii ? [] : Utf8Ranges.Of(Within(set, 128, CodePointSet.Last));
        if (others.Count == 0)
        {
            _text.Append(ascii.Count == 0 ? Never : "");
            AppendClass(ascii);
            return;
        }

        _text.Append("(?:");
        AppendClass(ascii);
        if (ascii.Count > 0)
            _text.Append('|');
        AppendSequences(others, 0, others.Count, 0);
        _text.Append(')');
    }

    private static List<(int First, int Last)> Within(CodePointSet set, int first, int last) =>
        [.. set.Ranges.Where(range => range.First <= last && range.Last >= first).Select(range => (Math.Max(range.First, first), Math.Min(range.Last, last)))];

    /// <summary>Code points beyond the first plane are pairs; first halves with the same second halves are written once.</summary>
    private void AppendUtf16(CodePointSet set)
    {
        List<(int, int)> single = [.. Within(set, 0, 0xd7ff), .. Within(set, 0xe000, 0xffff)];
        var pairs = SurrogatePairs.Of(Within(set, 0x10000, CodePointSet.Last));
        _text.Append("(?:").Append(single.Count + pairs.Count == 0 ? Never : "");
        AppendClass(single);
        for (var i = 0; i < pairs.Count; i++)
        {
            _text.Append(i == 0 && single.Count == 0 ? "" : "|");
            AppendClass([pairs[i].High]);
            AppendClass(pairs[i].Lows);
        }

        _text.Append(')');
    }

    /// <summary>Sequences that begin alike are written with their beginning once.</summary>
    private void AppendSequences(List<(int First, int Last)[]> sequences, int from, int to, int depth)
    {
        for (var i = from; i < to;)
        {
            var next = i + 1;
            while (next < to && sequences[next].Length > depth && sequences[next][depth] == sequences[i][depth] && sequences[next].Length == sequences[i].Length)
                next++;
            _text.Append(i == from ? "" : "|");
            var (first, last) = sequences[i][depth];
            AppendClass([(first + OctetBase, last + OctetBase)]);
            if (depth + 1 < sequences[i].Length)
            {
                _text.Append("(?:");
                AppendSequences(sequences, i, next, depth + 1);
                _text.Append(')');
            }

            i = next;
        }
    }

    private void AppendClass(List<(int First, int Last)> ranges)
    {
        if (ranges.Count == 0)
            return;
        _text.Append('[');
        foreach (var (first, last) in ranges)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\\u{first:x4}");
            if (last > first)
                _text.Append(CultureInfo.InvariantCulture, $"-\\u{last:x4}");
        }

        _text.Append(']');
    }
}
