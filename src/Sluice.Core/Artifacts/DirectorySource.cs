using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Artifacts;

/// <summary>A tree on disk as it stands. Symbolic links are entries, never followed; <c>.git</c> is history and left out.</summary>
public sealed class DirectorySource(string path, string name) : ArtifactSource
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    public override string Name => name;

    public override string? FileName => null;

    public override void Walk(ArtifactWalk walk)
    {
        var root = Path.GetFullPath(path);
        walk.Open(Path.GetFileName(root), "directory", sink => Add(sink, root, ""));
    }

    private static void Add(EntrySink sink, string directory, string prefix)
    {
        foreach (var child in Children(directory))
        {
            // A .git folder at the top is the work tree's own history; one deeper down is shipped.
            if (prefix.Length == 0 && child.Name == ".git")
                continue;
            var (place, path) = (Path.Join(directory, child.Name), prefix + child.Name);
            try
            {
                if (child.IsDirectory)
                    AddDirectory(sink, place, path);
                else
                    AddFile(sink, place, path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                sink.Unscreened(EntryPath.Parse(path), $"cannot be read: {Reason(e, child)}");
            }
        }
    }

    /// <summary>All of them before the first is looked at: what cannot be listed is named as a whole, in place of a part of it.</summary>
    private static List<Child> Children(string directory)
    {
        var children = new List<Child>(
            new FileSystemEnumerable<Child>(directory, static (ref FileSystemEntry entry) => new Child(entry.FileName.ToString(), entry.IsDirectory), Everything));
        children.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return children;
    }

    private static void AddDirectory(EntrySink sink, string place, string path)
    {
        var directory = new DirectoryInfo(place);
        if ((directory.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            AddLink(sink, directory, path);
            return;
        }

        sink.Add(new EntryHeader(EntryPath.Parse(path)) { Kind = EntryKind.Directory, Mode = ModeOf(directory) });
        Add(sink, place, path + "/");
    }

    /// <summary>.NET reads names that are not UTF-8 with replacements, and finds no file of that name then. Its own messages quote places of this machine.</summary>
    private static string Reason(Exception e, Child child) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException when child.Name.Contains('\ufffd', StringComparison.Ordinal) => "its name is not UTF-8",
        PathTooLongException => "its path is too long for the system",
        UnauthorizedAccessException => "permission denied",
        _ => e.Message,
    };

    private static void AddFile(EntrySink sink, string place, string path)
    {
        try
        {
            using var file = TreeFile.Open(place);
            if (file is null)
                AddLink(sink, new FileInfo(place), path);
            else
                AddContent(sink, file, path);
        }
        catch (TreeFile.NoContentException)
        {
            sink.Add(new EntryHeader(EntryPath.Parse(path)) { Kind = EntryKind.Device });
        }
    }

    private static void AddContent(EntrySink sink, SafeFileHandle file, string path)
    {
        var length = TreeFile.LengthOf(file);
        var header = new EntryHeader(EntryPath.Parse(path)) { Mode = OperatingSystem.IsWindows() ? null : (int)File.GetUnixFileMode(file), Size = length, Kind = length is null ? EntryKind.Fifo : EntryKind.File };
        if (length is null)
            sink.Add(header);
        else
            sink.Add(header, Content.OfFile(file, 0, length.Value));
    }

    private static void AddLink(EntrySink sink, FileSystemInfo link, string path) =>
        sink.Add(new EntryHeader(EntryPath.Parse(path)) { Kind = EntryKind.SymbolicLink, LinkTarget = link.LinkTarget, Mode = ModeOf(link) });

    private static int? ModeOf(FileSystemInfo info) => OperatingSystem.IsWindows() ? null : (int)info.UnixFileMode;

    /// <param name="IsDirectory">Or a link to one.</param>
    private sealed record Child(string Name, bool IsDirectory);
}
