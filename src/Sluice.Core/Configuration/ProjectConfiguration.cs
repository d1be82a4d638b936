using Sluice.Artifacts;
using YamlDotNet.RepresentationModel;

namespace Sluice.Configuration;

/// <summary>What a project says in its <c>sluice.yaml</c>. What it does not say is null or empty.</summary>
public sealed record ProjectConfiguration
{
    public const string FileName = "sluice.yaml";

    /// <summary>The file it was read from; null for the built-in defaults.</summary>
    public string? File { get; init; }

    public string? Project { get; init; }

    /// <summary>Null stands for <c>auto</c>.</summary>
    public Visibility? Visibility { get; init; }

    public IReadOnlyList<string> InternalNames { get; init; } = [];

    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Registry addresses by ecosystem.</summary>
    public IReadOnlyDictionary<string, string> Registries { get; init; } = new Dictionary<string, string>();

    /// <summary>The file of findings that were there when screening began, as it is written there; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>The file of recorded exceptions, as it is written there; null for the usual one.</summary>
    public string? Waivers { get; init; }

    /// <summary>The file of what past releases looked like, as it is written there; null for the usual one.</summary>
    public string? Profile { get; init; }

    /// <summary>Files that the build makes, as paths in the package or in its repository: they are in no source.</summary>
    public IReadOnlyList<Glob> Generated { get; init; } = [];

    /// <summary>The repository that releases are made of, as it is written there: a folder, and a revision behind an <c>@</c>; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>The file of earlier screenings, as it is written there; null for the usual one where it is there.</summary>
    public string? Journal { get; init; }

    /// <summary>Whether comments in the sources may waive findings for a time.</summary>
    public bool AllowComments { get; init; }

    /// <summary>Secret rules of its own, in the order of the file.</summary>
    internal IReadOnlyList<RuleSource> Rules { get; init; } = [];

    public ReadLimits Limits { get; init; } = new();

    /// <summary>The nearest <c>sluice.yaml</c> from <paramref name="directory"/> upward; null when there is none.</summary>
    public static string? FindFile(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, FileName);
            if (System.IO.File.Exists(file))
                return file;
        }

        return null;
    }
}

/// <summary>Where rules come from: a file or folder as it is written there, or a rule written out.</summary>
/// <param name="Place">Says where this stands; has no message.</param>
internal sealed record RuleSource(string? Path, YamlMappingNode? Rule, Diagnostic Place);
