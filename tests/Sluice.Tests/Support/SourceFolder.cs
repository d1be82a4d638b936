using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Sources;

namespace Sluice.Tests.Support;

/// <summary>Repositories that artifacts are held against.</summary>
public static class SourceFolder
{
    /// <summary>One commit with these files, and a tag at it; no tag for null.</summary>
    public static GitFolder Of(string? tag, params (string Path, string Text)[] files) => Of(tag, [.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    /// <inheritdoc cref="Of(string?, ValueTuple{string, string}[])"/>
    public static GitFolder Of(string? tag, (string Path, byte[] Bytes)[] files)
    {
        var folder = new GitFolder();
        foreach (var (path, bytes) in files)
            folder.File(path, bytes);
        folder.Git("add", "-A", "-f");
        folder.Git("commit", "-q", "-m", "release");
        if (tag is not null)
            folder.Git("tag", tag);
        return folder;
    }

    public static SourceRequest Request(this GitFolder folder, string? reference = null) => new(new GitRepository(folder.Path, IsNamed: true), "source") { Ref = reference };

    /// <summary>The tarball that npm makes of the work tree.</summary>
    public static string Pack(this GitFolder folder) => System.IO.Path.Combine(folder.Path, TemporaryFolder.Output(folder.Path, "npm", "pack", "--silent", "--offline", "--ignore-scripts", "--cache", System.IO.Path.Combine(folder.Path, ".npm")).Trim());

    /// <summary>Screens an artifact against the source.</summary>
    public static Report Hold(this GitFolder folder, string name, byte[] artifact, string? reference = null) =>
        Screening.Of(name, artifact, new ScreenOptions { Visibility = Visibility.Public, Source = folder.Request(reference) });

    public static SourceComparison Comparison(Report report) => report.Artifact.Root.Fact<SourceComparison>()!;

    /// <summary>The findings of the family, as rule and severity, in the order of the report.</summary>
    public static IReadOnlyList<string> Provenance(Report report) =>
        [.. report.Findings.Where(finding => finding.Finding.Rule.Family == "provenance").Select(finding => $"{finding.Finding.Rule.Id["provenance/".Length..]} {finding.Finding.Severity}")];
}
