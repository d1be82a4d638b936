namespace Sluice.Artifacts;

/// <summary>Where an artifact comes from: a file, a tree, a repository, a stream.</summary>
public abstract class ArtifactSource
{
    /// <summary>As people named it.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the file, for checks of names against versions; null when it has none.</summary>
    public virtual string? FileName => null;

    /// <summary>Bytes in all for progress; null when not known beforehand.</summary>
    public virtual long? Length => null;

    /// <summary>Walks the artifact once.</summary>
    public abstract void Walk(ArtifactWalk walk);
}

/// <summary>A file on disk. Its bytes must not change while it is screened: a change ends in <see cref="ArtifactException"/>.</summary>
public sealed class FileSource(string path, string name) : ArtifactSource
{
    public override string Name => name;

    public override string? FileName => System.IO.Path.GetFileName(path);

    public override long? Length => new FileInfo(path).Length;

    public override void Walk(ArtifactWalk walk)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        if (TreeFile.LengthOf(file) is not { } length)
        {
            // A pipe given by name, such as a shell's process substitution.
            using var stream = new FileStream(file, FileAccess.Read);
            walk.Open(System.IO.Path.GetFileName(path), stream);
            return;
        }

        var modified = File.GetLastWriteTimeUtc(file);
        walk.Open(System.IO.Path.GetFileName(path), Content.OfFile(file, 0, length));
        if (RandomAccess.GetLength(file) != length || File.GetLastWriteTimeUtc(file) != modified)
            throw new ArtifactException("the file changed while it was screened; screen it again when it is complete");
    }
}

/// <summary>An artifact that arrives as a stream: standard input, a network body.</summary>
public sealed class StreamSource(Stream stream, string name) : ArtifactSource
{
    public override string Name => name;

    public override void Walk(ArtifactWalk walk) => walk.Open(name, stream);
}

/// <summary>A tree on disk as it stands. Symbolic links are entries, never followed; <c>.git</c> is history and left out.</summary>
public sealed class DirectorySource(string path, string name) : ArtifactSource
{
    public override string Name => name;

    public override string? FileName => null;

    public override void Walk(ArtifactWalk walk) => walk.Open(System.IO.Path.GetFileName(System.IO.Path.GetFullPath(path)), "directory", sink => Add(sink, new DirectoryInfo(path), ""));

    private static void Add(EntrySink sink, DirectoryInfo directory, string prefix)
    {
        var children = directory.GetFileSystemInfos();
        Array.Sort(children, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var child in children)
        {
            // A .git folder at the top is the work tree's own history; one deeper down is shipped.
            if (prefix.Length == 0 && child.Name == ".git")
                continue;
            AddOne(sink, child, prefix + child.Name);
        }
    }

    private static void AddOne(EntrySink sink, FileSystemInfo child, string path)
    {
        var header = new EntryHeader(EntryPath.Parse(path)) { Mode = OperatingSystem.IsWindows() ? null : (int)child.UnixFileMode };
        if ((child.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            sink.Add(header with { Kind = EntryKind.SymbolicLink, LinkTarget = child.LinkTarget });
        }
        else if (child is DirectoryInfo folder)
        {
            sink.Add(header with { Kind = EntryKind.Directory });
            Add(sink, folder, path + "/");
        }
        else
        {
            AddFile(sink, header, (FileInfo)child);
        }
    }

    private static void AddFile(EntrySink sink, EntryHeader header, FileInfo file)
    {
        try
        {
            using var handle = TreeFile.Open(file.FullName);
            if (TreeFile.LengthOf(handle) is { } length)
                sink.Add(header with { Size = length }, Content.OfFile(handle, 0, length));
            else
                sink.Add(header with { Kind = EntryKind.Fifo });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Unscreened(header.Path, $"cannot be read: {e.Message}");
        }
    }
}
