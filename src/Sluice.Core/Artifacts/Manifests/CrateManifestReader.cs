namespace Sluice.Artifacts.Manifests;

/// <summary>Cargo.toml as <c>cargo package</c> normalises it.</summary>
public sealed class CrateManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) => entry.Path.Name == "Cargo.toml" && ManifestPlace.IsReadable(entry);

    public override Manifest? Read(Entry entry)
    {
        var describes = ManifestPlace.IsAtTop(entry) && !ManifestPlace.IsInZip(entry);
        TomlFields toml;
        try
        {
            toml = TomlFields.Parse(entry.Bytes.Span);
        }
        catch (ArtifactException) when (!describes)
        {
            return null;
        }

        if (toml.Text("package.name") is not { } name)
            return null;
        var publish = toml.Texts("package.publish");
        return new Manifest
        {
            Ecosystem = "crates",
            Kind = "crate",
            Entry = entry,
            DescribesArtifact = describes,
            Name = name,
            Version = toml.Text("package.version"),
            License = toml.Text("package.license")?.Replace("/", " OR ", StringComparison.Ordinal),
            LicenseFile = toml.Text("package.license-file"),
            Repository = toml.Text("package.repository"),
            Homepage = toml.Text("package.homepage"),
            Publishers = PersonName.All(toml.Texts("package.authors") ?? []),
            IsPrivate = publish is ["false"] or [],
            PublishRegistry = publish is [{ } registry] && registry is not ("true" or "false") ? registry : null,
            Files = toml.Texts("package.include"),
            Scripts = toml.Text("package.build") is { } build && build != "false" ? [new ManifestScript("build", build)] : [],
            EntryPoints = [.. EntryPoints(toml)],
            Dependencies = [.. Dependencies(toml)],
            Requirements = toml.Text("package.rust-version") is { } rust ? [$"rust >={rust}"] : [],
        };
    }

    private static IEnumerable<EntryPoint> EntryPoints(TomlFields toml)
    {
        foreach (var field in (string[])["package.build", "lib.path", "package.readme"])
        {
            if (toml.Text(field) is { } path && path is not ("false" or "true"))
                yield return new EntryPoint(field, path);
        }

        foreach (var path in toml.Texts("bin.path") ?? [])
            yield return new EntryPoint("bin.path", path);
    }

    /// <summary><c>[dependencies.serde] version = …</c> and <c>serde = "1"</c>, for all platforms.</summary>
    private static IEnumerable<Dependency> Dependencies(TomlFields toml)
    {
        foreach (var (name, texts) in toml.Leaves)
        {
            var parts = name.Split('.');
            var table = Array.FindIndex(parts, part => part is "dependencies" or "dev-dependencies" or "build-dependencies");
            if (table < 0 || table + 1 >= parts.Length || (table > 0 && parts[0] != "target"))
                continue;
            var scope = parts[table] switch { "dependencies" => "runtime", "dev-dependencies" => "development", _ => "build" };
            var isSource = parts.Length == table + 3 && parts[^1] is "version" or "git" or "path";
            if (texts is [{ } requirement, ..] && (parts.Length == table + 2 || isSource))
                yield return new Dependency(parts[table + 1], requirement, scope);
        }
    }
}
