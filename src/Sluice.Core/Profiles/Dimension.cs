using System.Runtime.CompilerServices;
using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>Whether news stop a release by themselves. Signs of one side often come together for one reason; of two sides, each makes the other worse.</summary>
internal enum Company : byte
{
    NotNeeded,

    /// <summary>It gives away what the world may read anyway.</summary>
    NeededInPublic,
    Needed,
}

/// <summary>What news are about.</summary>
internal enum Side : byte
{
    /// <summary>What it holds, and how that is arranged.</summary>
    Form,

    /// <summary>What its code does.</summary>
    Reach,

    /// <summary>Whom its code does it with.</summary>
    Address,

    /// <summary>What runs by itself, or comes along.</summary>
    Installation,
    People,
}

/// <summary>One side of a release that past releases make a norm of: which values are there at all. New values are deviations.</summary>
/// <param name="Key">In the profile's file and the survey.</param>
/// <param name="Rule">What a value that was never there is.</param>
/// <param name="Says">What a release does that has the value, which stands for <c>{0}</c>; reads after the path.</param>
internal sealed record Dimension(string Key, Descriptor Rule, string Says)
{
    /// <summary>A command that is not the same, whatever it does.</summary>
    private const string Another = "another";

    public static readonly Dimension Files = new("files", DeviationRules.NewFile, "is a new file");
    public static readonly Dimension Folders = new("folders", DeviationRules.NewFile, "is in the new folder '{0}'");
    public static readonly Dimension Extensions = new("extensions", DeviationRules.NewKind, "is of a new kind, '{0}'");
    public static readonly Dimension Executables = new("executables", DeviationRules.NewExecutable, "is a new file that may be run");
    public static readonly Dimension Dependencies = new("dependencies", DeviationRules.NewDependency, "depends on '{0}'") { Side = Side.Installation };
    public static readonly Dimension Hosts = new("hosts", DeviationRules.NewHost, "names the host '{0}'");
    public static readonly Dimension ReachedHosts = new("reached-hosts", DeviationRules.NewHost, "names the host '{0}' in code that reaches out") { MayBlock = true, WithNew = Hosts, Side = Side.Address, Company = Company.Needed };
    public static readonly Dimension CalledHosts = new("called-hosts", DeviationRules.NewHost, "reaches for the host '{0}'") { MayBlock = true, WithNew = Hosts, Side = Side.Address };
    public static readonly Dimension Recipients = new("recipients", DeviationRules.NewRecipient, "has a mail address in code that sends mail ({0})") { Holds = true };
    public static readonly Dimension InstallScripts = new("install-scripts", DeviationRules.NewScript, "runs '{0}' where it is installed") { MayBlock = true, Side = Side.Installation };
    public static readonly Dimension InstallCommands = new("install-commands", DeviationRules.NewScript, "runs another command where it is installed ({0})") { MayBlock = true, Within = InstallScripts, WordsThatBlock = [StatedTraits.Fetching, BuildCommands.Starting, BuildCommands.Compiling, BuildCommands.Loading, Another], OtherWord = Another, Side = Side.Installation, IsOfBuild = true, Company = Company.Needed, WordsInCompany = [Another] };

