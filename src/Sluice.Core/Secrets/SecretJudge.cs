using Sluice.Findings;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>Holds what a pattern found against the other conditions of its rule.</summary>
internal static class SecretJudge
{
    /// <summary>Null when it is none.</summary>
    /// <param name="answers">Of the text so far.</param>
    public static JudgedMatch? Of(CompiledRule compiled, ReadOnlySpan<byte> text, PatternMatch match, SecretAnswers answers)
    {
        var rule = compiled.Rule;
        var secret = text[match.SecretStart..match.SecretEnd];
        if (compiled.Check is null && secret.Length < TokenRuns.ShortestWithoutDigit && secret.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
            return null;
        // A checksum tells a random value with four x in a row from one that was filled in.
        if (answers.IsPlaceholder(text, match) && (compiled.Check as Checks.Crc32Check)?.Check(text, match).Proof != SecretProof.Checksum)
            return null;
        if ((rule.Entropy > 0 && answers.EntropyOf(text, match) < rule.Entropy) || !answers.IsAnyNear(compiled.Nearby, text, match))
            return null;
        var check = compiled.Check is { } proven
            ? answers.Check(proven, text, match)
            : new Checks.CheckedSecret(rule.Confidence == Confidence.Low ? SecretProof.Shape : SecretProof.Structure, match.End);
        return check.Proof is { } proof ? new JudgedMatch(match, proof, check) : null;
    }

    /// <summary>What is told of it, but for what takes longer to find out: see <see cref="SecretMatch.Described"/>.</summary>
    /// <param name="before">What was told of the match before; null for the first.</param>
    public static SecretMatch Describe(CompiledRule compiled, ReadOnlySpan<byte> text, JudgedMatch judged, SecretMatch? before)
    {
        var (match, check) = (judged.Match, judged.Check);
        // What a check reads on behind the match belongs to the secret; what a pattern has behind its secret does not.
        var part = match.SecretStart..(check.End > match.End ? check.End : match.SecretEnd);
        return new SecretMatch(compiled.Rule, match.Start, check.End - match.Start, RedactedSecret.Of(compiled.Rule.Name, text[part], PublicBytes(compiled, match), before?.Secret), judged.Proof)
        {
            Part = part,
            MayBeChosen = compiled.Lane is SearchLane.Assignment or SearchLane.Address,
            Checked = compiled.Check is { } proven ? (proven, match) : null,
            IsEncrypted = check.IsEncrypted,
            IsNested = check.IsNested,
            Doubt = check.Doubt,
            IsForExample = ExampleHosts.AreMeantBy(text, compiled.Lane, match),
        };
    }

    /// <summary>What all secrets of the kind begin with may be shown.</summary>
    private static int PublicBytes(CompiledRule rule, PatternMatch match) =>
        match.SecretStart == match.Start ? rule.PublicBytes : 0;
}

/// <summary>What a pattern found and what speaks for it.</summary>
internal readonly record struct JudgedMatch(PatternMatch Match, SecretProof Proof, Checks.CheckedSecret Check)
{
    public int Start => Match.Start;

    public int End => Check.End;
}
