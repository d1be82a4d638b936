namespace Sluice.Artifacts.Formats;

/// <summary>Texts of source files that stand in a document or a program as data, under the names of the files.</summary>
/// <param name="Sources">The restored texts in the order of the content.</param>
/// <param name="Share">Which part of the content they are, from 0 to 1: nearly all of a report, little of a program that carries an example.</param>
/// <param name="Projects">The names of the packages whose package.json is among the files, those of installed packages left out.</param>
public sealed record SourceTextFacts(IReadOnlyList<Entry> Sources, double Share, IReadOnlyList<string> Projects)
{
    /// <summary>A page for people that shows a file: its text is there to be read, and never to be run.</summary>
    public bool IsListing { get; init; }

    /// <summary>With what another reader found in the same content.</summary>
    public SourceTextFacts And(SourceTextFacts? other) => other is null ? this : this with
    {
        Sources = [.. other.Sources, .. Sources],
        Share = Math.Min(1, Share + other.Share),
        Projects = [.. other.Projects, .. Projects],
        IsListing = IsListing || other.IsListing,
    };
}
