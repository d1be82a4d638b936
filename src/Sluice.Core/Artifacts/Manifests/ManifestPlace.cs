namespace Sluice.Artifacts.Manifests;

/// <summary>Where manifests stand. Each ecosystem has one place for the manifest of the whole; elsewhere it is of a bundled part.</summary>
internal static class ManifestPlace
{
    /// <summary>Larger than any manifest people write; a file of that name beyond it is something else.</summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>An ordinary member of reasonable size whose bytes are all at hand.</summary>
    public static bool IsReadable(Entry entry) => entry.HasAllBytes && entry.Size is > 0 and <= MaxBytes && entry.Origin == EntryOrigin.Member;

    /// <summary>In the outermost container, not in an archive inside the artifact.</summary>
    public static bool IsOutermost(Entry entry) => entry.Holder is { Container: null };

    public static bool IsInTree(Entry entry) => entry.Container is { Container: null, Format: "directory" };

    public static bool IsInTar(Entry entry) => entry.Container?.Format == "tar";

    public static bool IsInZip(Entry entry) => entry.Container?.Format is "zip";

    /// <summary>Folders above the file.</summary>
    public static int Depth(Entry entry) => entry.Path.Value.AsSpan().Count('/');

    /// <summary>At the top of a tree or a zip, or right below the one top folder that source archives have.</summary>
    public static bool IsAtTop(Entry entry) => IsOutermost(entry) && Depth(entry) == (IsInTar(entry) ? 1 : 0);

    /// <summary>The kind of what holds the manifest: a tree stays a directory.</summary>
    public static string Kind(Entry entry, string kind) => IsInTree(entry) ? "directory" : kind;
}
