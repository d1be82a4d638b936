using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>One side of a release that past releases make a norm of: which values are there at all. New values are deviations.</summary>
/// <param name="Key">In the profile's file and the survey.</param>
/// <param name="Rule">What a value that was never there is.</param>
/// <param name="Says">What a release does that has the value, which stands for <c>{0}</c>; reads after the path.</param>
internal sealed record Dimension(string Key, Descriptor Rule, string Says)
{
    public static readonly Dimension Files = new("files", DeviationRules.NewFile, "is a new file");
    public static readonly Dimension Folders = new("folders", DeviationRules.NewFile, "is in the new folder '{0}'");
    public static readonly Dimension Extensions = new("extensions", DeviationRules.NewKind, "is of a new kind, '{0}'");
    public static readonly Dimension Executables = new("executables", DeviationRules.NewExecutable, "is a new file that may be run");
    public static readonly Dimension Dependencies = new("dependencies", DeviationRules.NewDependency, "depends on '{0}'");
    public static readonly Dimension Hosts = new("hosts", DeviationRules.NewHost, "names the host '{0}'");
    public static readonly Dimension InstallScripts = new("install-scripts", DeviationRules.NewScript, "runs '{0}' where it is installed") { MayBlock = true };
    public static readonly Dimension DependencySources = new("dependency-sources", DeviationRules.NewDependency, "has a dependency of the source '{0}'") { MayBlock = true };
    public static readonly Dimension NativeCode = new("native-code", DeviationRules.NewExecutable, "is native code ({0})") { MayBlock = true };
    public static readonly Dimension SourceMaps = new("source-maps", DeviationRules.SourceMap, "brings source maps ({0})") { MayBlock = true };
    public static readonly Dimension Contents = new("contents", DeviationRules.FileType, "has content that its name never had ({0})") { MayBlock = true, Within = Extensions };
    public static readonly Dimension Shapes = new("shapes", DeviationRules.Minification, "is no longer readable ({0})") { MayBlock = true };
    public static readonly Dimension Capabilities = new("capabilities", DeviationRules.NewCapability, "reaches for something new: {0}") { MayBlock = true };
    public static readonly Dimension Commands = new("commands", DeviationRules.NewExecutable, "adds the command '{0}'") { MayBlock = true };
    public static readonly Dimension Size = new("size", DeviationRules.Size, "has {0}") { MayBlock = true };
    public static readonly Dimension Count = new("count", DeviationRules.Count, "has {0}") { MayBlock = true };
    public static readonly Dimension FileShapes = new("file-shapes", DeviationRules.Minification, "was readable before ({0})") { MayBlock = true, Within = Files };
    public static readonly Dimension FileCapabilities = new("file-capabilities", DeviationRules.NewCapability, "begins to reach for something: {0}") { MayBlock = true, Within = Files };

    /// <summary>Those that have values, in the order of the profile's file.</summary>
    public static IReadOnlyList<Dimension> Kept { get; } =
    [
        Files, Folders, Extensions, Contents, Executables, NativeCode, Commands, InstallScripts, Dependencies, DependencySources, Capabilities, FileCapabilities, Hosts, SourceMaps, Shapes, FileShapes,
    ];

    /// <summary>Those that may stop a release, the worst first: where the budget is not enough for all, the first go first.</summary>
    public static IReadOnlyList<Dimension> Blocking { get; } =
        [InstallScripts, DependencySources, NativeCode, SourceMaps, Contents, Shapes, Capabilities, Commands, Size, Count, FileShapes, FileCapabilities];

    /// <summary>A new value may stop a release where projects leave this side alone for so long; else it only informs or warns.</summary>
    public bool MayBlock { get; init; }

    /// <summary>
    /// Values are a word, a space and a value of this other dimension, and count only where that is known: of a new file, or a new kind of file, everything is new. Null where they
    /// stand alone.
    /// </summary>
    public Dimension? Within { get; init; }

    /// <summary>The value of <see cref="Within"/> that a value is about.</summary>
    public static string SubjectOf(string value) => value[(value.IndexOf(' ') + 1)..];
}
