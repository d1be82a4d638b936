using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Sources;

/// <summary>
/// What a shipped package.json says that the one in the source does not. Package managers write it anew when they pack: they leave out, resolve
/// <c>workspace:</c> and <c>catalog:</c>, put values of <c>publishConfig</c> in, and add keys with an underscore. All else somebody else did.
/// </summary>
internal static class NpmManifestDifference
{
    private static readonly string[] Installing = ["preinstall", "install", "postinstall", "preuninstall", "uninstall", "postuninstall", "prepare", "preprepare", "postprepare", "prepublish"];
    private static readonly string[] Dependencies = ["dependencies", "optionalDependencies", "peerDependencies"];
    private static readonly string[] Entries = ["main", "module", "browser", "exports", "imports", "bin", "types", "typings", "man", "directories", "license"];
    private static readonly string[] Bringing = ["bundleDependencies", "overrides", "gypfile"];
    private static readonly string[] Protocols = ["workspace:", "catalog:", "link:", "file:", "portal:"];

    /// <summary>What runs or comes along with an installation and is not in the source; texts for people.</summary>
    /// <param name="moved">Entry points that differ: a build that publishes another folder writes them.</param>
    /// <exception cref="ArtifactException">One of them is no JSON object.</exception>
    public static List<string> Of(ReadOnlyMemory<byte> source, ReadOnlyMemory<byte> shipped, out List<string> moved)
    {
        using var from = Parse(source);
        using var to = Parse(shipped);
        moved = [];
        var added = new List<string>();
        foreach (var script in to.RootElement.Field("scripts").Properties())
        {
            if (Installing.Contains(script.Name) && Member(from.RootElement, "scripts", script.Name) is var before && !Same(before, script.Value))
                added.Add(before is null ? $"the script '{script.Name}'" : $"another script '{script.Name}'");
        }

        foreach (var field in Dependencies)
        {
            foreach (var dependency in to.RootElement.Field(field).Properties())
                AddDependency(added, from.RootElement, field, dependency);
        }

        foreach (var command in CommandsOf(to.RootElement).Except(CommandsOf(from.RootElement)).Except(from.RootElement.Field("publishConfig") is { } publish ? CommandsOf(publish, from.RootElement.Text("name")) : []))
        {
            if (!IsOfFolder(from.RootElement, to.RootElement, command))
                added.Add($"the command '{command}'");
        }

        foreach (var field in Bringing)
        {
            if (Named(to.RootElement, field) is { } value && !IsNothing(value) && !Same(Named(from.RootElement, field), value))
                added.Add($"another '{field}'");
        }

        foreach (var field in Entries)
        {
            if (to.RootElement.Field(field) is { } value && !Same(from.RootElement.Field(field), value) && !Same(Member(from.RootElement, "publishConfig", field), value))
                moved.Add($"another '{field}'");
        }

        return added;
    }

    /// <summary>A lone path is a command that is called like the package, without its scope.</summary>
    private static IEnumerable<string> CommandsOf(JsonElement json, string? name = null)
    {
        name ??= json.Text("name") ?? "";
        return json.Field("bin") is { ValueKind: JsonValueKind.String } ? [name[(name.LastIndexOf('/') + 1)..]] : json.Field("bin").Properties().Select(command => command.Name);
    }

    /// <summary>For a folder of commands (<c>directories.bin</c>) npm writes each of its files.</summary>
    private static bool IsOfFolder(JsonElement from, JsonElement to, string command) =>
        from.Field("directories")?.Text("bin") is { } folder && to.Field("bin")?.Text(command) is { } path
        && EntryPath.Parse(path).Value.StartsWith(EntryPath.Parse(folder).Value + "/", StringComparison.Ordinal);

    private static void AddDependency(List<string> added, JsonElement from, string field, JsonProperty dependency)
    {
        var before = Member(from, field, dependency.Name);
        if (Same(before, dependency.Value) || Protocols.Any(protocol => before?.ValueKind == JsonValueKind.String && before.Value.GetString()!.StartsWith(protocol, StringComparison.Ordinal)))
            return;
        // Between the fields dependencies move: what a bundler left out, what a build knows better.
        if (before is null && Dependencies.Append("devDependencies").Any(other => Member(from, other, dependency.Name) is not null))
            return;
        added.Add(before is null ? $"the dependency '{dependency.Name}'" : $"another version of the dependency '{dependency.Name}'");
    }

    /// <summary>npm takes two spellings, and writes one.</summary>
    private static JsonElement? Named(JsonElement json, string field) => json.Field(field) ?? (field == "bundleDependencies" ? json.Field("bundledDependencies") : null);

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.False or JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        var document = JsonFields.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new ArtifactException("package.json is no object");
    }

    private static JsonElement? Member(JsonElement json, string field, string name) => json.Field(field)?.Field(name);

    private static bool Same(JsonElement? a, JsonElement b) => a is { } value && JsonElement.DeepEquals(value, b);
}
