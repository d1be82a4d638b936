namespace Sluice.Secrets.Patterns;

/// <summary>Finds the secret in a match from both sides, when what stands before it and what stands behind it fit there in one way only. Not thread safe.</summary>
internal sealed class SecretBounds(AroundSecret around)
{
    private readonly (int Min, int Max) _before = PatternShape.LengthOf(around.Before), _behind = PatternShape.LengthOf(around.Behind);
    private PatternAutomaton? _forwards;
    private PatternAutomaton? _backwards;

    /// <inheritdoc cref="PatternAutomaton.Steps"/>
    public long Steps => (_forwards?.Steps ?? 0) + (_backwards?.Steps ?? 0);

    /// <summary>Null when they fit in several ways.</summary>
    public PatternMatch? Find(ReadOnlySpan<byte> text, int start, int end)
    {
        var secretStart = _before.Min == _before.Max ? start + _before.Min : (_forwards ??= new PatternAutomaton(PatternProgram.Of(around.Before))).OnlyEndOf(text, start, end);
        if (secretStart < 0)
            return null;
        var secretEnd = _behind.Min == _behind.Max ? end - _behind.Min : (_backwards ??= new PatternAutomaton(PatternProgram.Backwards(around.Behind))).OnlyStartOf(text, end, secretStart);
        return secretEnd < 0 ? null : new PatternMatch(start, end, secretStart, secretEnd);
    }
}
