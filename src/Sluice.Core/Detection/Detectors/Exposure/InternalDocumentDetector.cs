using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>The mark that a document carries: a fact of its entry.</summary>
public sealed record ConfidentialMark(string Mark);

/// <summary>Finds documents that say of themselves that they must not leave.</summary>
public sealed class InternalDocumentDetector : EntryDetector<ConfidentialMark>
{
    private const int MaxSearched = 256 << 10;

    /// <summary>A mark is a line, a heading or a cell of its own; the words in running text mean nothing.</summary>
    private const int MaxLine = 80;

    private static readonly Descriptor Rule = new("exposure/internal-document", "Document marked as internal", Severity.High,
        "The document itself says that it is not for the public.",
        "Leave it out; if it may be public, remove the mark.")
    {
        Exceptions = "Licence texts speak of confidentiality and are not meant. Warns where the source is public.",
    };

    private static readonly string[] Marks = ["CONFIDENTIAL", "INTERNAL ONLY", "INTERNAL USE ONLY", "FOR INTERNAL USE", "DO NOT DISTRIBUTE", "COMPANY CONFIDENTIAL", "STRICTLY CONFIDENTIAL", "NOT FOR PUBLIC RELEASE", "NOT FOR DISTRIBUTION", "TRADE SECRET", "UNDER EMBARGO"];

    /// <summary>As the first words of a line, with nothing or a stop behind them, these mean nothing else however they are written.</summary>
    private static readonly string[] PlainMarks = ["company confidential", "strictly confidential", "commercial in confidence", "not for public release"];

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, Size: > 0, Origin: not EntryOrigin.Decoded } && !LicenseText.IsNamedLikeOne(entry.Path)
        && ((entry.IsText && entry.Path.Extension is ".md" or ".txt" or ".rst" or ".adoc" or ".html" or ".htm" or ".markdown") || IsOfficePart(entry.Path) || entry.ContentKind == ContentKind.Pdf);

    protected override ConfidentialMark? Recognize(Entry entry)
    {
        var bytes = entry.Bytes.Span[..Math.Min(entry.Bytes.Length, MaxSearched)];
        if (bytes.IndexOf("NTERNAL"u8) < 0 && bytes.IndexOf("DISTRIBUT"u8) < 0 && bytes.IndexOf("ONFIDENTIAL"u8) < 0 && bytes.IndexOf("SECRET"u8) < 0 && bytes.IndexOf("EMBARGO"u8) < 0 && bytes.IndexOf("PUBLIC REL"u8) < 0
            && bytes.IndexOf("onfiden"u8) < 0 && bytes.IndexOf("ublic release"u8) < 0)
            return null;
        // Words of office documents and pages stand between tags, those of PDF between brackets.
        var text = Encoding.UTF8.GetString(bytes);
        foreach (var range in text.AsSpan().SplitAny("\r\n<>()"))
        {
            if (MarkOf(text.AsSpan()[range]) is { } mark)
                return new ConfidentialMark(mark);
        }

        return null;
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, ConfidentialMark Fact)> found)
    {
        foreach (var (entry, mark) in found)
        {
            var document = IsOfficePart(entry.Path) && entry.Holder is { Container: not null } holder ? holder : entry;
            var place = Placement.Of(artifact, document);
            var isElsewhere = place.IsThirdParty || Placement.IsSourceTree(artifact);
            yield return new Finding(Rule, document, $"is marked \"{mark.Mark}\"")
            {
                Severity = isElsewhere ? Severity.Info : artifact.Visibility == Visibility.Public ? Severity.Low : Severity.High,
                Confidence = Confidence.Medium,
                Evidence = [("mark", mark.Mark)],
            };
        }
    }

    private static bool IsOfficePart(EntryPath path) =>
        path.Value is "word/document.xml" or "xl/sharedStrings.xml" || path.Value.StartsWith("word/header", StringComparison.Ordinal) || path.Value.StartsWith("word/footer", StringComparison.Ordinal) || path.Value.StartsWith("ppt/slides/slide", StringComparison.Ordinal);

    /// <summary>Mostly upper case, and little else beside the mark.</summary>
    private static string? MarkOf(ReadOnlySpan<char> line)
    {
        line = line.Trim(" \t#*_|-=>:!.[]{}\"'").Trim();
        if (line.Length is < 8 or > MaxLine)
            return null;
        foreach (var mark in PlainMarks)
        {
            if (line.StartsWith(mark, StringComparison.OrdinalIgnoreCase) && line[mark.Length..].TrimStart() is [] or ['.' or ':' or ';' or '-' or '–' or '—' or '|' or '(' or '/', ..])
                return line[..mark.Length].ToString();
        }

        foreach (var mark in Marks)
        {
            if (!line.Contains(mark, StringComparison.Ordinal))
                continue;
            int upper = 0, letters = 0;
            foreach (var c in line)
            {
                upper += char.IsUpper(c) ? 1 : 0;
                letters += char.IsLetter(c) ? 1 : 0;
            }

            if (upper * 10 >= letters * 6)
                return mark;
        }

        return null;
    }
}
