namespace Sluice.Artifacts.Manifests;

/// <summary>npm makes a command of each file in the folder that <c>directories.bin</c> names, and below (@npmcli/package-json, <c>binDir</c>).</summary>
internal static class CommandFolder
{
    /// <summary>A folder with more is listed so far.</summary>
    private const int MostCommands = 10_000;

    /// <summary>The manifest with the commands that installation makes, once it is known what is there.</summary>
    public static Manifest? Expanded(Manifest? manifest, IReadOnlyList<Entry> entries)
    {
        if (manifest is not { Kind: "npm", CommandFolder: { } folder })
            return manifest;
        var (isPacked, top) = (ManifestPlace.IsInTar(manifest.Entry), EntryPath.Parse(folder).Value);
        var prefix = top.Length == 0 ? "" : top + "/";
        var commands = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (commands.Count >= MostCommands)
                break;
            if (entry is not { Kind: EntryKind.File, Origin: EntryOrigin.Member } || !ReferenceEquals(entry.Container, manifest.Entry.Container))
                continue;
            // What begins with a dot is left out, and so is what lies in a folder that does.
            if ((isPacked ? InstalledPath.OfNpm(entry.Path) : entry.Path.Value) is { } path && path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Split('/').Any(part => part.StartsWith('.')))
                commands[entry.Path.Name] = path;
        }

        return commands.Count == 0 ? manifest : manifest with { EntryPoints = [.. manifest.EntryPoints, .. commands.Select(command => new EntryPoint("bin." + command.Key, command.Value))] };
    }
}
