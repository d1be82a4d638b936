using Sluice.Findings;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Finds credentials of vendors that no rule knows: by the name that a value is assigned to, its form, and a trained classifier. Thread safe.
/// </summary>
internal static class GenericScanner
{
    /// <summary>
    /// Of one text: a report shows fewer, and more are no news. Behind so many, only what is more than a guess is told: what a rule knows by its name, and seed phrases.
    /// </summary>
    private const int MaxGuesses = 500;

    /// <summary>People choose passwords of six characters; keys and tokens are made, and are longer: without a digit as long as those of the rules.</summary>
    private const int ShortestKey = 8;

    /// <summary>
    /// Adds what is found to the matches of the rules; what these found already is not told again. The matches stay in the order of the text. A value in which
    /// no stretch is long enough for <paramref name="rules"/> to come upon may still be of a kind that they know by its name.
    /// </summary>
    public static void AddTo(List<SecretMatch> matches, ReadOnlySpan<byte> text, SourceKind source, SecretScanner rules)
    {
        var found = new FoundValues(text.Length);
        var search = new CandidateSearch(text, source, withOtherNames: false);
        while (search.MoveNext())
        {
            if (found.Guesses == MaxGuesses)
                AddKnown(found, text, search.Current, matches, rules);
            else if (Find(text, search.Current, found, matches, rules) is { } judged)
                found.Add(KnownByName(text, search.Current, rules) ?? MatchOf(text, search.Current, judged));
        }

        if (source.IsTable)
            AddCells(found, text, new TableCells(text, source), matches, rules);
        else if (source.Syntax == Syntax.Prose)
            AddTables(found, text, source, matches, rules);
        matches.AddRange(found.List);
        if (found.List.Count > 0)
            matches.Sort((a, b) => a.Offset.CompareTo(b.Offset));
    }

    private static void AddTables(FoundValues found, ReadOnlySpan<byte> text, SourceKind source, List<SecretMatch> matches, SecretScanner rules)
    {
        var tables = new MarkdownTables(text);
        while (tables.MoveNext())
            AddCells(found, text, new TableCells(text, source, tables.Start, tables.End), matches, rules);
    }

    private static void AddCells(FoundValues found, ReadOnlySpan<byte> text, TableCells cells, List<SecretMatch> matches, SecretScanner rules)
    {
        while (cells.MoveNext())
        {
            if (found.Guesses == MaxGuesses)
                AddPhrase(found, text, cells.Current);
            else if (Find(text, cells.Current, found, matches, rules) is { } judgement)
                found.Add(MatchOf(text, cells.Current, judgement));
        }
    }

    /// <summary>Asks for a rule first: it costs a tenth of a judgement, and hardly any candidate has one.</summary>
    private static void AddKnown(FoundValues found, ReadOnlySpan<byte> text, in Candidate candidate, List<SecretMatch> matches, SecretScanner rules)
    {
        if (KnownByName(text, candidate, rules) is { } known && Find(text, candidate, found, matches, rules) is not null)
            found.Add(known);
        else
            AddPhrase(found, text, candidate);
    }

    /// <summary>A seed phrase needs no judgement.</summary>
    private static bool AddPhrase(FoundValues found, ReadOnlySpan<byte> text, in Candidate candidate)
    {
        if (PhraseOf(text, candidate.Value) is not { } phrase)
            return false;
        if (!found.Has(candidate.Value))
            found.Add(phrase);
        return true;
    }

    /// <summary>Not null for a credential that is to be told. A seed phrase is added at once.</summary>
    private static Judgement? Find(ReadOnlySpan<byte> text, in Candidate candidate, FoundValues found, List<SecretMatch> matches, SecretScanner rules) =>
        !AddPhrase(found, text, candidate) && Judge(text, candidate, matches, rules) is { IsCredential: true } judged && !found.Has(candidate.Value) ? judged : null;

    /// <summary>Every candidate with what became of it, those put aside among them; in the order of the text.</summary>
    /// <param name="rules">That found <paramref name="matches"/>.</param>
    public static List<(Candidate Candidate, Judgement Judgement)> Explain(ReadOnlySpan<byte> text, SourceKind source, List<SecretMatch> matches, SecretScanner? rules = null)
    {
        var found = new List<(Candidate, Judgement)>();
        var search = new CandidateSearch(text, source, withOtherNames: true);
        while (search.MoveNext())
            found.Add((search.Current, Judge(text, search.Current, matches, rules)));
        if (source.IsTable)
            ExplainCells(new TableCells(text, source), text);
        var tables = new MarkdownTables(source.Syntax == Syntax.Prose ? text : default);
        while (tables.MoveNext())
            ExplainCells(new TableCells(text, source, tables.Start, tables.End), text);
        found.Sort((a, b) => a.Item1.Value.Start.CompareTo(b.Item1.Value.Start));
        return found;

        void ExplainCells(TableCells cells, ReadOnlySpan<byte> text)
        {
            while (cells.MoveNext())
                found.Add((cells.Current, Judge(text, cells.Current, matches, rules)));
        }
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
        if (reason == PutAside.No && value.Link is Link.Comma or Link.Call && CredentialName.IsAmong(text[value.Start..value.End]))
            reason = PutAside.Code;
        if (reason == PutAside.No && name.Kind is NameKind.Key or NameKind.Weak or NameKind.Token && value.Length < (ValueShape.HasDigit(text[value.Start..value.End]) ? ShortestKey : TokenRuns.ShortestWithoutDigit))
            reason = PutAside.Unlikely;
        if (reason == PutAside.No && value.Link == Link.Comma && StringList.IsAmongNames(text, candidate))
            reason = PutAside.Code;
        if (reason == PutAside.No && candidate.Source.IsTable && name.Kind == NameKind.Password && ValueShape.IsDigest(text[value.Start..value.End]))
            reason = PutAside.Digest;
        if (reason == PutAside.No && candidate.Source.Syntax == Syntax.Lock && ValueShape.HasVersion(text[value.Start..value.End]))
            reason = PutAside.Identifier;
        if (reason == PutAside.No && name.Kind == NameKind.Password && TestLog.IsResult(text, candidate.NameStart))
            reason = PutAside.Text;
        if (reason != PutAside.No)
            return new Judgement(reason, 0);
        Span<float> features = stackalloc float[Features.Count];
        Features.Measure(candidate, text, features);
        var likelihood = Classifier.BuiltIn.LikelihoodOf(features);
        if (likelihood < Classifier.Threshold)
            return new Judgement(PutAside.Unlikely, likelihood);
        return new Judgement(IsKnown(matches, value, rules, GenericRules.Of(name.Kind)) ? PutAside.Known : PutAside.No, likelihood);
    }

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

    /// <summary>What was found in one text. The same value may be assigned to two names at once, and is told once.</summary>
    private sealed class FoundValues(int length)
    {
        private TakenBytes? _taken;

        public List<SecretMatch> List { get; } = [];

        public int Guesses { get; private set; }

        public bool Has(in AssignedValue value) => _taken?.IsTouched(value.Start, value.Length) == true;

        public void Add(SecretMatch match)
        {
            List.Add(match);
            Guesses += match.Band is null ? 0 : 1;
            (_taken ??= new TakenBytes(0, length)).Take(match.Offset, match.Length);
        }
    }
}
