using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Long instructions to a language model in code: a fact of its entry.</summary>
/// <param name="Characters">Of the longest.</param>
public sealed record SystemPrompts(int Count, int Characters);

/// <summary>Finds system prompts in bundles and programs: texts of some length that address a model.</summary>
public sealed class SystemPromptDetector : EntryDetector<SystemPrompts>
{
    private const int MinCharacters = 400;
    private const int MaxCharacters = 256 << 10;

    private static readonly Descriptor Rule = new("exposure/system-prompt", "System prompt in the code", Severity.Low,
        "Prompts that ship can be read by everybody, however the code around them is minified.",
        "Keep prompts that are worth keeping on a server, and treat what ships as published.")
    {
        Exceptions = "Informs where the source is public and in third-party code.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, IsText: true, HasAllBytes: true, Size: > MinCharacters } && entry.Marks.HasFlag(TextMarks.Instruction) && entry.Path.Extension is ".js" or ".mjs" or ".cjs" or ".ts" or ".py" or ".rb" or ".json" or ".jsc";

    protected override SystemPrompts? Recognize(Entry entry)
    {
        int count = 0, longest = 0;
        var rest = entry.Bytes.Span;
        while (rest.IndexOf("You are "u8) is >= 0 and var at)
        {
            var length = at > 0 ? LiteralLength(rest[(at - 1)..], at > 2 && rest[at - 2] == rest[at - 1]) : 0;
            if (length >= MinCharacters && AddressesModel(rest[at..]))
            {
                count++;
                longest = Math.Max(longest, length);
            }

            rest = rest[Math.Min(rest.Length, at + Math.Max(length, 8))..];
        }

        return count > 0 ? new SystemPrompts(count, longest) : null;
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, SystemPrompts Fact)> found) => found.Select(pair => new Finding(Rule, pair.Entry, pair.Fact.Count == 1 ? $"holds a system prompt of {pair.Fact.Characters} characters" : $"holds {pair.Fact.Count} system prompts, the longest of {pair.Fact.Characters} characters")
    {
        Severity = artifact.Visibility == Visibility.Public || Placement.Of(artifact, pair.Entry).IsThirdParty || Placement.IsSourceTree(artifact) ? Severity.Info : Rule.Severity,
        Confidence = Confidence.Low,
        Evidence = [("prompts", pair.Fact.Count), ("characters", pair.Fact.Characters)],
    });

    private static bool AddressesModel(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, 4096)];
        return text.IndexOf("assistant"u8) >= 0 || text.IndexOf(" AI "u8) >= 0 || text.IndexOf(" agent"u8) >= 0 || text.IndexOf("language model"u8) >= 0 || text.IndexOf(" tool"u8) >= 0 || text.IndexOf("the user"u8) >= 0;
    }

    /// <summary>From the quote to its end; 0 when the text does not start with one. Escapes are skipped, template holes counted as they stand. Texts of Python in three quotes run over lines.</summary>
    private static int LiteralLength(ReadOnlySpan<byte> text, bool isTriple)
    {
        var quote = text[0];
        if (quote is not ((byte)'"' or (byte)'\'' or (byte)'`'))
            return 0;
        text = text[1..Math.Min(text.Length, MaxCharacters)];
        var at = 0;
        while (at < text.Length)
        {
            var step = text[at..].IndexOfAny(quote, (byte)'\\', quote == '`' || isTriple ? (byte)0 : (byte)'\n');
            if (step < 0)
                return text.Length;
            at += step;
            if (text[at] != '\\')
                return at;
            at += 2;
        }

        return text.Length;
    }
}
