using System.Text;
using Sluice.Secrets.Generic;
using EntryPath = Sluice.Artifacts.EntryPath;

namespace Sluice.Training;

/// <summary>A candidate as the classifier sees it.</summary>
internal sealed record Example(float[] Features, bool IsCredential);

/// <summary>
/// Fits the weights: gradient descent over all examples at once, with momentum and a penalty on large weights. No random numbers, and weights in thousandths, so that
/// every machine finds the same.
/// </summary>
internal static class Trainer
{
    private const int Rounds = 3000;
    private const double Rate = 0.5, Momentum = 0.9, Penalty = 0.0005;

    public static Classifier Fit(IReadOnlyList<Example> examples)
    {
        var size = Features.Count + 1;
        double[] weights = new double[size], steps = new double[size], gradient = new double[size];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(gradient);
            foreach (var example in examples)
            {
                var error = Likelihood(weights, example.Features) - (example.IsCredential ? 1 : 0);
                for (var i = 0; i < size - 1; i++)
                    gradient[i] += error * example.Features[i];
                gradient[size - 1] += error;
            }

            for (var i = 0; i < size; i++)
            {
                steps[i] = (Momentum * steps[i]) - (Rate * ((gradient[i] / examples.Count) + (i < size - 1 ? Penalty * weights[i] : 0)));
                weights[i] += steps[i];
            }
        }

        return new Classifier([.. weights[..^1].Select(Rounded)], Rounded(weights[^1]));
    }

    /// <summary>What in a file gets as far as the classifier.</summary>
    public static IEnumerable<Example> ExamplesOf(LabelledFile file)
    {
        var text = Encoding.UTF8.GetBytes(file.Text);
        foreach (var (candidate, judgement) in GenericScanner.Explain(text, SourceKind.Of(EntryPath.Parse(file.Path)), []))
        {
            if (judgement.PutAside is not (PutAside.No or PutAside.Unlikely))
                continue;
            var features = new float[Features.Count];
            Features.Measure(candidate, text, features);
            yield return new Example(features, file.Labels.Any(label => label.IsCredential && label.Overlaps(candidate.Value.Start, candidate.Value.End)));
        }
    }

    private static float Rounded(double weight) => (float)Math.Round(weight, 3);

    private static double Likelihood(double[] weights, float[] features)
    {
        var score = weights[^1];
        for (var i = 0; i < features.Length; i++)
            score += weights[i] * features[i];
        return 1 / (1 + Math.Exp(-score));
    }
}
