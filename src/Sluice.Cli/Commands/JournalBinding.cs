using System.CommandLine;
using System.Security.Cryptography;
using Sluice.Configuration;
using Sluice.Journals;

namespace Sluice.Cli.Commands;

/// <summary>The option that names the journal of screenings, for commands that decide about a release for good.</summary>
internal sealed class JournalBinding
{
    private const string DefaultFile = ".sluice/history.jsonl";

    private readonly Option<string> _journal = new("--journal") { Description = "Has a line about each screening, which policies see as 'history', and what it has as denied teaches no profile; else that of the configuration, or .sluice/history.jsonl beside it where it is there.", HelpName = "FILE" };
    private readonly ProjectFile _file;

    public JournalBinding() => _file = new ProjectFile(_journal, DefaultFile, configuration => configuration.Journal);

    public Option Option => _journal;

    /// <returns>Null where none is kept.</returns>
    public KeptJournal? Bind(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var (name, file) = _file.Of(parsed, configuration, surroundings);
        var isAsked = parsed.GetValue(_journal) is not null || configuration.Journal is not null;
        if (!isAsked && _file.Find(parsed, configuration, surroundings, targets, "", problems) is null)
            return null;
        return ProjectFile.Read("the journal", name, () => new KeptJournal(name, file, configuration.Project, Journal.Read(file, out var unreadable), unreadable), problems);
    }
}

/// <summary>A journal as it was when screening began.</summary>
internal sealed record KeptJournal(string Name, string File, string? Project, IReadOnlyList<JournalEntry> Entries, IReadOnlyList<int> Unreadable)
{
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Append(IReadOnlyList<Report> reports, string? profile, Surroundings surroundings)
    {
        try
        {
            var digest = profile is null ? null : Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(profile)));
            Journal.Append(File, [.. reports.Select(report => ReleaseRecord.Of(report, Project, digest))], surroundings.Clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the journal '{Name}': {e.Message}");
        }

        if (Unreadable.Count > 0)
            surroundings.Error.WriteLine($"sluice: {Name}: {(Unreadable.Count == 1 ? "line" : "lines")} {string.Join(", ", Unreadable.Take(5))} cannot be read and {(Unreadable.Count == 1 ? "is" : "are")} passed over");
    }
}
