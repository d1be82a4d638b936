using System.Text;

namespace Sluice.Artifacts.Documents;

/// <summary>The languages in which structured texts are written.</summary>
public enum DocumentLanguage
{
    Yaml,
    Json,
    Toml,
    Xml,
    Dockerfile,
}

/// <summary>Reads a structured text. Its name says which language it is, as it does to the tools that use it; where the name says nothing, its first characters do.</summary>
public static class StructuredText
{
    /// <summary>The documents in it: several in YAML only. Null when the name belongs to no language that is read.</summary>
    /// <exception cref="DocumentException">It is not what its name says, or is too large or too deep.</exception>
    public static IReadOnlyList<DocumentNode>? Read(string fileName, ReadOnlyMemory<byte> bytes) => LanguageOf(fileName) is { } language ? Read(language, bytes) : null;

    /// <inheritdoc cref="Read(string, ReadOnlyMemory{byte})"/>
    public static IReadOnlyList<DocumentNode> Read(DocumentLanguage language, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > DocumentLimits.MaxBytes)
            throw new DocumentException($"larger than {DocumentLimits.MaxBytes >> 20} MiB", 1, 1);
        bytes = Narrow(bytes);
        return language switch
        {
            DocumentLanguage.Yaml => YamlText.Read(bytes.Span),
            DocumentLanguage.Json => [JsonText.Read(bytes.Span)],
            DocumentLanguage.Toml => [TomlText.Read(bytes.Span)],
            DocumentLanguage.Xml => [XmlText.Read(bytes)],
            _ => [DockerfileText.Read(bytes.Span)],
        };
    }

    public static bool IsRead(string fileName) => LanguageOf(fileName) is not null;

    /// <summary>What the name says; null when it says nothing.</summary>
    public static DocumentLanguage? LanguageOf(string fileName)
    {
        var name = fileName[(fileName.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name.EndsWith(".dockerfile", StringComparison.Ordinal) || IsCalled(name, "dockerfile") || IsCalled(name, "containerfile"))
            return DocumentLanguage.Dockerfile;
        return Path.GetExtension(name) switch
        {
            ".yaml" or ".yml" => DocumentLanguage.Yaml,
            ".json" or ".jsonc" or ".tfstate" => DocumentLanguage.Json,
            ".toml" => DocumentLanguage.Toml,
            ".xml" or ".csproj" or ".props" or ".targets" or ".nuspec" or ".pom" or ".config" or ".plist" or ".resx" or ".svg" or ".vbproj" or ".fsproj" => DocumentLanguage.Xml,
            _ => null,
        };
    }

    /// <summary>What the front of a text says; null when it may be anything.</summary>
    public static DocumentLanguage? LanguageOf(ReadOnlySpan<byte> front)
    {
        if (front.StartsWith("\ufeff"u8))
            front = front[3..];
        return front.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'{' or (byte)'[', ..] => DocumentLanguage.Json,
            [(byte)'<', ..] => DocumentLanguage.Xml,
            var text => IsDockerfile(text) ? DocumentLanguage.Dockerfile : null,
        };
    }

    /// <summary><c>Dockerfile</c>, <c>Dockerfile.dev</c>; not <c>Dockerfile.md</c>, which is about one.</summary>
    private static bool IsCalled(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || (name[word.Length] == '.' && Path.GetExtension(name) is not (".md" or ".txt" or ".html")));

    /// <summary>The first line that is no comment begins with the instruction that a Dockerfile begins with.</summary>
    private static bool IsDockerfile(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            if (line is [] or [(byte)'#', ..])
                continue;
            var end = line.IndexOfAny(" \t"u8);
            return end > 0 && (Ascii.EqualsIgnoreCase(line[..end], "FROM"u8) || Ascii.EqualsIgnoreCase(line[..end], "ARG"u8));
        }

        return false;
    }

    /// <summary>YAML, XML and what some editors write as JSON may be UTF-16, told by its mark (YAML 1.2.2, section 5.2).</summary>
    private static ReadOnlyMemory<byte> Narrow(ReadOnlyMemory<byte> bytes) => bytes.Span switch
    {
        [0xff, 0xfe, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes.Span[2..])),
        [0xfe, 0xff, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes.Span[2..])),
        _ => bytes,
    };
}
