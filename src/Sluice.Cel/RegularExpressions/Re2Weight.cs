namespace Sluice.Cel;

/// <summary>
/// What matching costs. The reference takes a quarter of the pattern's length. A pattern that counts (<c>a[ab]{300}c</c>) may keep as many states alive as it
/// counts, for every character; then it costs three times as many as it has.
/// </summary>
internal static class Re2Weight
{
    /// <summary>Counting to less is cheap.</summary>
    private const int LargeCount = 16;

    private const int ManyStates = 128;

    /// <summary>States that stay alive are gone through one by one for every character, outside of the automaton.</summary>
    private const int UnitsPerLiveState = 3;

    /// <param name="isOctets">Whether texts beyond ASCII are matched octet by octet, so that a class of many ranges is many sequences.</param>
    public static long Of(string pattern, Re2Node? node, bool isOctets)
    {
        long weight = (CodePoints.Count(pattern) + 3) / 4;
        if (node is null)
            return weight;
        var states = StatesOf(node);
        if (isOctets)
            weight = Math.Max(weight, SetsOf(node).Sum(set => (long)set.Ranges.Count) / 4);
        if (CountsFromManyPlaces(node))
            return Math.Max(weight, UnitsPerLiveState * states);
        return states > ManyStates ? Math.Max(weight, states / 4) : weight;
    }

    /// <summary>How many steps of the engine one character may need.</summary>
    private static long StatesOf(Re2Node node) => node switch
    {
        CaptureNode capture => StatesOf(capture.Inner),
        RepeatNode repeat => StatesOf(repeat.Inner) * Math.Max(1, Math.Max(repeat.Least, repeat.Most)),
        SequenceNode sequence => sequence.Parts.Sum(StatesOf),
        AlternationNode alternation => alternation.Choices.Sum(StatesOf),
        _ => 1,
    };

    /// <summary>Whether a count may begin at many places of the text: behind something that the counted characters may be themselves.</summary>
    private static bool CountsFromManyPlaces(Re2Node node)
    {
        if (node is not SequenceNode sequence)
            return HasLargeCount(node);
        var mayBeginAnywhere = sequence.Parts is not [PlaceNode { Pattern: "\\A" }, ..];
        Re2Node? before = null;
        foreach (var part in sequence.Parts)
        {
            if (part is PlaceNode)
                continue;
            if (HasLargeCount(part) && (part is not RepeatNode { Inner: SetNode } || (mayBeginAnywhere && before is not null && Overlap(before, part))))
                return true;
            mayBeginAnywhere |= part is RepeatNode { Most: < 0 } or CaptureNode or AlternationNode;
            before = part;
        }

        return false;
    }

    private static bool HasLargeCount(Re2Node node) => node switch
    {
        RepeatNode repeat => Math.Max(repeat.Least, repeat.Most) >= LargeCount || (repeat.Least + repeat.Most > 1 && StatesOf(repeat) > ManyStates) || HasLargeCount(repeat.Inner),
        CaptureNode capture => HasLargeCount(capture.Inner),
        SequenceNode sequence => sequence.Parts.Any(HasLargeCount),
        AlternationNode alternation => alternation.Choices.Any(HasLargeCount),
        _ => false,
    };

    private static bool Overlap(Re2Node left, Re2Node right)
    {
        var ranges = SetsOf(right).SelectMany(set => set.Ranges).ToList();
        return SetsOf(left).SelectMany(set => set.Ranges).Any(range => ranges.Any(other => range.First <= other.Last && other.First <= range.Last));
    }

    private static IEnumerable<CodePointSet> SetsOf(Re2Node node) => node switch
    {
        SetNode set => [set.Set],
        CaptureNode capture => SetsOf(capture.Inner),
        RepeatNode repeat => SetsOf(repeat.Inner),
        SequenceNode sequence => sequence.Parts.SelectMany(SetsOf),
        AlternationNode alternation => alternation.Choices.SelectMany(SetsOf),
        _ => [],
    };
}
