using Sluice.Artifacts;

namespace Sluice.Cli.Commands;

/// <summary>Turns the words of the command line into what to screen.</summary>
internal static class Targets
{
    public static IReadOnlyList<ArtifactSource> Of(IReadOnlyList<string> words, string? repository, Surroundings surroundings, List<string> problems) =>
        [.. words.Select(word => Of(word, repository, surroundings, problems)).OfType<ArtifactSource>()];

    private static ArtifactSource? Of(string word, string? repository, Surroundings surroundings, List<string> problems)
    {
        if (word == "-")
            return new StreamSource(surroundings.Input(), "-");
        if (word.StartsWith("git:", StringComparison.Ordinal))
            return Git(word[4..], repository, surroundings, problems);
        var path = surroundings.Full(word);
        if (Directory.Exists(path))
            return new DirectorySource(path, word);
        if (File.Exists(path))
            return new FileSource(path, word);
        problems.Add($"there is no file or directory '{word}'");
        return null;
    }

    private static GitSource? Git(string selection, string? repository, Surroundings surroundings, List<string> problems)
    {
        if (selection is "staged" or "all" || selection.Contains("..", StringComparison.Ordinal))
            return GitSource.Of(surroundings.Full(repository ?? "."), selection);
        problems.Add($"'git:{selection}' is not a selection; write git:staged, git:all or git:A..B");
        return null;
    }
}
