using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts.Repositories;
using Sluice.Configuration;

namespace Sluice.Cli.Commands;

/// <summary>The options that say which repository <c>git:</c> targets mean and how much of its history.</summary>
internal sealed class RepositoryBinding
{
    private readonly Option<string> _repository = Option();
    private readonly Option<string> _since = new("--since") { Description = "git: targets: leave out what only older commits brought in.", HelpName = "DATE" };
    private readonly Option<string> _maxBlob = new("--max-blob") { Description = "git: targets: do not read larger blobs; each counts as not screened.", HelpName = "SIZE" };

    /// <summary>A day, which begins in UTC, or a moment of RFC 3339.</summary>
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public IEnumerable<Option> All => [_repository, _since, _maxBlob];

    public (GitRepository Repository, GitScope Scope) Bind(ParseResult parsed, Surroundings surroundings, List<string> problems)
    {
        var scope = new GitScope();
        if (parsed.GetValue(_since) is { } date)
        {
            if (DateTimeOffset.TryParseExact(date, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
                scope = scope with { Since = since };
            else
                problems.Add($"--since: '{date}' is not a date; write for example 2026-01-31");
        }

        if (parsed.GetValue(_maxBlob) is { } size)
        {
            if (ByteSize.TryParse(size, out var bytes))
                scope = scope with { MaxBlobBytes = bytes };
            else
                problems.Add($"--max-blob: '{size}' is not a size; write for example 10MB");
        }

        return (RepositoryOf(parsed.GetValue(_repository), surroundings), scope);
    }

    public static Option<string> Option() => new("--repo") { Description = "The repository that is meant; the default is the current one.", HelpName = "DIR" };

    public static GitRepository RepositoryOf(string? named, Surroundings surroundings) => new(surroundings.Full(named ?? "."), named is not null);
}
