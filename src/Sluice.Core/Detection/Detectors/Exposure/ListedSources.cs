using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>
/// Tells whether the file that a page shows is in the artifact itself. The text on the page is not the same to the letter: tools add numbers,
/// and drop blank ends of lines.
/// </summary>
internal sealed class ListedSources(Artifact artifact)
{
    private const int MaxDifferentLines = 2;

    private readonly Lazy<ILookup<string, Entry>> _files = new(() =>
        artifact.Entries.Where(entry => entry is { Origin: EntryOrigin.Member, Text: not null }).ToLookup(entry => entry.Path.Name, StringComparer.Ordinal));

    public bool IsBeside(Entry source) => source.Text is { } shown && _files.Value[source.Path.Name].Any(file =>
        EndsAlike(file.Path.Value, source.Path.Value) && Math.Abs(file.Text!.Lines - shown.Lines) <= MaxDifferentLines);

    /// <summary>The shorter of two paths is the end of the longer: reports and packages start at different folders.</summary>
    private static bool EndsAlike(string one, string other)
    {
        var (longer, shorter) = one.Length >= other.Length ? (one, other) : (other, one);
        return longer.EndsWith(shorter, StringComparison.Ordinal) && (longer.Length == shorter.Length || longer[^(shorter.Length + 1)] == '/');
    }
}
