using Sluice.Secrets;
using Sluice.Secrets.Generic;
using Sluice.Tests.Support;
using Sluice.Training;

namespace Sluice.Tests.Secrets.Generic;

/// <summary>The goals that the secret engine has on made-up files; the families of the test part took no part in the training.</summary>
public sealed class CorpusTests
{
    /// <summary>Three bytes at least are the same at the front of all of them, or a check in code proves them.</summary>
    private static readonly HashSet<string> FixedKinds =
        [.. RulePack.BuiltIn.Rules.Where(rule => rule.Rule.Public is null && (rule.Rule.Proof is not null || rule is { Lane: SearchLane.Token, PublicBytes: >= 3 })).Select(rule => rule.Rule.Id)];

    [Fact]
    public void The_weights_are_what_the_training_gives()
    {
        var classifier = Trainer.Fit([.. Corpus.Generic(isTest: false).SelectMany(Trainer.ExamplesOf)]);
        var file = Path.Combine(Repository.Root, "src", "Sluice.Core", "Secrets", "Generic", "weights.txt");
        if (Repository.IsAccepting)
            File.WriteAllText(file, Weights.Text(classifier));

        Assert.Equal(File.ReadAllText(file), Weights.Text(classifier));
    }

    [Fact]
    public void The_corpus_is_large_and_no_family_is_in_both_parts()
    {
        var files = new[] { false, true }.SelectMany(isTest => Corpus.Generic(isTest).Concat(Corpus.Specific(isTest))).ToList();

        Assert.True(files.Sum(file => file.Labels.Count(label => label.IsCredential)) >= 2000);
        Assert.True(files.Sum(file => file.Labels.Count(label => !label.IsCredential)) >= 4000);
        Assert.True(files.Where(file => file.IsTest).Select(file => Path.GetExtension(file.Path)).Distinct().Count() >= 20);
        Assert.Equal(Family.All.Count, Family.All.Select(family => family.Body).Distinct().Count());
    }

    [Fact]
    public void Credentials_of_unknown_vendors_are_found_and_what_looks_like_them_is_not()
    {
        var measured = Measured.Of(Corpus.Generic(isTest: true), _ => true);

        TestContext.Current.TestOutputHelper?.WriteLine(measured.Figures);
        Assert.True(measured.Recall >= 0.97 && measured.Precision >= 0.95, measured.ToString());
    }

    [Fact]
    public void Credentials_of_all_kinds_are_found_and_what_looks_like_them_is_not()
    {
        var measured = Measured.Of(Corpus.Generic(isTest: true).Concat(Corpus.Specific(isTest: true)), _ => true);

        TestContext.Current.TestOutputHelper?.WriteLine(measured.Figures);
        Assert.True(measured.Recall >= 0.97 && measured.Precision >= 0.95, measured.ToString());
    }

    [Fact]
    public void Kinds_with_checksums_or_fixed_prefixes_are_never_missed_and_hardly_ever_mistaken()
    {
        var measured = Measured.Of(Corpus.Specific(isTest: true).Concat(Corpus.Generic(isTest: true)), FixedKinds.Contains);

        TestContext.Current.TestOutputHelper?.WriteLine(measured.Figures);
        Assert.True(FixedKinds.Count > 300);
        Assert.True(measured.Recall >= 1 && measured.Precision >= 0.995, measured.ToString());
    }
}
