using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>What is wrong between an artifact and the source that it claims to come from.</summary>
internal static class SourceRules
{
    public static readonly Descriptor Mismatch = new(
        "provenance/source-mismatch",
        "File that is not what the source has",
        Severity.High,
        "Whoever reviews the source does not see what is installed: code that is in the release alone is how build servers, stolen tokens and hidden maintainers strike.",
        "Find out which step put it there, and build the release again from a clean checkout of the tag. What a build makes is declared under 'generated' in sluice.yaml.")
    {
        Exceptions = "Only with --source. Documents and pictures inform. Against HEAD, when the version has no tag, it only warns. What consists of what is in the source, such as minified files, counts as derived.",
    };

    public static readonly Descriptor NoTag = new(
        "provenance/no-source-tag",
        "No tag for the version in its source",
        Severity.High,
        "A release from nowhere: nobody can tell which commit it was made of, and that is what releases with a stolen token have in common.",
        "Tag the commit that the release is made of, or name it: --source DIR@REF. In CI, fetch the tags first ('git fetch --tags').")
    {
        Exceptions = "Low where HEAD names this very version: the tag may follow. Medium in a repository without tags of versions, or in a part of one. High where other versions are tagged and HEAD is of another version.",
    };

    public static readonly Descriptor Version = new(
        "provenance/version-mismatch",
        "Version is not that of its source",
        Severity.High,
        "The release is not what its source says it is.",
        "Compare with the tag of this version, or build the release from the tag that it is to have.")
    {
        Exceptions = "The commit that a release names itself (npm's gitHead, cargo's .cargo_vcs_info.json, a nuspec) warns where the repository does not have it, where no branch leads to it, or where it is on another branch; it informs just before or after the tag. Informs where the tag is right and only the manifest of the source has another version: many projects write it when they build.",
    };

    public static readonly Descriptor Unexplained = new(
        "provenance/unexplained",
        "Files that nothing in the source explains",
        Severity.Low,
        "What a build makes cannot be compared with the source byte by byte; strange code hides best there.",
        "Declare what the build makes under 'generated' in sluice.yaml, or commit it; or screen with the source that it was made of.")
    {
        Exceptions = "Only with --source. Informs where they are no code.",
    };

    public static IReadOnlyList<Descriptor> All { get; } = [NoTag, Mismatch, Unexplained, Version];
}
