using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>The rule that the detectors of .NET symbols and of native ones share.</summary>
internal static class SymbolRule
{
    public static Descriptor Descriptor { get; } = new("exposure/debug-symbols", "Debug symbols or a debug build", Severity.Critical,
        "Symbols lead back to the source: they name files, methods and variables, and can carry the full text of the sources.",
        "Build for release, and keep symbols apart from what ships.")
    {
        Exceptions = "Only informs when the source is public, as symbols and Source Link are good practice there; generated files are not counted as private.",
    };
}