    /// <summary>What the commands start that run where it is installed; a new command says all there is to say.</summary>
    public static readonly Dimension InstallFiles = new("install-files", DeviationRules.NewScript, "is run where it is installed, which no release ran there ({0})") { MayBlock = true, Within = InstallScripts, Side = Side.Installation, IsOfBuild = true, Company = Company.Needed };
    public static readonly Dimension DependencySources = new("dependency-sources", DeviationRules.NewDependency, "has a dependency of the source '{0}'") { MayBlock = true, Side = Side.Installation };
    public static readonly Dimension Permissions = new("permissions", DeviationRules.NewCapability, "asks for '{0}'") { Side = Side.Installation };
    public static readonly Dimension NativeCode = new("native-code", DeviationRules.NewExecutable, "is native code ({0})") { MayBlock = true };
    public static readonly Dimension ManagedCode = new("managed-code", DeviationRules.NewExecutable, "is compiled code of .NET ({0})") { MayBlock = true };
    public static readonly Dimension SourceMaps = new("source-maps", DeviationRules.SourceMap, "brings source maps ({0})") { MayBlock = true, WordsThatBlock = ["map", "inline"], Company = Company.NeededInPublic, WordsInCompany = ["map"] };
    public static readonly Dimension Contents = new("contents", DeviationRules.FileType, "has content that its name never had ({0})") { MayBlock = true, Within = Extensions };
    public static readonly Dimension Shapes = new("shapes", DeviationRules.Minification, "is no longer readable ({0})") { MayBlock = true, WordsThatBlock = ["obfuscated", "minified"] };
    public static readonly Dimension Capabilities = new("capabilities", DeviationRules.NewCapability, "reaches for something new: {0}") { MayBlock = true, WordsThatBlock = ["process", "evaluation", "network", "network-modules", "native-code", "concealment", "remote-code", "computed-globals"], Side = Side.Reach, Company = Company.Needed, WordsInCompany = ["remote-code", "computed-globals"] };
    public static readonly Dimension Together = new("together", DeviationRules.NewCapability, "reaches in one file for what no file reached for together: {0}") { MayBlock = true, WordsThatBlock = ["network-process", "network-evaluation"], Side = Side.Reach };
    /// <summary>That code starts; <see cref="CarryingPrograms"/> where they fetch something, run a text, or go on unseen.</summary>
    public static readonly Dimension Programs = new("programs", DeviationRules.NewProgram, "starts the program '{0}'");
    public static readonly Dimension CarryingPrograms = new("carrying-programs", DeviationRules.NewProgram, "starts the program '{0}', which fetches or runs what is no part of the release") { MayBlock = true, Side = Side.Reach };
    public static readonly Dimension PrivatePlaces = new("private-places", DeviationRules.PrivatePlace, "names in code where people keep what is their own ({0})") { MayBlock = true, WordsThatBlock = [.. Profiles.PrivatePlaces.Guarded, .. Profiles.PrivatePlaces.Known], Side = Side.Reach, Company = Company.Needed, WordsInCompany = Profiles.PrivatePlaces.Known };

    /// <summary>Of programs for machines that were there, by what they take from the system.</summary>
    public static readonly Dimension NativeReach = new("native-reach", DeviationRules.NewCapability, "is native code that was not like this: {0}") { MayBlock = true, Within = Files, WordsThatBlock = [NativeTraits.Network, NativeTraits.Process, NativeTraits.Injection, NativeTraits.Private, NativeTraits.Packed], Side = Side.Reach };
    public static readonly Dimension NativeImports = new("native-imports", DeviationRules.NewImport, "imports what it never did: {0}") { Within = Files };
    public static readonly Dimension Commands = new("commands", DeviationRules.NewExecutable, "adds the command '{0}'") { MayBlock = true };

    /// <summary>Named after the package, as the first command of a project is.</summary>
    public static readonly Dimension OwnCommands = new("own-commands", DeviationRules.NewExecutable, "adds the command '{0}'") { MayBlock = true, Company = Company.Needed };
    public static readonly Dimension Disguises = new("disguises", DeviationRules.FileType, "is not what its name says ({0})") { MayBlock = true };
    public static readonly Dimension Containers = new("containers", DeviationRules.NewKind, "is something to be unpacked or loaded, which no release had ({0})") { MayBlock = true };
    public static readonly Dimension Trees = new("trees", DeviationRules.NewFile, "is in a new tree of code, '{0}'") { MayBlock = true, WithNew = Folders };
    public static readonly Dimension SetUser = new("set-user", DeviationRules.NewExecutable, "runs with the rights of another user, whoever starts it ({0})") { MayBlock = true, Side = Side.Installation };
    public static readonly Dimension Users = new("users", DeviationRules.NewCapability, "runs as the user {0}") { MayBlock = true, Side = Side.Installation };
    public static readonly Dimension ImageSettings = new("image-settings", DeviationRules.NewScript, "is configured as no release was ({0})") { MayBlock = true, WordsThatBlock = [Profiles.ImageSettings.Fetching, Profiles.ImageSettings.Loading, Profiles.ImageSettings.Folder], Side = Side.Installation, Company = Company.Needed, WordsInCompany = [Profiles.ImageSettings.Folder] };
    public static readonly Dimension StartedFiles = new("started-files", DeviationRules.NewScript, "is read by itself, and says what it never said ({0})") { MayBlock = true, WordsThatBlock = [Profiles.ImageSettings.Fetching, Another], OtherWord = Another, Side = Side.Installation, Company = Company.Needed, WordsInCompany = [Another] };
    public static readonly Dimension Privileges = new("privileges", DeviationRules.NewPrivilege, "gives the rights of root: {0}");
    public static readonly Dimension Modules = new("modules", DeviationRules.NewModule, "installs the module '{0}'");
    public static readonly Dimension EntryPoints = new("entry-points", DeviationRules.EntryPoint, "has the entry point {0}");

