namespace Sluice.Secrets.Patterns;

/// <summary>
/// Finds the secret in a match from both sides, when it fits in between in one way only: often what stands before it may end at several places, but the
/// secret begins at one of them. Not thread safe.
/// </summary>
internal sealed class SecretBounds(AroundSecret around)
{
    /// <summary>More are left to the one who follows all ways.</summary>
    private const int MostPlaces = 8;

    private readonly (int Min, int Max) _before = PatternShape.LengthOf(around.Before), _behind = PatternShape.LengthOf(around.Behind);
    private PatternAutomaton? _forwards;
    private PatternAutomaton? _backwards;
    private PatternAutomaton? _secret;
    private PatternAutomaton? _fromSecret;

    /// <inheritdoc cref="PatternAutomaton.Steps"/>
    public long Steps => (_forwards?.Steps ?? 0) + (_backwards?.Steps ?? 0) + (_secret?.Steps ?? 0) + (_fromSecret?.Steps ?? 0);

    /// <summary>Null when it fits in several ways.</summary>
    public PatternMatch? Find(ReadOnlySpan<byte> text, int start, int end)
    {
        var secretStart = StartOf(text, start, end);
        if (secretStart < 0)
            return null;
        var secretEnd = EndOf(text, secretStart, end);
        return secretEnd < 0 ? null : new PatternMatch(start, end, secretStart, secretEnd);
    }

    private int StartOf(ReadOnlySpan<byte> text, int start, int end)
    {
        if (_before.Min == _before.Max)
            return start + _before.Min;
        Span<int> places = stackalloc int[MostPlaces];
        var count = (_forwards ??= Automaton(around.Before)).EndsOf(text, start, end, places);
        if (count <= 1)
            return count == 1 ? places[0] : -1;
        _fromSecret ??= Automaton(new Sequence([around.Secret, around.Behind]));
        var only = -1;
        foreach (var place in places[..count])
        {
            if (!_fromSecret.Matches(text, place, end))
                continue;
            if (only >= 0)
                return -1;
            only = place;
        }

        return only;
    }

    private int EndOf(ReadOnlySpan<byte> text, int secretStart, int end)
    {
        if (_behind.Min == _behind.Max)
            return end - _behind.Min;
        Span<int> places = stackalloc int[MostPlaces];
        var count = (_backwards ??= new PatternAutomaton(PatternProgram.Backwards(around.Behind))).StartsOf(text, end, secretStart, places);
        if (count <= 1)
            return count == 1 ? places[0] : -1;
        _secret ??= Automaton(around.Secret);
        var only = -1;
        foreach (var place in places[..count])
        {
            if (!_secret.Matches(text, secretStart, place))
                continue;
            if (only >= 0)
                return -1;
            only = place;
        }

        return only;
    }

    private static PatternAutomaton Automaton(PatternNode node) => new(PatternProgram.Of(node));
}
