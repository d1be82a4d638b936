using Sluice.Findings;

namespace Sluice.Profiles;

/// <summary>One side of a release that past releases make a norm of: which values are there at all. New values are deviations.</summary>
/// <param name="Key">In the profile's file.</param>
/// <param name="Rule">What a value that was never there is.</param>
/// <param name="IsStructural">Whether projects leave it alone for so long that a new value may stop a release; else it only informs or warns.</param>
internal sealed record Dimension(string Key, Descriptor Rule, bool IsStructural)
{
    public static readonly Dimension Files = new("files", DeviationRules.NewFile, false);
    public static readonly Dimension Folders = new("folders", DeviationRules.NewFile, false);
    public static readonly Dimension Extensions = new("extensions", DeviationRules.NewKind, false);
    public static readonly Dimension Contents = new("contents", DeviationRules.FileType, true);
    public static readonly Dimension Executables = new("executables", DeviationRules.NewExecutable, false);
    public static readonly Dimension NativeCode = new("native-code", DeviationRules.NewExecutable, true);
    public static readonly Dimension Commands = new("commands", DeviationRules.NewExecutable, false);
    public static readonly Dimension InstallScripts = new("install-scripts", DeviationRules.NewScript, true);
    public static readonly Dimension Dependencies = new("dependencies", DeviationRules.NewDependency, false);
    public static readonly Dimension DependencySources = new("dependency-sources", DeviationRules.NewDependency, true);
    public static readonly Dimension Capabilities = new("capabilities", DeviationRules.NewCapability, true);
    public static readonly Dimension FileCapabilities = new("file-capabilities", DeviationRules.NewCapability, false);
    public static readonly Dimension Hosts = new("hosts", DeviationRules.NewHost, false);
    public static readonly Dimension SourceMaps = new("source-maps", DeviationRules.SourceMap, true);
    public static readonly Dimension Shapes = new("shapes", DeviationRules.Minification, true);
    public static readonly Dimension FileShapes = new("file-shapes", DeviationRules.Minification, false);
    public static readonly Dimension Toolchain = new("toolchain", DeviationRules.Toolchain, false);

    public static IReadOnlyList<Dimension> All { get; } =
    [
        Files, Folders, Extensions, Contents, Executables, NativeCode, Commands, InstallScripts, Dependencies, DependencySources, Capabilities, FileCapabilities, Hosts, SourceMaps, Shapes, FileShapes, Toolchain,
    ];
}
