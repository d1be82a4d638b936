using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Base85 in its alphabets within a text, long enough to hide something and turning out to be something. Base64, base32
/// and hexadecimal text is what <see cref="EncodedTextReader"/> looks for.
/// </summary>
public sealed class Base85TextReader : ArtifactReader
{
    /// <summary>Programs without a blank have shorter runs: each alphabet leaves out characters that they need.</summary>
    private const int MinLength = 256;

    /// <summary>What stands in front of the text may be of its alphabet: so many beginnings are tried.</summary>
    private const int MaxStarts = 16;

    private const int MaxPrefix = 80;

    private const int MinDistinct = 24;

    private static readonly ByteClass Introductions = ByteClass.Of("\"'`=(:>"u8);

    private static readonly Base85Text[] Alphabets = [Base85Text.Z85, Base85Text.Base85, Base85Text.Ascii85];

    public override string Format => "base85-text";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Text && Find(content.Head.Span, isFirstEnough: true).Count > 0;

    public override void Read(Content content, EntrySink sink)
    {
        var labels = new Labels();
        foreach (var found in Find(content.Head.Span, isFirstEnough: false))
            sink.AddDecoded(labels.Next(found.Label), found.Bytes, $"at byte {found.Start}");
    }

    private readonly record struct Encoded(string Label, int Start, byte[] Bytes);

    private static List<Encoded> Find(ReadOnlySpan<byte> text, bool isFirstEnough)
    {
        var found = new List<Encoded>();
        AddFramed(text, found);
        var pieces = Pieces(text);
        foreach (var alphabet in Alphabets)
        {
            foreach (var (start, end) in pieces)
            {
                if (isFirstEnough && found.Count > 0)
                    return found;
                AddRuns(text[..end], start, alphabet, found);
            }
        }

        return found;
    }

    /// <summary>Where no blank and no line end stands for long enough, which no alphabet has: texts hardly have such pieces, and are looked at once for all alphabets.</summary>
    private static List<(int Start, int End)> Pieces(ReadOnlySpan<byte> text)
    {
        var pieces = new List<(int Start, int End)>();
        for (var start = 0; text.Length - start >= MinLength;)
        {
            var back = text.Slice(start, MinLength).LastIndexOfAny((byte)' ', (byte)'\n');
            if (back >= 0)
            {
                start += back + 1;
                continue;
            }

            var length = text[(start + MinLength)..].IndexOfAny((byte)' ', (byte)'\n');
            var end = length < 0 ? text.Length : start + MinLength + length;
            pieces.Add((start, end));
            start = end;
        }

        return pieces;
    }

    /// <summary>Between the brackets of Adobe, in lines of any length.</summary>
    private static void AddFramed(ReadOnlySpan<byte> text, List<Encoded> found)
    {
        for (var at = 0; text[at..].IndexOf("<~"u8) is >= 0 and var hop;)
        {
            var start = at + hop + 2;
            var length = text[start..].IndexOf("~>"u8);
            if (length < 0)
                return;
            at = start + length;
            if (length >= MinLength)
                Add(Base85Text.DecodeAdobe(text.Slice(start, length)), "ascii85", start, found);
        }
    }

    /// <summary>Looks at every 256th byte and walks back from it while the bytes fit: no run that is long enough is missed.</summary>
    private static void AddRuns(ReadOnlySpan<byte> text, int start, Base85Text alphabet, List<Encoded> found)
    {
        for (var probe = start + MinLength - 1; probe < text.Length; probe = start + MinLength - 1)
        {
            var back = probe;
            while (back >= start && alphabet.IsInAlphabet(text[back]))
                back--;
            if (back >= start)
            {
                start = back + 1;
                continue;
            }

            var end = probe + 1;
            while (end < text.Length && alphabet.IsInAlphabet(text[end]))
                end++;
            AddRun(text[start..end], alphabet, start, found);
            start = end;
        }
    }

    /// <summary>From the start of the run, or from behind what introduces a value.</summary>
    private static void AddRun(ReadOnlySpan<byte> run, Base85Text alphabet, int place, List<Encoded> found)
    {
        var start = 0;
        for (var tries = 0; tries < MaxStarts && run.Length - start >= MinLength; tries++)
        {
            if (IsVaried(run.Slice(start, MinLength)) && alphabet.Decode(run.Slice(start, Math.Min(run.Length - start, RestoredData.FrontBytes / 4 * 5))) is { } front && RestoredData.IsSomething(front))
            {
                Add(alphabet.Decode(run[start..]) ?? front, alphabet.Name, place + start, found);
                return;
            }

            var hop = Introductions.FirstIn(run[start..Math.Min(run.Length, MaxPrefix)]);
            if (start >= MaxPrefix || hop < 0)
                return;
            start += hop + 1;
        }
    }

    /// <summary>Lines drawn with one character, and tables of few, decode to text of a kind.</summary>
    private static bool IsVaried(ReadOnlySpan<byte> characters)
    {
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        foreach (var character in characters)
            seen[character] = true;
        return seen.Count(true) >= MinDistinct;
    }

    private static void Add(byte[] bytes, string label, int start, List<Encoded> found)
    {
        if (RestoredData.IsSomething(bytes))
            found.Add(new Encoded(label, start, bytes));
    }
}
