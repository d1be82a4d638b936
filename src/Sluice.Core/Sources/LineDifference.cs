using System.Runtime.InteropServices;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>
/// How the lines of a shipped text differ from those of its source, without regard to line ends, a byte order mark and empty lines at the end. Lines are
/// counted rather than aligned: what moved is no difference.
/// </summary>
internal sealed class LineDifference
{
    private const int MostAddedBytes = 1 << 20;
    private const int MostNumbers = 20;

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

    /// <summary>The first lines of the source that did not ship.</summary>
    public List<byte[]> RemovedLines { get; } = [];

    public bool IsSame => Added == 0 && Removed == 0;

    /// <summary>It is that file with changes, rather than another one in its place.</summary>
    public bool IsAlike => Common * 2 >= Added + Common;

    public static LineDifference Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> shipped)
    {
        var difference = new LineDifference();
        var left = new Dictionary<TextDigest, int>();
        var sourceLines = 0;
        foreach (var range in Trimmed(source).Split((byte)'\n'))
        {
            var digest = TextDigest.Of(Line(Trimmed(source)[range]));
            left[digest] = left.GetValueOrDefault(digest) + 1;
            sourceLines++;
        }

        difference.Take(Trimmed(shipped), left);
        difference.Removed = sourceLines - difference.Common;
        difference.KeepRemoved(Trimmed(source), left);
        return difference;
    }

    private void KeepRemoved(ReadOnlySpan<byte> source, Dictionary<TextDigest, int> left)
    {
        if (Removed is 0 or > MostNumbers)
            return;
        foreach (var range in source.Split((byte)'\n'))
        {
            var line = Line(source[range]);
            var digest = TextDigest.Of(line);
            if (left.GetValueOrDefault(digest) is not (> 0 and var count))
                continue;
            left[digest] = count - 1;
            RemovedLines.Add(line.ToArray());
        }
    }

    private void Take(ReadOnlySpan<byte> shipped, Dictionary<TextDigest, int> left)
    {
        var number = 0;
        foreach (var range in shipped.Split((byte)'\n'))
        {
            number++;
            var line = Line(shipped[range]);
            var digest = TextDigest.Of(line);
            if (left.GetValueOrDefault(digest) is > 0 and var count)
            {
                left[digest] = count - 1;
                Common++;
                continue;
            }

            Added++;
            if (Numbers.Count < MostNumbers)
                Numbers.Add(number);
            if (_added.Count + line.Length >= MostAddedBytes)
                continue;
            _added.AddRange(line);
            _added.Add((byte)'\n');
        }
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) =>
        (text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? text[3..] : text).TrimEnd("\r\n"u8);

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> line) => line.TrimEnd((byte)'\r');
}
