namespace Sluice.Training;

/// <summary>Every file that is made for training or for testing; always the same ones.</summary>
public static class Corpus
{
    private const int FilesOfFamily = 40;

    /// <summary>Credentials of vendors that no rule knows, in the files of the families.</summary>
    public static IEnumerable<LabelledFile> Generic(bool isTest) =>
        Family.All.Where(family => family.IsTest == isTest).SelectMany((family, i) => Enumerable.Range(0, FilesOfFamily).Select(n => family.Make((i * 1000) + n + (isTest ? 500_000 : 0))));

    /// <summary>Credentials that rules know.</summary>
    public static IEnumerable<LabelledFile> Specific(bool isTest) => SpecificKinds.Files(isTest);
}
