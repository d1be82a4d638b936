namespace Sluice.Artifacts;

/// <summary>What a reader needs of a content in order to open it.</summary>
public enum ReaderNeeds
{
    /// <summary>Reads from front to back.</summary>
    Stream,

    /// <summary>Jumps about: a file or memory.</summary>
    Seek,

    /// <summary>Needs all bytes in memory.</summary>
    Memory,
}

/// <summary>
/// Opens one format: an archive, or a file that hides others. Readers are stateless and thread safe. Bad input ends in
/// <see cref="ArtifactException"/>, <see cref="InvalidDataException"/> or <see cref="EndOfStreamException"/>, within the
/// limits, and never in anything else.
/// </summary>
public abstract class ArtifactReader
{
    /// <summary>The format in one word: "zip", "tar", "source-map".</summary>
    public abstract string Format { get; }

    public abstract ReaderNeeds Needs { get; }

    /// <summary>
    /// An archive reader is the only one to open an entry, and its members have names of their own. A decoder
    /// (false) restores what is hidden inside an ordinary file; several may open the same one.
    /// </summary>
    public virtual bool IsArchive => false;

    /// <summary>Judges by content; the name may only break a tie. Called for every entry: must be fast.</summary>
    public abstract bool Recognizes(Entry entry, Content content);

    /// <summary>Adds every entry it finds to <paramref name="sink"/>, in the order of the container.</summary>
    public abstract void Read(Content content, EntrySink sink);
}