    /// <summary>What is run first where the release is used, or by its commands.</summary>
    public static readonly Dimension EntryFiles = new("entry-files", DeviationRules.EntryPoint, "begins with '{0}', which no release had") { MayBlock = true, WithNew = Files, Company = Company.Needed };

    /// <summary>The same of files that were there, and that nothing began with.</summary>
    public static readonly Dimension MovedEntries = new("moved-entries", DeviationRules.EntryPoint, "begins with '{0}', which no release began with") { MayBlock = true, Company = Company.Needed };

    /// <summary>The same of files that reach for networks or processes.</summary>
    public static readonly Dimension ReachingEntries = new("reaching-entries", DeviationRules.EntryPoint, "begins with '{0}', which no release began with, and which reaches out") { MayBlock = true, Side = Side.Address, Company = Company.Needed };
    public static readonly Dimension EntryKinds = new("entry-kinds", DeviationRules.EntryPoint, "begins with a file that nobody takes for a program ('{0}')") { MayBlock = true };
    public static readonly Dimension Licenses = new("licenses", DeviationRules.License, "is under the licence '{0}'");
    public static readonly Dimension Publishers = new("publishers", DeviationRules.Publisher, "names the publisher '{0}'") { Side = Side.People, Company = Company.Needed };

    /// <summary>Where it says that its source is.</summary>
    public static readonly Dimension Repositories = new("repositories", DeviationRules.Publisher, "says that its source is at '{0}'") { Side = Side.People };
    public static readonly Dimension PackageTypes = new("package-types", DeviationRules.NewKind, "is a package of the type '{0}'");
    public static readonly Dimension Tools = new("tools", DeviationRules.Toolchain, "was made by {0}");
    public static readonly Dimension SystemPackages = new("system-packages", DeviationRules.NewDependency, "installs the package '{0}'") { Side = Side.Installation };
    public static readonly Dimension GroupSize = new("group-size", DeviationRules.Size, "has {0}");
    public static readonly Dimension GroupCount = new("group-count", DeviationRules.Count, "has {0}");
    public static readonly Dimension Readable = new("readable", DeviationRules.FileType, "can be read, which no release of it could ({0})") { MayBlock = true, Company = Company.NeededInPublic };

    /// <summary>In all, by kinds of places that no release had; <see cref="KnownSize"/> where what was always there has grown, as it does.</summary>
    public static readonly Dimension Size = new("size", DeviationRules.Size, "has {0}, most of it where no release had any") { MayBlock = true };
    public static readonly Dimension Count = new("count", DeviationRules.Count, "has {0}, most of them where no release had any") { MayBlock = true };
    public static readonly Dimension KnownSize = new("known-size", DeviationRules.Size, "has {0}");
    public static readonly Dimension KnownCount = new("known-count", DeviationRules.Count, "has {0}");
    public static readonly Dimension FileShapes = new("file-shapes", DeviationRules.Minification, "was readable before ({0})") { MayBlock = true, Within = Files, Under = Shapes, WordsThatBlock = Shapes.WordsThatBlock };
    public static readonly Dimension FileCapabilities = new("file-capabilities", DeviationRules.NewCapability, "begins to reach for something: {0}") { MayBlock = true, Within = Files, Under = Capabilities, WordsThatBlock = ["process", "evaluation", "network", "native-code", "concealment", "remote-code", "computed-globals"], Side = Side.Reach, Company = Company.Needed, WordsInCompany = ["network", "remote-code", "computed-globals"] };

