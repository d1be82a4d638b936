using Sluice.Findings;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Finds credentials of vendors that no rule knows: by the name that a value is assigned to, its form, and a trained classifier. Thread safe.
/// </summary>
internal static class GenericScanner
{
    /// <summary>Of one text. A report shows fewer.</summary>
    private const int MaxFound = 500;

    /// <summary>
    /// Adds what is found to the matches of the rules; what these found already is not told again. The matches stay in the order of the text. A value in which
    /// no stretch is long enough for <paramref name="rules"/> to come upon may still be of a kind that they know by its name.
    /// </summary>
    public static void AddTo(List<SecretMatch> matches, ReadOnlySpan<byte> text, SourceKind source, SecretScanner rules)
    {
        if (source.Syntax == Syntax.Lock)
            return;
        var found = new List<SecretMatch>();
        var search = new CandidateSearch(text, source, withOtherNames: false);
        while (found.Count < MaxFound && search.MoveNext())
        {
            if (Find(text, search.Current, found, matches, rules) is { } judged)
                found.Add(KnownByName(text, search.Current, rules) ?? MatchOf(text, search.Current, judged));
        }

        if (source.IsTable)
            AddCells(found, text, source, matches, rules);
        matches.AddRange(found);
        if (matches.Count > found.Count && found.Count > 0)
            matches.Sort((a, b) => a.Offset.CompareTo(b.Offset));
    }

    private static void AddCells(List<SecretMatch> found, ReadOnlySpan<byte> text, SourceKind source, List<SecretMatch> matches, SecretScanner rules)
    {
        var cells = new TableCells(text, source);
        for (var judged = 0; judged < TableCells.MaxJudged && found.Count < MaxFound && cells.MoveNext(); judged++)
        {
            if (Find(text, cells.Current, found, matches, rules) is { } judgement)
                found.Add(MatchOf(text, cells.Current, judgement));
        }

        found.Sort((a, b) => a.Offset.CompareTo(b.Offset));
    }

    /// <summary>Not null for a credential that is to be told. A seed phrase is added at once: what it is needs no judgement.</summary>
    private static Judgement? Find(ReadOnlySpan<byte> text, in Candidate candidate, List<SecretMatch> found, List<SecretMatch> matches, SecretScanner rules)
    {
        if (PhraseOf(text, candidate.Value) is { } phrase)
        {
            if (!IsTold(found, candidate.Value))
                found.Add(phrase);
            return null;
        }

        return Judge(text, candidate, matches, rules) is { IsCredential: true } judged && !IsTold(found, candidate.Value) ? judged : null;
    }

    /// <summary>Every candidate with what became of it, those put aside among them; in the order of the text.</summary>
    /// <param name="rules">That found <paramref name="matches"/>.</param>
    public static List<(Candidate Candidate, Judgement Judgement)> Explain(ReadOnlySpan<byte> text, SourceKind source, List<SecretMatch> matches, SecretScanner? rules = null)
    {
        var found = new List<(Candidate, Judgement)>();
        var search = new CandidateSearch(text, source, withOtherNames: true);
        while (search.MoveNext())
            found.Add((search.Current, Judge(text, search.Current, matches, rules)));
        if (!source.IsTable)
            return found;
        var cells = new TableCells(text, source);
        for (var judged = 0; judged < TableCells.MaxJudged && cells.MoveNext(); judged++)
            found.Add((cells.Current, Judge(text, cells.Current, matches, rules)));
        found.Sort((a, b) => a.Item1.Value.Start.CompareTo(b.Item1.Value.Start));
        return found;
    }

    private static SecretMatch? KnownByName(ReadOnlySpan<byte> text, in Candidate candidate, SecretScanner rules) =>
        rules.MatchAssigned(text, candidate.NameStart, candidate.NameEnd, candidate.Value.Start);

    private static Judgement Judge(ReadOnlySpan<byte> text, in Candidate candidate, List<SecretMatch> matches, SecretScanner? rules)
    {
        var (value, name) = (candidate.Value, candidate.Name);
        if (name.Kind == NameKind.None)
            return new Judgement(PutAside.OtherName, 0);
        var reason = ValueShape.ReasonAgainst(text[value.Start..value.End], text[candidate.NameStart..candidate.NameEnd], value);
        if (reason == PutAside.No)
            reason = EncodedValue.ReasonAgainst(text[value.Start..value.End], text[candidate.NameStart..candidate.NameEnd], value);
        if (reason != PutAside.No)
            return new Judgement(reason, 0);
        Span<float> features = stackalloc float[Features.Count];
        Features.Measure(candidate, text, features);
        var likelihood = Classifier.BuiltIn.LikelihoodOf(features);
        if (likelihood < Classifier.Threshold)
            return new Judgement(PutAside.Unlikely, likelihood);
        return new Judgement(IsKnown(matches, value, rules, GenericRules.Of(name.Kind)) ? PutAside.Known : PutAside.No, likelihood);
    }

    /// <summary>The same value may be assigned to two names at once.</summary>
    private static bool IsTold(List<SecretMatch> found, AssignedValue value) =>
        found.Exists(other => other.Overlaps(value.Start, value.End));

    /// <summary>What a rule of a project makes less of is told again: no rule of a project hides what the program knows.</summary>
    private static bool IsKnown(List<SecretMatch> matches, in AssignedValue value, SecretScanner? rules, SecretRule guess)
    {
        // They are in order and do not overlap: only the last that begins before the end of the value can.
        var (from, to) = (0, matches.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = matches[middle].Offset < value.End ? (middle + 1, to) : (from, middle);
        }

        return from > 0 && value.Start < matches[from - 1].Offset + matches[from - 1].Length && rules?.IsWeakAddition(matches[from - 1].Rule, guess) != true;
    }

    private static SecretMatch? PhraseOf(ReadOnlySpan<byte> text, in AssignedValue value)
    {
        var secret = text[value.Start..value.End];
        if (!SeedPhrase.IsOne(secret, out _))
            return null;
        var shown = RedactedSecret.Of("seed phrase", secret, 0);
        return new SecretMatch(GenericRules.Phrase, value.Start, value.Length, shown, SecretProof.Structure) { Part = value.Start..value.End };
    }

    private static SecretMatch MatchOf(ReadOnlySpan<byte> text, in Candidate candidate, Judgement judged)
    {
        var rule = GenericRules.Of(candidate.Name.Kind);
        var value = candidate.Value;
        var secret = text[value.Start..value.End];
        var shown = RedactedSecret.Of(char.ToLowerInvariant(rule.Name[0]) + rule.Name[1..], secret, 0);
        return new SecretMatch(rule, value.Start, value.Length, shown, SecretProof.Shape) { Part = value.Start..value.End, MayBeChosen = true, Band = GenericRules.BandOf(judged.Likelihood) };
    }
}
