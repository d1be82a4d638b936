using System.Runtime.InteropServices;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>One place at which lines of the source were left out, put in, or both.</summary>
internal sealed record LineChange(List<byte[]> Removed, List<byte[]> Added);

/// <summary>
/// How the lines of a shipped text differ from those of its source, without regard to line ends, a byte order mark and empty lines at the end. Lines are
/// aligned in their order: what moved is a difference, for it runs at another time.
/// </summary>
internal sealed class LineDifference
{
    private const int MostAddedBytes = 1 << 20;
    private const int MostNumbers = 20;

    /// <summary>Cells of the table that aligns what is between the common front and the common end; above it, lines there are only counted.</summary>
    private const long MostCells = 1 << 20;

    /// <summary>Changes of more lines are kept by their numbers alone.</summary>
    private const int MostKept = 2000;

    private readonly List<byte> _added = [];

    private LineDifference()
    {
    }

    public int Added { get; private set; }

    public int Removed { get; private set; }

    public int Common { get; private set; }

    /// <summary>The numbers of the first added lines, counted from 1.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>The added lines; cut after the first megabyte.</summary>
    public ReadOnlySpan<byte> AddedText => CollectionsMarshal.AsSpan(_added);

    /// <summary>What was changed, place by place; null where that is too much, or where the lines could not be aligned.</summary>
    public List<LineChange>? Changes { get; private set; } = [];

    /// <summary>Lines were put into a file with texts of several lines, where one that looks like a comment may be run.</summary>
    public bool AddsToText { get; private set; }

    public bool IsSame => Added == 0 && Removed == 0 && Changes is not null;

    /// <summary>It is that file with changes, rather than another one in its place.</summary>
    public bool IsAlike => Common * 2 >= Added + Common;

    public static LineDifference Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> shipped)
    {
        var difference = new LineDifference();
        source = Trimmed(source);
        shipped = Trimmed(shipped);
        var (before, after) = (LinesOf(source), LinesOf(shipped));
        var front = 0;
        while (front < before.Count && front < after.Count && before[front].Digest == after[front].Digest)
            front++;
        var back = 0;
        while (back < before.Count - front && back < after.Count - front && before[^(back + 1)].Digest == after[^(back + 1)].Digest)
            back++;
        difference.Common = front + back;
        difference.AddsToText = after.Count > before.Count && (shipped.IndexOf((byte)'`') >= 0 || shipped.IndexOf("\"\"\""u8) >= 0 || shipped.IndexOf("'''"u8) >= 0);
        var (old, changed) = (before[front..^back], after[front..^back]);
        if ((long)old.Count * changed.Count <= MostCells)
            difference.Align(source, old, shipped, changed, front);
        else
            difference.Count(old, shipped, changed, front);
        return difference;
    }

    /// <summary>The longest common sequence, told from the front.</summary>
    private void Align(ReadOnlySpan<byte> source, List<TextLine> old, ReadOnlySpan<byte> shipped, List<TextLine> changed, int front)
    {
        var width = changed.Count + 1;
        var longest = new int[(old.Count + 1) * width];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = changed.Count - 1; j >= 0; j--)
                longest[(i * width) + j] = old[i].Digest == changed[j].Digest ? longest[((i + 1) * width) + j + 1] + 1 : Math.Max(longest[((i + 1) * width) + j], longest[(i * width) + j + 1]);
        }

        LineChange? open = null;
        for (int i = 0, j = 0; i < old.Count || j < changed.Count;)
        {
            if (i < old.Count && j < changed.Count && old[i].Digest == changed[j].Digest)
            {
                (Common, open, i, j) = (Common + 1, null, i + 1, j + 1);
                continue;
            }

            if (open is null)
                Changes?.Add(open = new LineChange([], []));
            if (j == changed.Count || (i < old.Count && longest[((i + 1) * width) + j] >= longest[(i * width) + j + 1]))
                TakeRemoved(old[i++].In(source), open);
            else
                TakeAdded(changed[j].In(shipped), front + ++j, open);
        }
    }

    /// <summary>Says how many lines differ, and which were put in; in which order they were is left open.</summary>
    private void Count(List<TextLine> old, ReadOnlySpan<byte> shipped, List<TextLine> changed, int front)
    {
        Changes = null;
        var left = new Dictionary<TextDigest, int>();
        foreach (var line in old)
            left[line.Digest] = left.GetValueOrDefault(line.Digest) + 1;
        var common = 0;
        for (var i = 0; i < changed.Count; i++)
        {
            if (left.GetValueOrDefault(changed[i].Digest) is > 0 and var count)
            {
                left[changed[i].Digest] = count - 1;
                common++;
            }
            else
            {
                TakeAdded(changed[i].In(shipped), front + i + 1, null);
            }
        }

        Common += common;
        Removed = old.Count - common;
    }

    private void TakeRemoved(ReadOnlySpan<byte> line, LineChange? change)
    {
        if (++Removed > MostKept)
            Changes = null;
        else
            change?.Removed.Add(line.ToArray());
    }

    private void TakeAdded(ReadOnlySpan<byte> line, int number, LineChange? change)
    {
        if (++Added > MostKept)
            Changes = null;
        else
            change?.Added.Add(line.ToArray());
        if (Numbers.Count < MostNumbers)
            Numbers.Add(number);
        if (_added.Count + line.Length >= MostAddedBytes)
            return;
        _added.AddRange(line);
        _added.Add((byte)'\n');
    }

    private static List<TextLine> LinesOf(ReadOnlySpan<byte> text)
    {
        var lines = new List<TextLine>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            lines.Add(new TextLine(range.Start.Value, line.Length, TextDigest.Of(line)));
        }

        return lines;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) =>
        (text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? text[3..] : text).TrimEnd("\r\n"u8);

    private readonly record struct TextLine(int Start, int Length, TextDigest Digest)
    {
        public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
    }
}
