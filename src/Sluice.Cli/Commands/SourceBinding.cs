using System.CommandLine;
using Sluice.Artifacts.Repositories;
using Sluice.Configuration;
using Sluice.Sources;

namespace Sluice.Cli.Commands;

/// <summary>The option that names the source of an artifact, else that of the configuration, for commands that say so.</summary>
internal sealed class SourceBinding
{
    private readonly Option<string> _source = new("--source") { Description = "The git work tree that the artifact claims to come from: every file is held against the tag of its version, or REF. Its texts count as known when its licence is open.", HelpName = "DIR[@REF]" };

    public Option Option => _source;

    /// <param name="isConfigured">Whether the configuration is asked too.</param>
    public SourceRequest? Bind(ParseResult parsed, ProjectConfiguration configuration, bool isConfigured, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        if (parsed.GetValue(_source) is { } asked)
        {
            if (targets.Contains("-"))
                problems.Add("--source opens the artifact twice, which standard input does not allow; save it to a file first");
            return Find(asked, surroundings.Directory, "--source", configuration, problems);
        }

        if (!isConfigured || configuration is not { Source: { } written, File: { } file })
            return null;
        if (targets.Contains("-"))
            surroundings.Error.WriteLine("sluice: what comes on standard input is not held against the source, for it can be opened only once; save it to a file first");
        return Find(written, Path.GetDirectoryName(file)!, $"{surroundings.Shown(file)}: source", configuration, problems) is { } request ? request with { IsForFilesAlone = true } : null;
    }

    private static SourceRequest? Find(string text, string folder, string where, ProjectConfiguration configuration, List<string> problems)
    {
        // A revision may have an @ itself: @acme/cli@1.2.3.
        var at = text.Length;
        while (at > 0 && !Directory.Exists(Path.GetFullPath(text[..at], folder)))
            at = text.LastIndexOf('@', at - 1);
        if (at <= 0)
        {
            problems.Add($"{where}: there is no directory '{text}'");
            return null;
        }

        var request = new SourceRequest(new GitRepository(Path.GetFullPath(text[..at], folder), IsNamed: true), text[..at])
        {
            Ref = at < text.Length ? text[(at + 1)..] : null,
            Generated = configuration.Generated,
        };
        if (SourceRevision.ProblemOf(request) is { } problem)
            problems.Add($"{where}: {problem}");
        return request;
    }
}
