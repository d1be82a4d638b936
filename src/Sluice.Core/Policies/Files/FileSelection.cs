using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;

namespace Sluice.Policies.Files;

/// <summary>Which files policies are about, and how they are read. Everything is told from the path and the bytes.</summary>
internal sealed class FileSelection(IReadOnlyList<Policy> policies)
{
    /// <summary>A file of structured text that is larger is told as one that cannot be read.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>In one stream of YAML.</summary>
    public const int MaxDocuments = 10_000;

    /// <summary>What the program that renders it is asked to read, and nobody else can.</summary>
    private static readonly string[] TemplateEndings = [".j2", ".tpl", ".tmpl", ".gotmpl", ".erb", ".template", ".in", ".mustache", ".hbs"];

    private readonly bool _hasDocuments = policies.Any(policy => policy.Document.Match.Documents.Count > 0);

    public bool Wants(Entry entry) => entry is { Kind: EntryKind.File, IsTransparent: false, ContentKind: not ContentKind.Empty }
        && (_hasDocuments && IsCandidate(entry) || policies.Any(policy => policy.Document.Match.Documents.Count == 0 && IsNamed(policy, entry)));

    public bool IsAbout(Policy policy, Entry entry) =>
        policy.Document.Match.Files.Count > 0 ? IsNamed(policy, entry) && (policy.Document.Match.Documents.Count == 0 || IsCandidate(entry)) : IsCandidate(entry);

    /// <summary>The language of a file that some policy is about; null when its content is in none that is read.</summary>
    public static DocumentLanguage? LanguageOf(Entry entry) =>
        StructuredText.LanguageOf(entry.Path.Name) ?? StructuredText.LanguageOf(entry.Bytes.Span) ?? (entry.IsText ? DocumentLanguage.Yaml : null);

    /// <exception cref="DocumentException">It is not what it is named as, or is too large.</exception>
    public static IReadOnlyList<StructuredFile> Read(Entry entry)
    {
        if (!entry.HasAllBytes || entry.Bytes.Length > MaxBytes)
            throw new DocumentException($"larger than {MaxBytes >> 20} MiB", 1, 1);
        if (LanguageOf(entry) is not { } language)
            throw new DocumentException("in no language that is read (YAML, JSON, TOML, XML, Dockerfile)", 1, 1);
        var documents = StructuredText.Read(language, entry.Bytes);
        if (documents.Count > MaxDocuments)
            throw new DocumentException($"more than {MaxDocuments} documents", 1, 1);
        var files = new List<StructuredFile>(documents.Count);
        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i].Value is null)
                continue;
            if (StructuredText.LanguageOf(entry.Path.Name) is null && documents[i] is { Map: null, Value: not IReadOnlyList<DocumentNode> })
                throw new DocumentException("in no language that is read (YAML, JSON, TOML, XML, Dockerfile)", 1, 1);
            files.Add(new StructuredFile(entry, language, DocumentKinds.Of(entry.Path.Value, language, documents[i]), i, documents[i]));
        }

        return files;
    }

    /// <summary>Whether a file that cannot be read would be one of these kinds: what it is called and the words in it say so.</summary>
    public static bool IsLikely(Policy policy, Entry entry) => policy.Document.Match.Documents is { Count: > 0 } kinds
        ? StructuredText.LanguageOf(entry.Path.Name) is { } language && kinds.Any(kind => DocumentKinds.IsLikely(kind, entry.Path.Value, language, entry.Bytes.Span))
        : true;

    public static bool IsTemplate(Entry entry) =>
        TemplateEndings.Contains(entry.Path.Extension, StringComparer.OrdinalIgnoreCase)
        || (entry.Path.Value.Contains("templates/", StringComparison.Ordinal) && entry.Bytes.Span.IndexOf("{{"u8) >= 0);

    /// <summary>By the path, and in an archive by what follows its first folder: packages have one of their own there.</summary>
    private static bool IsNamed(Policy policy, Entry entry)
    {
        if (entry.IsAccountedFor && StructuredText.LanguageOf(entry.Path.Name) is null)
            return false;
        var path = entry.Path.Value;
        var below = entry.Holder is { Format: not ("directory" or "git") } ? path.IndexOf('/') + 1 : 0;
        foreach (var glob in policy.Document.Match.Files)
        {
            if (glob.Matches(path) || (below > 0 && glob.Matches(path.AsSpan(below))))
                return true;
        }

        return false;
    }

    /// <summary>Of a language in which there are documents of known kinds, by name or by its first characters, and with words of such documents in it.</summary>
    private static bool IsCandidate(Entry entry)
    {
        if (entry.IsAccountedFor || entry.ContentKind is not (ContentKind.Text or ContentKind.WideText))
            return false;
        var language = StructuredText.LanguageOf(entry.Path.Name) ?? Guessed(entry) ?? (IsManifest(entry.Bytes.Span) ? DocumentLanguage.Yaml : null);
        return language is DocumentLanguage.Dockerfile || (language is DocumentLanguage.Yaml or DocumentLanguage.Json && DocumentKinds.MayBeAny(entry.Bytes.Span));
    }

    /// <summary>By the first characters. Programs begin like a Dockerfile, too (<c>from x import y</c>): there the name has to agree.</summary>
    private static DocumentLanguage? Guessed(Entry entry) => StructuredText.LanguageOf(entry.Bytes.Span) is var language && language is DocumentLanguage.Dockerfile
        && !entry.Path.Name.Contains("dockerfile", StringComparison.OrdinalIgnoreCase) && !entry.Path.Name.Contains("containerfile", StringComparison.OrdinalIgnoreCase) ? null : language;

    /// <summary>YAML under any name: it begins like what it is.</summary>
    private static bool IsManifest(ReadOnlySpan<byte> text)
    {
        var front = text[..Math.Min(text.Length, 1024)];
        foreach (var range in front.Split((byte)'\n'))
        {
            var line = front[range];
            if (line.StartsWith("apiVersion:"u8) || line.StartsWith("AWSTemplateFormatVersion:"u8))
                return true;
            if (line.Trim(" \t\r"u8) is not ([] or [(byte)'#', ..] or [(byte)'-', (byte)'-', (byte)'-', ..] or [(byte)'k', ..]))
                return false;
        }

        return false;
    }
}
