using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Archives;

/// <summary>The rules about archives as such, by what readers and the walk note.</summary>
internal static class ArchiveRules
{
    private const string InSystemTrees = "Informs only in container images and system packages (deb, rpm), whose files belong to a whole file system.";
    private const string Nested = "Warns at most when the archive lies inside the artifact, where no installer unpacks it.";

    private const string InTests = "Warns at most in the tests of third-party and public code.";

    private static readonly Descriptor Hidden = new("archive/hidden-data", "Data outside of all members", Severity.High,
        "Bytes in front of, between or behind the members are shipped, and no listing shows them.",
        "Build the archive anew with a standard tool, from the files that are meant to be in it.")
    {
        Exceptions = "Silent for zeros, line ends, programs in front of a self-extracting archive and the signing block of an APK; they are opened all the same. Warns about tar padding that a writer did not clear, and about what lies around an archive in the midst of a file of another kind. " + InTests,
    };

    private static readonly Descriptor Truncated = new("archive/truncated", "Archive that is cut off", Severity.Medium,
        "Part of the release is missing, or part of the archive was kept from the screening.",
        "Build or transfer the archive again and compare its size and digest.")
    {
        Exceptions = "Informs only when nothing but the end mark of a tar is missing: many writers leave it out.",
    };

    private static readonly Descriptor Unopened = new("archive/unopened", "Supposed archive that does not open", Severity.Medium,
        "Bytes within a file look like an archive that is encrypted, damaged or of no supported kind: nobody has seen what is in it.",
        "Leave the tests of installed packages out of the release, or open the archive and screen its content.")
    {
        Exceptions = "Speaks where package managers and distributions install tests, of what was found inside an ordinary file. Informs of numbers and encoded text anywhere that begin like an archive, and of which nothing comes out. Elsewhere such a part is not screened, and the result indeterminate.",
    };

    private static readonly Dictionary<AnomalyKind, Descriptor> ByKind = new()
    {
        [AnomalyKind.HiddenData] = Hidden,
        [AnomalyKind.UncleanPadding] = Hidden,
        [AnomalyKind.Truncated] = Truncated,
        [AnomalyKind.MissingEnd] = Truncated,
        [AnomalyKind.Bomb] = new("archive/bomb", "Decompression bomb", Severity.High,
            "Unpacking it fills memory or disk: it expands beyond reason, its members share bytes, or it holds itself.",
            "Leave the archive out, or build it without the members that blow it up.")
        {
            Exceptions = InTests,
        },
        [AnomalyKind.Traversal] = new("archive/traversal", "Name that leaves the archive", Severity.High,
            "Unpacking with a careless tool writes outside the target folder.",
            "Build the archive with relative names only.")
        {
            Exceptions = "Warns about absolute names, which tools strip; informs about them in system trees. " + Nested,
        },
        [AnomalyKind.LinkEscape] = new("archive/link-escape", "Link that leads out of the archive", Severity.High,
            "After unpacking, the link reads or writes a file that the archive does not own.",
            "Replace the link by a copy of its target, or make it relative and keep it inside.")
        {
            Exceptions = "Warns about symbolic links that nothing is unpacked through. " + InSystemTrees + " " + Nested,
        },
        [AnomalyKind.DuplicateName] = new("archive/duplicate-name", "Name that occurs twice", Severity.Medium,
            "Tools differ in which of the members they take: what was reviewed need not be what is installed.",
            "Write every name once.")
        {
            Exceptions = "High when a manifest or another file that steers the installation is there twice with different content; low when all members of the name are equal. Names count as one where the installer puts them at one place: below any folder (npm), in the folder of data that belongs among the modules (wheel), with escapes (NuGet), packed or not (gem). " + Nested,
        },
        [AnomalyKind.SeveralRoots] = new("archive/several-roots", "Package with more than one top folder", Severity.High,
            "npm takes the first folder away, whatever it is called: files of the second one land among those of the first, or in their place, and a reviewer looks at the first alone.",
            "Pack with npm pack, which writes everything below one folder.")
        {
            Exceptions = "Only npm packages. Its confidence is low, so that somebody looks. Silent about single files beside the folder: npm does not install them.",
        },
        [AnomalyKind.Ambiguous] = new("archive/ambiguous", "Archive that reads in two ways", Severity.High,
            "Two tools unpack different files from the same bytes: what was screened elsewhere need not be what is installed.",
            "Build the archive anew with a standard tool.")
        {
            Exceptions = InTests,
        },
        [AnomalyKind.LyingSize] = new("archive/lying-size", "Size that is not true", Severity.Medium,
            "Tools that trust the stated size read something else or run out of memory.",
            "Build the archive anew with a standard tool."),
        [AnomalyKind.ChecksumMismatch] = new("archive/checksum", "Checksum that does not match", Severity.High,
            "The content was damaged or changed after it was packed; tools refuse it, or take it without looking.",
            "Build or transfer the archive again.")
        {
            Exceptions = InTests,
        },
        [AnomalyKind.DigestMismatch] = new("archive/digest-mismatch", "Content that does not match its digest", Severity.High,
            "The blob is not the one that was built: it was damaged or exchanged.",
            "Build or pull the image again and compare digests."),
        [AnomalyKind.CaseCollision] = new("archive/case-collision", "Names that differ only in case", Severity.Low,
            "On Windows and macOS one file overwrites the other.",
            "Rename one of the files.")
        {
            Exceptions = InSystemTrees,
        },
        [AnomalyKind.DeviceNode] = new("archive/device-node", "Device or pipe in an archive", Severity.High,
            "Unpacked by an administrator it gives direct access to a device, or blocks whoever reads it.",
            "Leave special files out.")
        {
            Exceptions = InSystemTrees + " " + Nested,
        },
        [AnomalyKind.Encrypted] = new("archive/encrypted", "Encrypted content", Severity.Medium,
            "Nobody on the way can see what ships.",
            "Ship it in the clear, or leave it out. Encrypted parts stay unscreened."),
        [AnomalyKind.OddName] = new("archive/odd-name", "Name with deceptive or invalid characters", Severity.Medium,
            "The name looks different from what it is, or changes the terminal it is listed on.",
            "Rename the file with ordinary characters.")
        {
            Exceptions = "High for bidirectional overrides; low for names that are not UTF-8 or too long, and in folders of tests.",
        },
        [AnomalyKind.Unopened] = Unopened,
        [AnomalyKind.Mistaken] = Unopened,
        [AnomalyKind.Unreferenced] = new("archive/unreferenced-blob", "Blob that no manifest names", Severity.Low,
            "It ships with the image though no image needs it: often a layer that was meant to be gone.",
            "Collect garbage in the layout (umoci gc) or copy the image to a new one."),
    };

    public static IReadOnlyList<Descriptor> All { get; } = [.. ByKind.Values.DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public static Descriptor For(AnomalyKind kind) => ByKind[kind];
}
