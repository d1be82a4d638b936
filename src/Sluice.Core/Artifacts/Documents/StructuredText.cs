namespace Sluice.Artifacts.Documents;

/// <summary>Reads a structured text by its name, as the tools that use it do: the name says which language it is.</summary>
public static class StructuredText
{
    /// <summary>The documents in it: several in YAML only. Null when the name belongs to no language that is read.</summary>
    /// <exception cref="DocumentException">It is not what its name says, or is too large or too deep.</exception>
    public static IReadOnlyList<DocumentNode>? Read(string fileName, ReadOnlyMemory<byte> bytes)
    {
        var reader = ReaderOf(fileName);
        if (reader is not null && bytes.Length > DocumentLimits.MaxBytes)
            throw new DocumentException($"larger than {DocumentLimits.MaxBytes >> 20} MiB", 1, 1);
        return reader?.Invoke(bytes);
    }

    public static bool IsRead(string fileName) => ReaderOf(fileName) is not null;

    private static Func<ReadOnlyMemory<byte>, IReadOnlyList<DocumentNode>>? ReaderOf(string fileName)
    {
        var name = fileName[(fileName.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name is "dockerfile" or "containerfile" || name.StartsWith("dockerfile.", StringComparison.Ordinal) || name.EndsWith(".dockerfile", StringComparison.Ordinal))
            return bytes => [DockerfileText.Read(bytes.Span)];
        return Path.GetExtension(name) switch
        {
            ".yaml" or ".yml" => bytes => YamlText.Read(bytes.Span),
            ".json" or ".jsonc" or ".template" or ".tfstate" => bytes => [JsonText.Read(bytes.Span)],
            ".toml" => bytes => [TomlText.Read(bytes.Span)],
            ".xml" or ".csproj" or ".props" or ".targets" or ".nuspec" or ".pom" or ".config" or ".plist" or ".resx" or ".svg" or ".vbproj" or ".fsproj" => bytes => [XmlText.Read(bytes)],
            _ => null,
        };
    }
}
