namespace Sluice.Artifacts.Formats;

/// <summary>What the sections of a program tell.</summary>
/// <param name="HasDebugInfo">Names of files, types and variables for a debugger are in it (DWARF).</param>
public sealed record NativeFacts(bool HasDebugInfo);
