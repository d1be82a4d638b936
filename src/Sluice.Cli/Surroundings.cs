using Sluice.Registries;

namespace Sluice.Cli;

/// <summary>Everything a command sees of the machine, so that tests can run commands in process.</summary>
public sealed record Surroundings
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<Stream> Input { get; init; }

    /// <summary>The current directory: relative paths and the search for <c>sluice.yaml</c> start here.</summary>
    public required string Directory { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Makes what asks registries; called only where one is asked.</summary>
    public Func<Func<Uri, string?>, RegistryClient> Registries { get; init; } = RegistryHttp.Client;

    /// <summary>Somebody is there who can be asked.</summary>
    public bool IsInputTerminal { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>A path as the user meant it.</summary>
    public string Full(string path) => Path.GetFullPath(path, Directory);

    /// <summary>A file as people here would name it.</summary>
    public string Shown(string path) => Path.GetRelativePath(Directory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    /// <summary>Colour only on a terminal that wants it: NO_COLOR (no-color.org) and TERM=dumb are respected.</summary>
    public bool WantsColor(bool isTerminal) =>
        isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") is not ("dumb" or null or "");
}
