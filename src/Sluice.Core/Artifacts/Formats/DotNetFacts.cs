namespace Sluice.Artifacts.Formats;

/// <summary>What a .NET assembly says of how it was built.</summary>
/// <param name="Name">The assembly's own name.</param>
/// <param name="IsDebugBuild">Compiled without optimization: <c>DebuggableAttribute</c> disables it.</param>
/// <param name="PdbPath">Where the symbols were written on the machine that built it; null when it does not say.</param>
/// <param name="HasEmbeddedPdb">The symbols are inside the assembly.</param>
public sealed record DotNetFacts(string Name, bool IsDebugBuild, string? PdbPath, bool HasEmbeddedPdb);

/// <summary>What .NET symbols (a portable PDB) give away.</summary>
public sealed record PortablePdbFacts
{
    /// <summary>Paths kept; <see cref="Documents"/> counts all of them.</summary>
    public const int MaxPaths = 20;

    /// <summary>Source files that the symbols lead to.</summary>
    public required int Documents { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Sources that are in the symbols with their full text.</summary>
    public required IReadOnlyList<Entry> EmbeddedSources { get; init; }

    /// <summary>Addresses that Source Link fetches sources from, as written, with their wildcards.</summary>
    public required IReadOnlyList<string> SourceLinks { get; init; }
}
