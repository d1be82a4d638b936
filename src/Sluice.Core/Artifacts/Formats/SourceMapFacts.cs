namespace Sluice.Artifacts.Formats;

/// <summary>What a source map says of itself, its sections included. Kept on the map's entry, also when it broke off half-way.</summary>
public sealed record SourceMapFacts
{
    /// <summary>Names kept of sources that have no content; <see cref="SourcesWithoutContent"/> counts all of them.</summary>
    public const int MaxNames = 100;

    /// <summary>The restored sources, in the order of the map. Empty ones are left out.</summary>
    public required IReadOnlyList<Entry> Sources { get; init; }

    public required int SourcesWithoutContent { get; init; }

    /// <summary>The first <see cref="MaxNames"/> names of sources without content, as in the map.</summary>
    public required IReadOnlyList<string> NamesWithoutContent { get; init; }

    /// <summary>Sources that debuggers are told to skip (<c>ignoreList</c>, <c>x_google_ignoreList</c>).</summary>
    public required int IgnoredSources { get; init; }

    /// <summary>The generated file that the map is for, as the map has it.</summary>
    public string? GeneratedFile { get; init; }

    public string? SourceRoot { get; init; }

    /// <summary>Maps in an index map; 1 for an ordinary one.</summary>
    public required int Maps { get; init; }

    /// <summary>Addresses of maps that an index map refers to instead of holding them.</summary>
    public required IReadOnlyList<string> ExternalMaps { get; init; }
}
