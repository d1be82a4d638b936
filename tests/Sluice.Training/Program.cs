// Trains the classifier of the generic secrets and says how well it does.
//   dotnet run -c Release --project tests/Sluice.Training [-- --write] [--show]
// --write replaces src/Sluice.Core/Secrets/Generic/weights.txt; --show lists what is wrong on the training part.

using Sluice.Secrets.Generic;
using Sluice.Training;

var examples = Corpus.Generic(isTest: false).SelectMany(Trainer.ExamplesOf).ToList();
var classifier = Trainer.Fit(examples);
Console.WriteLine($"{examples.Count} examples, {examples.Count(example => example.IsCredential)} of them credentials");
Console.Write(classifier);
Console.WriteLine($"on the training part: {examples.Count(e => e.IsCredential && classifier.LikelihoodOf(e.Features) < Classifier.Threshold)} missed, {examples.Count(e => !e.IsCredential && classifier.LikelihoodOf(e.Features) >= Classifier.Threshold)} wrong");
if (args.Contains("--write"))
{
    var file = Path.Combine(args.SkipWhile(arg => arg != "--write").Skip(1).FirstOrDefault("src/Sluice.Core/Secrets/Generic"), "weights.txt");
    File.WriteAllText(file, Weights.Text(classifier));
    Console.WriteLine($"wrote {file}");
}

if (args.Contains("--show"))
{
    foreach (var file in Corpus.Generic(isTest: false))
        Weights.ShowMistakes(file, classifier);
}