    /// <summary>Those that have values, in the order of the profile's file.</summary>
    public static IReadOnlyList<Dimension> Kept { get; } =
    [
        Files, Folders, Trees, Extensions, Contents, Disguises, Containers, Executables, SetUser, NativeCode, ManagedCode, Commands, OwnCommands, EntryPoints, EntryFiles, EntryKinds, InstallScripts, InstallCommands, InstallFiles, Dependencies, DependencySources, SystemPackages, Permissions,
        Capabilities, FileCapabilities, Together, Programs, CarryingPrograms, PrivatePlaces, NativeReach, NativeImports, Hosts, ReachedHosts, CalledHosts, Recipients, SourceMaps, Shapes, FileShapes, Tools, Licenses, Publishers, Repositories, PackageTypes, Users, ImageSettings, StartedFiles, Privileges, Modules,
    ];

    /// <summary>What may stop the first release of a series, too: a new major version brings commands and native code; none has to bring these.</summary>
    public static IReadOnlyCollection<string> BlockingKindsOfNewSeries { get; } = [InstallScripts.Key, DependencySources.Key, EntryKinds.Key, SetUser.Key, Disguises.Key, Containers.Key, Shapes.KindOf("obfuscated"), FileShapes.KindOf("obfuscated"), InstallCommands.KindOf(StatedTraits.Fetching), StartedFiles.KindOf(Profiles.ImageSettings.Fetching), ImageSettings.KindOf(Profiles.ImageSettings.Fetching), ImageSettings.KindOf(Profiles.ImageSettings.Loading), .. Profiles.PrivatePlaces.Guarded.Select(PrivatePlaces.KindOf)];

    /// <summary>What stops the first release of a series together with an address that is new as well, or, such an address, with any of these: new versions bring each, but seldom both.</summary>
    private static readonly string[] WithAddress = [NativeCode.Key, .. new[] { "process", "evaluation", "network", "concealment" }.Select(Capabilities.KindOf), .. Together.Kinds(), CarryingPrograms.Key, .. PrivatePlaces.Kinds(), Publishers.Key];

    /// <summary>What a new version may well begin to do, and what it seldom begins at the same time: to reach out or to hide what it does, or where it is installed.</summary>
    private static readonly string[] Doing = [.. new[] { "process", "evaluation", "native-code" }.Select(Capabilities.KindOf)];
    private static readonly string[] WithDoing = [.. new[] { "network", "network-modules", "concealment" }.Select(Capabilities.KindOf), .. Together.Kinds(), .. new[] { "network", "concealment" }.Select(FileCapabilities.KindOf), CarryingPrograms.Key, .. PrivatePlaces.Kinds(), InstallFiles.Key];

    /// <summary>A new version may ship native code, or begin to load some that is built where it is installed; those that begin both at once are not known.</summary>
    private static readonly string[] NativeAndLoaded = [NativeCode.Key, Capabilities.KindOf("native-code")];

    /// <summary>Whether a kind of news may stop the first release of a series that brings all these.</summary>
    public static bool MayStopNewSeries(string kind, IReadOnlySet<string> kinds) => BlockingKindsOfNewSeries.Contains(kind) || CompanyInNewSeries(kind, kinds) is not null;

    /// <summary>What makes a kind of news stop the first release of a series; null for nothing.</summary>
    public static string? CompanyInNewSeries(string kind, IReadOnlySet<string> kinds) =>
        (kind == CalledHosts.Key ? Array.Find(WithAddress, kinds.Contains) : WithAddress.Contains(kind) && kinds.Contains(CalledHosts.Key) ? CalledHosts.Key : null)
        ?? (NativeAndLoaded.Contains(kind) && NativeAndLoaded.All(kinds.Contains) ? NativeAndLoaded.First(other => other != kind) : null)
        ?? (Doing.Contains(kind) ? Array.Find(WithDoing, kinds.Contains) : WithDoing.Contains(kind) ? Array.Find(Doing, kinds.Contains) : null);

