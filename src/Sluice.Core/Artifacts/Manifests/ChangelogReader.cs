using System.Buffers;
using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>The newest version that a changelog has a heading for: a fact of that entry.</summary>
public sealed record ChangelogFacts(string? Version);

/// <summary>Learns the newest version of a changelog: the first heading with one, past an "Unreleased".</summary>
public sealed class ChangelogReader : ArtifactReader
{
    private const int MaxRead = 16 << 10;

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    public override string Format => "changelog";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.IsText && content.IsInMemory && entry.Path.Name is var name
        && (name.StartsWith("CHANGELOG", StringComparison.OrdinalIgnoreCase) || name.StartsWith("HISTORY.", StringComparison.OrdinalIgnoreCase))
        && entry.Path.Extension is ".md" or "" or ".txt" or ".rst";

    public override void Read(Content content, EntrySink sink)
    {
        var head = content.Head.Span;
        var text = Encoding.UTF8.GetString(head[..Math.Min(head.Length, MaxRead)]);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("#") && VersionIn(line) is { } version)
            {
                sink.Learn(new ChangelogFacts(version));
                return;
            }
        }
    }

    /// <summary>The first word of the heading that is a version of three numbers: dates and prose are not.</summary>
    private static string? VersionIn(ReadOnlySpan<char> heading)
    {
        foreach (var range in heading.SplitAny(" []()@:,"))
        {
            var word = heading[range].TrimStart('v');
            if (word.Count('.') < 2 || !char.IsAsciiDigit(word[0]))
                continue;
            var end = word.IndexOfAnyExcept(VersionCharacters);
            if (end < 0 || word[end] is '-' or '+')
                return word.ToString();
        }

        return null;
    }
}
