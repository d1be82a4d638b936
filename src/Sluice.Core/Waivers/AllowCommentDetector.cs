using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>Notes comments that want to allow something. What becomes of them is for <see cref="WaiverBook"/> to say, and for nobody where policy does not ask for them.</summary>
public sealed class AllowCommentDetector : Detector
{
    public static readonly Descriptor Rule = new("secret/allow-comment", "Comment that allows nothing", Severity.Low,
        "Somebody wanted to allow a finding and believes that it is allowed: the comment names no rule that there is, says no last day or no reason, has expired, or there is nothing to allow.",
        "Write sluice:allow RULE until YYYY-MM-DD REASON in the line of the secret or in the line above it, or delete the comment.")
    {
        Exceptions = "Silent unless sluice.yaml says allow-comments: true, and in artifacts: there comments are never obeyed.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { IsText: true, HasAllBytes: true, Origin: EntryOrigin.Member, Container: { Container: null, Format: "git" or "directory" } } && entry.Marks.HasFlag(Artifacts.TextMarks.AllowComment);

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        if (AllowComment.In(entry.Bytes.Span) is { Count: > 0 } comments)
            entry.Learn(new AllowComments(comments));
        return [];
    }
}
