using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Detection.Detectors.Unicode;

/// <summary>Characters in a text that nobody sees, and so many that they say something.</summary>
/// <param name="Characters">How many, in all of the text.</param>
/// <param name="Line">Of the first, counted from 1.</param>
/// <param name="Kind">What they are called.</param>
public sealed record HiddenText(int Characters, int Line, string Kind)
{
    /// <summary>Flags of regions are written with seven tag characters at most ("Unicode Emoji", emoji tag sequences); a word of a hidden message needs more.</summary>
    private const int ShortestRun = 16;

    /// <summary>Zero-width characters are typed by accident, by machines too: two sorts of them in turn are not.</summary>
    private const int ShortestZeroWidthRun = 32;

    private static readonly SearchValues<byte> LeadBytes = SearchValues.Create([0xe2, 0xef, 0xf3]);

    private enum Sort
    {
        None,
        Selector,
        Supplement,
        Tag,
        ZeroWidth,
    }

    /// <summary>Null for a text without any. Linear in its length.</summary>
    public static HiddenText? Of(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return null;
        var (found, strays) = (new Tally(), new Tally());
        for (var at = 0; text[at..].IndexOfAny(LeadBytes) is >= 0 and var step;)
        {
            at += step;
            var run = Run.At(text, at);
            if (run.Length == 0)
            {
                at++;
                continue;
            }

            if (run.HidesSomething)
                found.Add(run, at);
            else if (run.Sort == Sort.Supplement && !IsIdeographBefore(text, at))
                strays.Add(run, at);
            at += run.Length;
        }

        if (found.Characters == 0 && strays.Characters >= ShortestRun)
            found = strays;
        return found.Characters == 0 ? null : new HiddenText(found.Characters, text[..found.First].Count((byte)'\n') + 1, found.Kind);
    }

    /// <summary>"Ideographic Variation Database": these selectors stand behind a single ideograph, of three or four bytes.</summary>
    private static bool IsIdeographBefore(ReadOnlySpan<byte> text, int at)
    {
        if (Rune.DecodeLastFromUtf8(text[..at], out var before, out _) != OperationStatus.Done)
            return false;
        return before.Value is (>= 0x2e80 and <= 0x9fff) or (>= 0xf900 and <= 0xfaff) or (>= 0x20000 and <= 0x3ffff) or (>= 0x1800 and <= 0x18af);
    }

    private static Sort SortOf(int character) => character switch
    {
        >= 0xfe00 and <= 0xfe0f => Sort.Selector,
        >= 0xe0100 and <= 0xe01ef => Sort.Supplement,
        >= 0xe0000 and <= 0xe007f => Sort.Tag,
        0x200b or 0x200c or 0x200d or 0x200e or 0x200f or 0x2060 or 0x2061 or 0x2062 or 0x2063 or 0x2064 or 0xfeff => Sort.ZeroWidth,
        _ => Sort.None,
    };

    /// <summary>Invisible characters one behind the other.</summary>
    private readonly record struct Run(Sort Sort, int Length, int Characters, bool IsVaried, bool IsTable)
    {
        /// <summary>Lists of all such characters, in order, are tables of a library; the same one over and over is padding.</summary>
        public bool HidesSomething => IsVaried && !IsTable && Characters >= (Sort == Sort.ZeroWidth ? ShortestZeroWidthRun : ShortestRun);

        public static Run At(ReadOnlySpan<byte> text, int start)
        {
            var (sort, length, characters, previous) = (Sort.None, 0, 0, 0);
            var (isVaried, isTable) = (false, true);
            while (Rune.DecodeFromUtf8(text[(start + length)..], out var rune, out var bytes) == OperationStatus.Done && SortOf(rune.Value) is var next and not Sort.None)
            {
                isVaried |= characters > 0 && rune.Value != previous;
                isTable &= characters == 0 || rune.Value == previous + 1;
                // Of a mixture the worst sort gives the name.
                sort = sort == Sort.None || next is Sort.Supplement or Sort.Tag ? next : sort == Sort.ZeroWidth ? next : sort;
                (length, characters, previous) = (length + bytes, characters + 1, rune.Value);
            }

            return new Run(sort, length, characters, isVaried, isTable);
        }
    }

    private sealed class Tally
    {
        public int Characters { get; private set; }

        public int First { get; private set; }

        public string Kind { get; private set; } = "";

        public void Add(Run run, int at)
        {
            if (Characters == 0)
                (First, Kind) = (at, run.Sort switch { Sort.Tag => "tag characters", Sort.ZeroWidth => "zero-width characters", _ => "variation selectors" });
            Characters += run.Characters;
        }
    }
}
