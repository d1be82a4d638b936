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

    /// <summary>Called when it is known which entries something was found in: a source with a history learns facts about them.</summary>
    public virtual void Trace(IReadOnlyCollection<Entry> entries)
    {
    }
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

/// <summary>An artifact that is in memory.</summary>
public sealed class MemorySource(byte[] bytes, string name) : ArtifactSource
{
    public override string Name => name;

    public override string? FileName => name;

    public override long? Length => bytes.Length;

    public override void Walk(ArtifactWalk walk) => walk.Open(name, Content.Of(bytes));
}

/// <summary>An artifact that arrives as a stream: standard input, a network body.</summary>
public sealed class StreamSource(Stream stream, string name) : ArtifactSource
{
    public override string Name => name;

    public override void Walk(ArtifactWalk walk) => walk.Open(name, stream);
}
