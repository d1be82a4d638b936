using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;

namespace Sluice.Cli.Commands;

/// <summary>Turns the words of the command line into what to screen.</summary>
internal static class Targets
{
    public static IReadOnlyList<ArtifactSource> Of(IReadOnlyList<string> words, (GitRepository Repository, GitScope Scope)? git, Surroundings surroundings, List<string> problems) =>
        [.. words.Select(word => Of(word, git, surroundings, problems)).OfType<ArtifactSource>()];

    private static ArtifactSource? Of(string word, (GitRepository Repository, GitScope Scope)? git, Surroundings surroundings, List<string> problems)
    {
        if (word == "-")
            return new StreamSource(surroundings.Input(), "-");
        if (word.StartsWith("git:", StringComparison.Ordinal))
            return Git(word[4..], git?.Repository ?? new GitRepository(surroundings.Full("."), IsNamed: false), git?.Scope ?? new GitScope(), problems);
        var path = surroundings.Full(word);
        if (Directory.Exists(path))
            return new DirectorySource(path, word);
        if (File.Exists(path))
            return new FileSource(path, word);
        problems.Add($"there is no file or directory '{word}'");
        return null;
    }

    private static GitSource? Git(string selection, GitRepository repository, GitScope scope, List<string> problems)
    {
        if (selection is "staged" or "all" || selection.Contains("..", StringComparison.Ordinal))
        {
            if (repository.Refusal is { } refusal)
                problems.Add($"'git:{selection}': {refusal}; run it in a repository, or name one with --repo DIR");
            else if (selection is not ("staged" or "all") && repository.UnknownEndOf(selection) is { } revision)
                problems.Add($"'git:{selection}': there is no revision '{revision}' here; fetch it, or see git branch -a");
            else
                return GitSource.Of(repository, selection, scope);
            return null;
        }

        problems.Add($"'git:{selection}' is not a selection; write git:staged, git:all or git:A..B");
        return null;
    }
}