    /// <summary>Those without values of their own: what is measured, and what others no longer say.</summary>
    public static IReadOnlyList<Dimension> Derived { get; } = [Readable, MovedEntries, ReachingEntries, Size, Count, KnownSize, KnownCount, GroupSize, GroupCount];

    /// <summary>The kinds of news that may stop a release, the worst first: where the budget is not enough for all, the first go first.</summary>
    public static IReadOnlyList<string> BlockingKinds { get; } =
    [
        .. new[] { InstallScripts, DependencySources, InstallCommands, EntryKinds, SetUser, Users, ImageSettings, StartedFiles, NativeCode, ManagedCode, Disguises, SourceMaps, Contents, Containers, Shapes, Capabilities, Together, CarryingPrograms, PrivatePlaces, NativeReach, CalledHosts, Commands, Trees, Size, Count, FileShapes, FileCapabilities, Readable, ReachedHosts, OwnCommands, EntryFiles, MovedEntries, ReachingEntries, InstallFiles, Publishers }.SelectMany(dimension => dimension.Kinds()),
    ];

    /// <summary>A new value may stop a release where projects leave this side alone for so long; else it only informs or warns.</summary>
    public bool MayBlock { get; init; }

    /// <summary>A new value has somebody look: it is rare, and nothing but its owner tells whether it is meant.</summary>
    public bool Holds { get; init; }

    /// <summary>
    /// Values are a word, a space and a value of this other dimension, and count only where that is known: of a new file, or a new kind of file, everything is new. Null where they
    /// stand alone.
    /// </summary>
    public Dimension? Within { get; init; }

    /// <summary>Values are those of this dimension, and count only where they are new there, too.</summary>
    public Dimension? WithNew { get; init; }

    /// <summary>Values begin with the same word as those of this wider dimension, which says all there is to say when the word is new there. Null for none.</summary>
    public Dimension? Under { get; init; }

    /// <summary>The first words of values that may stop a release, the worst first: ordinary releases bring some far more often than others. Null when all may, as one kind.</summary>
    public IReadOnlyList<string>? WordsThatBlock { get; init; }

    /// <summary>What all other words count as together; null where each counts as itself.</summary>
    public string? OtherWord { get; init; }

    public Side Side { get; init; }

    /// <summary>It changes with how a project is built: no second sign beside what the release holds.</summary>
    public bool IsOfBuild { get; init; }

    /// <summary>Its values say something by themselves: what was known is told beside what is new.</summary>
    public bool TellsKnown => MayBlock && Within is null && WordsThatBlock is null && Kept.Contains(this) && this != Trees;

    public Company Company { get; init; }

    /// <summary>The first words of values that need company. Null for all.</summary>
    public IReadOnlyList<string>? WordsInCompany { get; init; }

    /// <summary>There is one of each: to compare all they say would cost more than what they are asked for.</summary>
    public bool Equals(Dimension? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>What news of a value count as: the dimension, or the dimension and the first word of the value.</summary>
    public string KindOf(string value) => WordsThatBlock is not { } words ? Key : $"{Key}:{(WordOf(value) is var word && OtherWord is { } other && !words.Contains(word) ? other : word)}";

    public static string WordOf(string value) => value.IndexOf(' ') is >= 0 and var end ? value[..end] : value;

    public static Side SideOf(string kind) => OfKind(kind) is { IsOfBuild: true } ? Side.Form : OfKind(kind).Side;

    public static Company CompanyOf(string kind)
    {
        var dimension = OfKind(kind);
        return dimension.WordsInCompany is { } words && !words.Contains(kind[(dimension.Key.Length + 1)..]) ? Company.NotNeeded : dimension.Company;
    }

    private static Dimension OfKind(string kind)
    {
        var key = kind.IndexOf(':') is >= 0 and var end ? kind[..end] : kind;
        foreach (var dimension in Kept)
        {
            if (dimension.Key == key)
                return dimension;
        }

        return Derived.First(dimension => dimension.Key == key);
    }

    private IEnumerable<string> Kinds() => WordsThatBlock is { } words ? words.Select(KindOf) : [Key];

    /// <summary>The value of <see cref="Within"/> that a value is about.</summary>
    public static string SubjectOf(string value) => value[(value.IndexOf(' ') + 1)..];
}
