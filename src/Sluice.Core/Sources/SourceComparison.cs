using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>Where a shipped file comes from.</summary>
public enum FileOrigin
{
    /// <summary>The same bytes are in the source.</summary>
    Source,

    /// <summary>The same but for what tools change on the way: line ends, a manifest's rewriting, a version put in.</summary>
    Normalised,

    /// <summary>Made by the tools of the ecosystem, or by the build as the configuration says.</summary>
    Generated,

    /// <summary>Compiled or minified from what is in the source, by what it consists of.</summary>
    Derived,

    /// <summary>Nothing in the source leads to it.</summary>
    Unexplained,
}

/// <summary>Files and bytes of one origin.</summary>
public sealed record OriginShare(FileOrigin Origin, long Files, long Bytes);

/// <summary>A file that the source does not explain.</summary>
/// <param name="Path">With its containers, as in the findings.</param>
public sealed record UnexplainedFile(string Path, long Size, string Reason);

/// <summary>
/// How an artifact compares with the source that it claims to come from: a fact of the artifact's root. Paths are as strangers wrote them.
/// </summary>
public sealed record SourceComparison
{
    /// <summary>Of the unexplained files, in the order of the artifact; the rest are counted.</summary>
    public const int MostListed = 1000;

    /// <summary>The folder as people named it.</summary>
    public required string Tree { get; init; }

    /// <summary>The tag or what was asked for, or HEAD.</summary>
    public required string Ref { get; init; }

    public required bool IsTag { get; init; }

    /// <summary>The artifact has to be made of this revision; else it is only the best there is.</summary>
    public required bool IsExact { get; init; }

    public required string Commit { get; init; }

    /// <summary>The package's own folder in the tree; empty for its top.</summary>
    public required string Folder { get; init; }

    /// <summary>One of each <see cref="FileOrigin"/>, in order.</summary>
    public required IReadOnlyList<OriginShare> Shares { get; init; }

    public required IReadOnlyList<UnexplainedFile> Unexplained { get; init; }

    /// <summary>What the comparison could not see, for people.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    public long Files => Shares.Sum(share => share.Files);

    public long Bytes => Shares.Sum(share => share.Bytes);

    /// <summary>The share of files that the source explains, from 0 to 1, in thousandths.</summary>
    public double Explained => Files == 0 ? 1 : Math.Floor(1000.0 * (Files - Of(FileOrigin.Unexplained).Files) / Files) / 1000;

    public OriginShare Of(FileOrigin origin) => Shares.First(share => share.Origin == origin);
}
