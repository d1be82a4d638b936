using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Unicode;

/// <summary>Finds messages and programs that are written in characters which no editor shows.</summary>
public sealed class HiddenTextDetector : EntryDetector<HiddenText>
{
    private static readonly Descriptor Rule = new("unicode/hidden", "Text in characters that nobody sees", Severity.High,
        "Reviewers see an empty line, or nothing; a program that decodes it, or a model that reads it, sees code or orders.",
        "Find out who put it there, and take it out: open the file in an editor that shows invisible characters.")
    {
        Exceptions = "Sixteen and more variation selectors or tag characters in a row (32 of zero width), or as many selectors that stand behind something else than an ideograph. Emoji, flags, ideographic variants, tables that list such characters in order, and one character over and over are none. Warns among tests and examples.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, IsText: true, Origin: not EntryOrigin.Decoded, HasAllBytes: true };

    protected override HiddenText? Recognize(Entry entry) => HiddenText.Of(entry.Bytes.Span);

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, HiddenText Fact)> found)
    {
        foreach (var (entry, hidden) in found)
        {
            yield return new Finding(Rule, entry, $"hides something in {hidden.Characters} {hidden.Kind}, which nobody sees")
            {
                Line = hidden.Line,
                Severity = Placement.Of(artifact, entry).IsSample ? Severity.Medium : Rule.Severity,
                Evidence = [("characters", hidden.Characters), ("kind", hidden.Kind)],
            };
        }
    }
}
