using Sluice.Findings;

namespace Sluice.Detection.Detectors.Provenance;

/// <summary>What the history of publishing tells.</summary>
internal static class PublicationRules
{
    private const string OnlyAsked = "Only where a registry is given (--registry, registries). ";

    public static readonly Descriptor PublisherChange = new("provenance/publisher-change", "Published by somebody else, or otherwise, than before", Severity.Medium,
        "Whoever takes over an account, a token or a project publishes from it: under another name, or without the pipeline and its provenance.",
        "Ask those who published before whether they know of it; publish from the pipeline that published before.")
    {
        Exceptions = OnlyAsked + "Informs where the publisher could publish before and never did, and where a pipeline takes over from people. Alone it warns, or informs where people took over from a pipeline that left no provenance: it stops a release that also runs something new where it is installed, pulls in a package that is just there, lost its provenance or comes after a long sleep, and holds one with any other unusual sign. Where the registry tells no publishers, nothing is found.",
    };

    public static readonly Descriptor DormantRevival = new("provenance/dormant-revival", "Published after a long sleep", Severity.Low,
        "Packages that nobody looks after any more are the ones whose accounts, mail domains and names are taken over.",
        "Find out who published it and why now, before you install or ship it.")
    {
        Exceptions = OnlyAsked + "At least two years, and twice the longest sleep before. Alone it warns: many honest packages sleep. It stops a release together with a stranger as publisher, something new that runs on installation, a package just there, lost provenance, or two of: skipped versions, several versions at once, files of an old version replaced.",
    };

    public static readonly Descriptor MutableReference = new("provenance/mutable-reference", "Content that is not what its reference stood for", Severity.High,
        "A version means the same bytes for everybody. Where it does not, somebody exchanged one of the two.",
        "Compare both files; publish under a new version, or find out who exchanged the file.")
    {
        Exceptions = "Held against the digest that a registry states for a file of this name (--registry; NuGet's registries sign packages and so change them: not compared), against past releases (--profile, --previous), and, for zips of Go modules, which are made of the tag and nothing else, against the source (--source). "
            + "Of past releases: a version that was learned with other files warns where it is the newest of its series, for builds of what comes next may still bear it; the same files in another archive are the same. Tags of images stop a release where they are full versions; others inform. Tags of a source that was learned from stop a release where they are full versions or lead from a branch to a commit that is on none; major tags that go forward are silent. "
            + "Programs that are named after their content stop it where three releases are known and names of that sort have changed before; else they warn.",
    };

    public static readonly Descriptor VersionJump = new("provenance/version-jump", "Version number far from all others", Severity.Low,
        "A version number that is higher than all others wins every range: that is how a stranger's package gets in front of yours.",
        "Check that the number is meant.")
    {
        Exceptions = OnlyAsked + "A major version five or more above the highest so far; numbers that are years are not meant. Stops a release together with another sign.",
    };

    public static readonly Descriptor ReleaseBurst = new("provenance/release-burst", "Several versions within an hour", Severity.Info,
        "Who holds an account for a short time publishes on all release lines at once.",
        "Compare each of the versions with the one before it.")
    {
        Exceptions = OnlyAsked + "At least three, on different lines, or three of one line within a quarter of an hour. Alone it informs: fixes are ported to several lines at once, and broken releases corrected in a hurry. Stops or holds a release together with another sign.",
    };

    public static readonly Descriptor NewDependency = new("dependency/new", "New dependency that has only just appeared", Severity.Medium,
        "An attacker who can change one line of a manifest adds a package that was prepared for it; its code runs with every installation.",
        "Look at who published the dependency and what it does; depend on one that others have used for a while.")
    {
        Exceptions = OnlyAsked + "Dependencies that the version before had not. Stops below a week, warns below 30 days, and below 90 where there are five versions or fewer; packages of the same scope or the same publishers, which arise together, are left out.",
    };
}
