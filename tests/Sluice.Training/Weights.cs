using System.Text;
using Sluice.Secrets.Generic;
using EntryPath = Sluice.Artifacts.EntryPath;

namespace Sluice.Training;

/// <summary>The file of weights, and what they get wrong.</summary>
internal static class Weights
{
    private const string Head = "# Weights of the classifier of generic secrets, written by tests/Sluice.Training: the logarithm of the odds is the bias plus each weight times its feature.\n# docs/reference/generic-secrets.md explains the features.\n";

    public static string Text(Classifier classifier) => Head + classifier;

    /// <summary>Only for made-up files: prints values.</summary>
    public static void ShowMistakes(LabelledFile file, Classifier classifier)
    {
        var text = Encoding.UTF8.GetBytes(file.Text);
        var seen = new HashSet<Label>();
        var features = new float[Features.Count];
        foreach (var (candidate, judgement) in GenericScanner.Explain(text, SourceKind.Of(EntryPath.Parse(file.Path)), []))
        {
            var label = file.Labels.FirstOrDefault(label => label.IsCredential && label.Overlaps(candidate.Value.Start, candidate.Value.End));
            if (label is not null)
                seen.Add(label);
            Features.Measure(candidate, text, features);
            var likelihood = classifier.LikelihoodOf(features);
            var isFound = judgement.PutAside is PutAside.No or PutAside.Unlikely && likelihood >= Classifier.Threshold;
            if (isFound != (label is not null))
                Console.WriteLine($"{(isFound ? "wrong " : "missed")} {file.Family,-24} {judgement.PutAside,-12} {likelihood:0.00} {Encoding.UTF8.GetString(text[candidate.NameStart..candidate.NameEnd])} = {Encoding.UTF8.GetString(text[candidate.Value.Start..candidate.Value.End])}");
        }

        foreach (var label in file.Labels.Where(label => label.IsCredential && !seen.Contains(label)))
            Console.WriteLine($"unseen {file.Family,-24} {label.Kind} {Encoding.UTF8.GetString(text[Math.Max(0, label.Start - 30)..label.End])}");
    }
}
