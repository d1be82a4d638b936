namespace Sluice.Artifacts;

/// <summary>Whose SHA-256 something may ask for: hashing everything would cost more than reading it.</summary>
internal static class StatedDigest
{
    private const int HexLength = 64;

    public static bool MayConcern(Entry entry)
    {
        // The report names the artifact by its digest, whatever it is.
        if (entry.Container is not { } container)
            return true;
        if (entry.Kind != EntryKind.File || entry.Origin == EntryOrigin.Decoded && !entry.IsPayload)
            return false;
        // The configuration of an image states the digest of each layer's tar; nothing states that of the tar in a tgz.
        if (entry.ContentKind == ContentKind.Tar)
            return !entry.IsPayload || container.Container is not null;
        // RECORD of a wheel, checksums.yaml of a gem.
        return entry.Path.Value is "metadata.gz" or "data.tar.gz" || entry.IsPayload || container.HasStatedMembers || IsNamedAfterDigest(entry.Path);
    }

    /// <summary>Blobs of an image layout, configurations of older archives.</summary>
    private static bool IsNamedAfterDigest(EntryPath path)
    {
        var nameLength = path.Value.Length - path.Value.LastIndexOf('/') - 1;
        return nameLength is HexLength or HexLength + 5 || path.Value.StartsWith("blobs/", StringComparison.Ordinal);
    }
}
