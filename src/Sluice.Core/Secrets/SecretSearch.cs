using Sluice.Artifacts;

namespace Sluice.Secrets;

/// <summary>One search of one text: tries rules at places, and keeps what was found and what it cost.</summary>
internal ref struct SecretSearch(ReadOnlySpan<byte> text, CompiledRule[] rules, RuleMatchers matchers)
{
    /// <summary>Steps of pattern programs that a byte of text may cost on average: hostile text would cost thousands, honest text costs less than one.</summary>
    public const int StepsPerByte = 24;
    private const int FreeSteps = 1 << 20;

    private readonly List<Claim> _claims = [];
    private long _steps;

    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Where the stretch begins and ends that led to the places that are tried; nowhere for others.</summary>
    public (int Start, int End) Stretch { get; set; }

    /// <summary>Where the last value began that was looked at, and what stands in one piece with it; -1 before the first.</summary>
    public int Value { get; set; } = -1;

    /// <inheritdoc cref="Value"/>
    public int Word { get; set; } = -1;

    /// <summary>Of the pattern programs: bytes looked at and states built; and bytes judged.</summary>
    public readonly long Steps => _steps;

    public readonly List<Claim> Claims => _claims;

    /// <summary>Tries a rule around what was searched for: where the distance varies, the furthest start from which the pattern matches up to there counts.</summary>
    public void TryAround(int number, int anchor)
    {
        var rule = rules[number];
        var start = anchor - rule.MinOffset;
        if (rule.MinOffset < rule.MaxOffset)
        {
            var front = matchers.FrontOf(number);
            var before = front.Steps;
            start = anchor < rule.FrontGap ? -1 : front.StartOf(Text, anchor - rule.FrontGap);
            _steps += front.Steps - before;
        }
        else if (start >= 0 && !SecretText.StartsWord(Text, start))
        {
            return;
        }

        if (start >= 0)
            Try(number, start);
    }

    /// <summary>Keeps what is found there, if the rule's pattern matches and all else that it asks for is there.</summary>
    /// <param name="nameStart">Where the name begins that leads there, if one does; of several the first is asked about first.</param>
    public void Try(int number, int start, int nameStart = 0)
    {
        // What begins within a secret of the rule is a part of it.
        if (matchers.EndAround(number, start) > 0 || matchers.IsTriedAgain(number, start))
            return;
        // What every match begins with is longer than the stretch goes on, or what goes on is longer than any match.
        var program = rules[number].Program;
        if ((start >= Stretch.Start && start < Stretch.End && Stretch.End - start < program.LeastFront) || program.IsTooLongFor(Text, start))
            return;
        if (matchers.WordsOf(number) is { } words && !matchers.Answers.IsAnyNear(words, Text, start, EndOfLongest(number, start)))
            return;
        var matcher = matchers.Of(number);
        var before = matcher.Steps;
        var match = matchers.MayMatch(number, Text, start, ref _steps) ? matcher.Match(Text, start, matchers.Text) : null;
        _steps += matcher.Steps - before;
        if (match is null)
            matchers.Waste(number, start, matcher.Steps - before);
        if (_steps > FreeSteps + ((long)StepsPerByte * Text.Length))
            throw new InvalidDataException("the text holds so many beginnings of secrets that the search was given up");
        _steps += match is { } found ? found.End - found.Start : 0;
        if (match is not null && SecretJudge.Of(rules[number], Text, match.Value, matchers.Answers) is { } judged)
            Keep(number, judged, nameStart);
        else
            matchers.TookInVain(number, matcher.Steps - before);
    }

    /// <summary>Whether something stands where it would in a match of a rule.</summary>
    /// <param name="behind">Not before here.</param>
    public readonly bool MayStand(byte[] literal, int number, int start, int behind) =>
        literal.Length == 0 || (EndOfLongest(number, start) is var end && end > behind && Text[behind..end].IndexOf(literal) >= 0);

    private readonly int EndOfLongest(int number, int start) => (int)Math.Min(Text.Length, (long)start + rules[number].Program.Longest);

    private readonly void Keep(int number, JudgedMatch judged, int nameStart)
    {
        var claim = new Claim(rules[number], judged, nameStart);
        if (claim.IsFinal)
            matchers.Found(number, claim.Start, claim.End);
        _claims.Add(claim);
    }
}
