namespace Sluice.Artifacts.Manifests;

/// <summary>The YAML of a Ruby gem's specification, in <c>metadata.gz</c>. Ruby's object tags are not obeyed.</summary>
public sealed class GemManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) =>
        entry is { HasAllBytes: true, Path.Name: "metadata", Container.Path.Value: "metadata.gz" } && entry.Container.Container?.Format is "tar" or "gem";

    public override Manifest? Read(Entry entry)
    {
        var gem = YamlTree.Parse(entry.Bytes.Span);
        if (gem.Text("name") is not { } name)
            return null;
        var licenses = gem.Texts("licenses").ToList();
        return new Manifest
        {
            Ecosystem = "gem",
            Kind = "gem",
            Entry = entry,
            DescribesArtifact = entry.Container?.Holder is { Container: null },
            Name = name,
            Version = gem["version"]?.Text("version"),
            Platform = gem.Text("platform") is { } platform && platform != "ruby" ? platform : null,
            License = licenses.Count == 0 ? gem.Text("license") : string.Join(" OR ", licenses),
            Repository = gem["metadata"]?.Text("source_code_uri"),
            Homepage = gem.Text("homepage"),
            Publishers = PersonName.All(gem.Texts("authors")),
            PublishRegistry = gem["metadata"]?.Text("allowed_push_host"),
            Files = gem["files"] is { } files ? [.. files.Items.Select(item => item.Value).OfType<string>()] : null,
            Scripts = [.. gem.Texts("extensions").Select(path => new ManifestScript("extension", path))],
            EntryPoints = [.. gem.Texts("executables").Select(command => new EntryPoint($"executables.{command}", $"{gem.Text("bindir") ?? "bin"}/{command}"))],
            Dependencies = [.. gem["dependencies"]?.Items.Select(Dependency).OfType<Dependency>() ?? []],
            Requirements = gem["required_ruby_version"] is { } ruby ? [$"ruby {Requirement(ruby)}"] : [],
        };
    }

    private static Dependency? Dependency(YamlTree node) => node.Text("name") is { } name
        ? new Dependency(name, node["requirement"] is { } requirement ? Requirement(requirement) : "", (node.Text("type") ?? "").Contains("development", StringComparison.Ordinal) ? "development" : "runtime")
        : null;

    /// <summary>Pairs of an operator and a version: <c>- - "&gt;=" - version: '3.0'</c>.</summary>
    private static string Requirement(YamlTree requirement) => string.Join(", ",
        requirement["requirements"]?.Items.Select(pair => string.Join(' ', pair.Items.Select(part => part.Value ?? part.Text("version")).OfType<string>())) ?? []);
}
