using System.Text;
using Sluice.Artifacts;

namespace Sluice.Secrets.Generic;

/// <summary>What became of one value that is assigned to the name of a credential; without the value.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Of the value, counted from 1 in bytes.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Outcome">The rule that reports it, or why it is put aside.</param>
/// <param name="Likelihood">Null where the form alone decided.</param>
public sealed record Explanation(int Line, int Column, string Name, int Length, string Outcome, double? Likelihood)
{
    /// <summary>Features to name where the classifier decided.</summary>
    private const int MostFeatures = 3;

    /// <summary>In the order of the text.</summary>
    public static IEnumerable<Explanation> Of(byte[] text, EntryPath path, SecretScanner secrets)
    {
        var source = SourceKind.Of(path);
        var known = secrets.Scan(text);
        return GenericScanner.Explain(text, source, known, secrets).Select(found => Of(text, found.Candidate, found.Judgement));
    }

    private static Explanation Of(byte[] text, Candidate candidate, Judgement judgement)
    {
        var value = candidate.Value;
        var before = text.AsSpan(0, value.Start);
        var outcome = judgement.PutAside switch
        {
            PutAside.No => $"reported as {GenericRules.Of(candidate.Name.Kind).Id}",
            PutAside.Unlikely => $"put aside: {PutAsideWords.Of(judgement.PutAside)}: {string.Join(", ", Against(text, candidate))}",
            _ => $"put aside: {PutAsideWords.Of(judgement.PutAside)}",
        };
        return new Explanation(
            before.Count((byte)'\n') + 1,
            value.Start - before.LastIndexOf((byte)'\n'),
            Encoding.UTF8.GetString(text.AsSpan(candidate.NameStart, candidate.NameEnd - candidate.NameStart)),
            value.Length,
            outcome,
            judgement.PutAside is PutAside.No or PutAside.Unlikely ? judgement.Likelihood : null);
    }

    private static IEnumerable<string> Against(byte[] text, Candidate candidate)
    {
        var features = new float[Features.Count];
        Features.Measure(candidate, text, features);
        return Classifier.BuiltIn.Against(features).Take(MostFeatures);
    }
}
