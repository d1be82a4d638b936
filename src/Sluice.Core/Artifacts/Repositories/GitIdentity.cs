namespace Sluice.Artifacts.Repositories;

/// <summary>Who works here, as git knows it.</summary>
public static class GitIdentity
{
    /// <summary>The address that commits are made with; null where there is no git or none is set.</summary>
    public static string? EmailIn(GitRepository repository) => GitCommand.LineOrNull(repository, "config", "--get", "user.email") is { Length: > 0 } email ? email : null;
}
