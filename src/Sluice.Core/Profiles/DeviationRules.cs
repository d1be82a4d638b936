using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>What is not as this project's releases have been.</summary>
internal static class DeviationRules
{
    private const string Review = "When it is meant, learn from the release with 'sluice learn --approved'; when nobody meant it, find out which step of the build brought it in.";

    public static readonly Descriptor NewFile = Rule("new-file", "File that no past release had", Severity.Info, "A file that nobody expects is how sources, secrets and strangers' code get out.");
    public static readonly Descriptor MissingFile = Rule("missing-file", "File that every past release had is missing", Severity.Info, "A release that lacks what all others had is often built from the wrong folder or by a build that failed half way.");
    public static readonly Descriptor NewKind = Rule("new-kind", "Kind of file that no past release had", Severity.Low, "A kind of file that the project never shipped was seldom meant to ship.");
    public static readonly Descriptor FileType = Rule("file-type", "Content that no file of this name ever had", Severity.High, "Code under the name of a picture, or a program under the name of a text, hides from people and from tools.");
    public static readonly Descriptor Size = Rule("size", "Size outside of what past releases had", Severity.Medium, "A release that doubles carries something that the last one did not.");
    public static readonly Descriptor Count = Rule("count", "Number of files outside of what past releases had", Severity.Medium, "A folder too many ends up in a release by one wrong line.");
    public static readonly Descriptor NewScript = Rule("new-script", "Installation script that no past release had", Severity.High, "It runs on every machine that installs the release, before anybody looks.");
    public static readonly Descriptor NewExecutable = Rule("new-executable", "Program that no past release had", Severity.Medium, "What can be run is what an attacker adds.");
    public static readonly Descriptor NewDependency = Rule("new-dependency", "Dependency that no past release had", Severity.Low, "Its code comes along with every installation, and its authors are trusted from now on.");
    public static readonly Descriptor NewCapability = Rule("new-capability", "Code reaches for what it never reached for", Severity.High, "Code that begins to talk to the network or to start programs does so for a reason: a feature, or a thief.");
    public static readonly Descriptor NewImport = Rule("new-import", "Native code imports what it never imported", Severity.Low, "What a program for machines takes from the system says what it can do; in code that nobody can read, that is what there is to see.");
    public static readonly Descriptor NewProgram = Rule("new-program", "Program started that no past release started", Severity.Low, "What is fetched and run on other people's machines is most often fetched by a program that was there before: curl, a shell, an interpreter.");
    public static readonly Descriptor PrivatePlace = Rule("private-place", "Private place that no past release named", Severity.Medium, "Keys, passwords and wallets lie in the same places on every machine, and who takes them has to write down where.");
    public static readonly Descriptor NewHost = Rule("new-host", "Address that no past release named", Severity.Info, "Most new addresses are documentation; some are where the loot goes.");
    public static readonly Descriptor NewRecipient = Rule("new-recipient", "Mail address that no past release sent to", Severity.High, "One line is enough to send a copy of everything to a stranger.");
    public static readonly Descriptor SourceMap = Rule("source-map", "Source maps, which no past release had", Severity.High, "A map may hold the whole source, and a build that suddenly writes maps is not the build that you know.");
    public static readonly Descriptor Minification = Rule("minification", "Code is no longer readable as it was", Severity.Medium, "What was readable and is not any more cannot be reviewed.");

    public static readonly Descriptor NewPrivilege = Rule("new-privilege", "Rights of the administrator that no past release gave", Severity.Medium, "A second account with the rights of root, or one that may become root without a password, is a door that stays open.");
    public static readonly Descriptor NewModule = Rule("new-module", "Module name that no past release installed", Severity.Low, "It is imported by its name wherever the release is installed, and takes the place of another package's module of that name.");

    public static readonly Descriptor UnknownPackage = new("deviation/unknown-package", "Package that the profile does not know", Severity.Low,
        "Under another name, what is known of past releases holds nothing: to rename a release is the simplest way round a profile.",
        "Find out who changed the name. Where the package is new, learn from its first releases with 'sluice learn'.")
    {
        Exceptions = "Only where the profile was named (--profile, --previous, or profile in sluice.yaml) and knows packages. Its confidence is low, so that somebody looks, and its severity high, where a known package of the same kind is called nearly the same: but for a scope, case, blanks or separators, or one letter. Folders and repositories are not asked.",
    };

    public static readonly Descriptor Drift = new("deviation/drift", "Much has changed since the profile was read", Severity.Low, "Many small steps, each of them approved, may lead where nobody would have gone at once.",
        "Read the profile, and say so with 'sluice learn --reviewed'.")
    {
        Exceptions = "Only with a profile of past releases (sluice learn). It never stops a release: it warns after a release that went a step further, until the next one is learned, and informs of the same steps from then on.",
    };

    public static readonly Descriptor EntryPoint = Rule("entry-point", "Entry point that no past release had", Severity.Info, "Where others' programs begin to run the release's code is what an attacker moves.");
    public static readonly Descriptor License = Rule("license", "Licence that no past release was under", Severity.Low, "A licence that changes by accident binds, or frees, everybody who installs the release.");
    public static readonly Descriptor Publisher = Rule("publisher", "Publisher that no past release named", Severity.Low, "A project that changes hands is a project that has to be trusted anew.");
    public static readonly Descriptor Toolchain = Rule("toolchain", "Made by tools that no past release was made by", Severity.Low, "A release from another machine or another build is not the release that was reviewed.");

    public static IReadOnlyList<Descriptor> All { get; } =
        [Count, Drift, EntryPoint, FileType, License, Minification, MissingFile, NewCapability, NewDependency, NewExecutable, NewFile, NewHost, NewImport, NewKind, NewModule, NewPrivilege, NewProgram, NewRecipient, NewScript, PrivatePlace, Publisher, Size, SourceMap, Toolchain, UnknownPackage];

    private static Descriptor Rule(string name, string title, Severity severity, string why) => new("deviation/" + name, title, severity, why, Review)
    {
        Exceptions = "Only with a profile of past releases (sluice learn, or --previous). With fewer than three of them it informs; it stops a release only where ordinary releases hardly ever do the same, within --alert-budget.",
    };
}
