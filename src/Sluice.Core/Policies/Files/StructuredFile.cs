using System.Security.Cryptography;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Policies.Facts;

namespace Sluice.Policies.Files;

/// <summary>One document of an entry that policies look at, while its bytes are at hand.</summary>
/// <param name="Index">Among the documents of the entry, counted from 0.</param>
internal sealed record StructuredFile(Entry Entry, DocumentLanguage Language, string? Kind, int Index, DocumentNode Document)
{
    /// <summary>What expressions see as <c>file</c>.</summary>
    public static readonly FactType<StructuredFile> Fact = new("StructuredFile",
        new("path", CelType.String, file => Facts.Fact.Text(file.Entry.Path.Value)),
        new("name", CelType.String, file => Facts.Fact.Text(file.Entry.Path.Name)),
        new("extension", CelType.String, file => Facts.Fact.Text(file.Entry.Path.Extension)),
        new("container", Facts.Fact.Strings, file => Facts.Fact.List(file.Entry.ContainerChain)),
        new("kind", CelType.String, file => Facts.Fact.Text(PolicyWords.Of(file.Entry.ContentKind))),
        new("size", CelType.Int, file => CelValue.Int(file.Entry.Size)),
        new("mode", Facts.Fact.OptionalInt, file => Facts.Fact.Optional(file.Entry.Mode)),
        new("executable", CelType.Bool, file => CelValue.Bool(file.Entry.Mode is { } mode && (mode & 0b001_001_001) != 0)),
        new("decoded", CelType.Bool, file => CelValue.Bool(file.Entry.Origin == EntryOrigin.Decoded)),
        new("digests", CelType.Map(CelType.String, CelType.String), Digests),
        new("language", CelType.String, file => Facts.Fact.Text(file.Language.ToString().ToLowerInvariant())),
        new("document", CelType.String, file => Facts.Fact.Text(file.Kind)),
        new("index", CelType.Int, file => CelValue.Int(file.Index)));

    private static CelValue Digests(StructuredFile file) =>
        CelValue.Map([new(CelValue.String("sha256"), CelValue.String(Convert.ToHexStringLower(SHA256.HashData(file.Entry.Bytes.Span))))]);
}

/// <summary>What rules about files may look at: one document, and the time.</summary>
internal sealed class FileSource(StructuredFile file, FileRun run) : FactSource
{
    private readonly CelValue _file = StructuredFile.Fact.Of(file);
    private readonly CelValue _document = DocumentFacts.Of(file.Document);

    public override CelValue? Parameters => run.Parameters;

    public override CelValue Get(string name) => name switch
    {
        "file" => _file,
        "doc" => _document,
        _ => CelValue.Timestamp(run.Now),
    };
}

/// <summary>What is the same for all files of a screening.</summary>
/// <param name="Now">The time that policies see.</param>
internal sealed record FileRun(DateTimeOffset Now)
{
    /// <summary>In place of what policies say; null for that.</summary>
    public CelValue? Parameters { get; init; }

    /// <summary>Told each value on the way; null for nobody. Called by one thread at a time.</summary>
    public Action<RuleStep>? Watch { get; init; }
}
