namespace Sluice.Artifacts;

/// <summary>Ways in which a container is not what an honest tool writes.</summary>
public enum AnomalyKind
{
    Bomb,
    Traversal,
    LinkEscape,
    DuplicateName,
    Ambiguous,
    HiddenData,

    /// <summary>Data in padding that some writers do not clear.</summary>
    UncleanPadding,
    LyingSize,
    CaseCollision,
    DeviceNode,
    Encrypted,
    Truncated,
    OddName,
    DigestMismatch,
    ChecksumMismatch,

    /// <summary>No end mark where the format asks for one: many writers leave it out, and a clean cut looks the same.</summary>
    MissingEnd,

    /// <summary>A blob of an image that no manifest names.</summary>
    Unreferenced,

    /// <summary>Files below several folders, of which the installer takes the first part of each name away.</summary>
    SeveralRoots,

    /// <summary>Looks like an archive within a file of other people's tests, and cannot be opened.</summary>
    Unopened,

    /// <summary>Was restored from encoded text, begins like something to be opened, and nothing comes out of it.</summary>
    Mistaken,
}

/// <summary>Something wrong with a container or a member of it, noted by a reader or by the walk.</summary>
/// <param name="Container">The container it was seen in.</param>
/// <param name="Path">The member; null when the container as a whole is meant.</param>
public sealed record Anomaly(AnomalyKind Kind, Entry Container, EntryPath? Path, string Detail)
{
    /// <summary>The other member of a pair of different names; null where there is none.</summary>
    public EntryPath? Other { get; init; }
}

/// <summary>A part of the artifact that nothing has looked into. One is enough for the result to be indeterminate.</summary>
public sealed record Unscreened(Entry Container, EntryPath? Path, string Reason);

/// <summary>A part of Sluice that did not do its work: never the same as "nothing found".</summary>
public sealed record Fault(string Part, string Where, string Message);
