using System.Globalization;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Logistic regression: the weights of <c>weights.txt</c>, which <c>tests/Sluice.Training</c> writes, times the features of a candidate. Immutable; thread safe.
/// </summary>
internal sealed class Classifier
{
    /// <summary>What is at least as likely is reported.</summary>
    public const double Threshold = 0.5;

    private const string BiasName = "bias";

    private readonly float[] _weights;
    private readonly float _bias;

    public Classifier(IReadOnlyList<float> weights, float bias) => (_weights, _bias) = ([.. weights], bias);

    /// <summary>What comes with the program.</summary>
    public static Classifier BuiltIn => field ??= Read();

    public double LikelihoodOf(ReadOnlySpan<float> features) => 1 / (1 + Math.Exp(-Score(features)));

    /// <summary>The logarithm of the odds.</summary>
    public double Score(ReadOnlySpan<float> features)
    {
        double score = _bias;
        for (var i = 0; i < _weights.Length; i++)
            score += (double)_weights[i] * features[i];
        return score;
    }

    /// <summary>The features that speak most against it, the strongest first.</summary>
    public IEnumerable<string> Against(float[] features) =>
        Features.Names.Select((name, i) => (Name: name, Part: _weights[i] * features[i])).Where(part => part.Part < 0).OrderBy(part => part.Part).Select(part => part.Name);

    /// <summary>A line for each feature: its name and its weight in thousandths.</summary>
    public static Classifier Parse(string text)
    {
        var weights = new float[Features.Count];
        var (bias, read) = (0f, 0);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#'))
        {
            var blank = line.LastIndexOf(' ');
            var (name, weight) = (line[..blank].Trim(), float.Parse(line[blank..], CultureInfo.InvariantCulture));
            if (name == BiasName)
                bias = weight;
            else
                weights[Array.IndexOf(Features.Names, name) is >= 0 and var i ? i : throw new InvalidDataException($"the weights name '{name}', which is no feature")] = weight;
            read++;
        }

        return read == Features.Count + 1 ? new Classifier(weights, bias) : throw new InvalidDataException($"{read} weights for {Features.Count} features and the bias");
    }

    public override string ToString()
    {
        var width = Features.Names.Max(name => name.Length) + 1;
        return string.Concat(Features.Names.Prepend(BiasName).Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name.PadRight(width)}{(i == 0 ? _bias : _weights[i - 1]),7:0.000}\n")));
    }

    private static Classifier Read()
    {
        using var reader = new StreamReader(typeof(Classifier).Assembly.GetManifestResourceStream("Sluice.Secrets.weights.txt")!);
        return Parse(reader.ReadToEnd());
    }
}
