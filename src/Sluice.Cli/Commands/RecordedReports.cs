using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary>JSON reports of earlier screenings, where a command takes them in place of an artifact.</summary>
internal static class RecordedReports
{
    private const int Front = 128;

    /// <param name="now">In place of the time at which the report was written; null for that.</param>
    /// <returns>Empty for what is no report; what is wrong with one that is told as problems.</returns>
    public static IReadOnlyList<Report> Read(string name, Surroundings surroundings, DateTimeOffset? now, List<string> problems)
    {
        var file = surroundings.Full(name);
        return ProjectFile.Read("the report", name, () => File.Exists(file) && IsReport(file) ? ReportReader.Read(name, File.ReadAllBytes(file), now, surroundings.Clock) : [], problems) ?? [];
    }

    private static bool IsReport(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> front = stackalloc byte[Front];
        return ReportReader.IsReport(front[..stream.ReadAtLeast(front, Front, throwOnEndOfStream: false)]);
    }
}
