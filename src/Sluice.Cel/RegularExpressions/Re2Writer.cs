using System.Globalization;
using System.Text;

namespace Sluice.Cel;

/// <summary>
/// Writes a regular expression for .NET's non-backtracking engine, in one of two forms. One is for texts of ASCII, as they are. The other is for texts
/// whose characters beyond ASCII were replaced by their octets in UTF-8, each as a character of the private-use area from U+E000 on: code points beyond
/// the first plane are then no special case, and such characters are no letters to <c>\b</c>, as in RE2.
/// </summary>
internal sealed class Re2Writer(bool isAscii)
{
    /// <summary>What an octet above 127 is added to.</summary>
    public const int OctetBase = 0xe000;

    private const string Never = "[^\\s\\S]";

    private readonly StringBuilder _text = new();

    public static string Write(Re2Node node, bool isAscii)
    {
        var writer = new Re2Writer(isAscii);
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
        var ascii = set.Ranges.Where(range => range.First < 128).Select(range => (range.First, Math.Min(range.Last, 127))).ToList();
        var others = isAscii ? [] : Utf8Ranges.Of(set.Ranges.Where(range => range.Last >= 128).Select(range => (Math.Max(range.First, 128), range.Last)));
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
