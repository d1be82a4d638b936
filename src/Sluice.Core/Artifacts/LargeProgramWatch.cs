using Sluice.Artifacts.Formats;

namespace Sluice.Artifacts;

/// <summary>
/// Looks for the marks of single-file applications in a program that is too large for memory and passes by in windows: what such a program
/// carries would be opened if it fitted.
/// </summary>
internal sealed class LargeProgramWatch(IEntryVisitor visitor) : IEntryVisitor
{
    /// <summary>What the program is, in words; null when no mark was seen.</summary>
    public string? Format { get; private set; }

    public void Visit(Entry entry) => visitor.Visit(entry);

    public void VisitWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
    {
        if (Format is null && entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal)
            Format = FormatIn(window.Span);
        visitor.VisitWindow(entry, window, offset);
    }

    private static string? FormatIn(ReadOnlySpan<byte> window) =>
        NodeApplicationReader.HasMark(window) ? "a Node.js application"
        : BunApplicationReader.HasMark(window) ? "a Bun application"
        : DotNetBundleReader.HasMark(window) ? "a .NET application"
        : PyInstallerReader.HasMark(window) ? "a PyInstaller application"
        : null;
}
