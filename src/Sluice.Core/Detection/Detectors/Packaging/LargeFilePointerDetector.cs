using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Packaging;

/// <summary>
/// Finds pointers of Git LFS that ship in place of the files they stand for. In a repository they belong there: <see cref="GitSource"/>
/// screens what they name.
/// </summary>
public sealed class LargeFilePointerDetector : EntryDetector<LargeFilePointer>
{
    private static readonly Descriptor Rule = new("packaging/lfs-pointer", "Git LFS pointer instead of the file", Severity.Medium,
        "The release was built from a checkout without its large files: users get a few lines of text, and nobody has screened the file itself.",
        "Run git lfs pull before the build, or leave the file out.")
    {
        Exceptions = "Informs among tests, examples and other people's code. In git targets the content is screened in the pointer's place where it is on the machine; where it is not, the result is indeterminate.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) =>
        entry is { Kind: EntryKind.File, HasAllBytes: true, Size: < LargeFilePointer.MaxBytes, Origin: not EntryOrigin.Decoded, Container: not { Format: "git" } } && entry.Bytes.Span.StartsWith("version https://"u8);

    protected override LargeFilePointer? Recognize(Entry entry) => LargeFilePointer.Parse(entry.Bytes.Span);

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, LargeFilePointer Fact)> found)
    {
        foreach (var (entry, pointer) in found)
        {
            var place = Placement.Of(artifact, entry);
            yield return new Finding(Rule, entry, $"is a Git LFS pointer: the {pointer.Size} bytes it stands for are not in the release")
            {
                Severity = place.IsSample || place.IsThirdParty ? Severity.Info : Rule.Severity,
                Evidence = [("sha256", pointer.Digest), ("size", pointer.Size)],
            };
        }
    }
}
