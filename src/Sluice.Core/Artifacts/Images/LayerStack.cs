namespace Sluice.Artifacts.Images;

/// <summary>
/// Marks the files of lower layers that a later layer deletes or replaces (OCI image layer specification, "Whiteouts"): nobody sees
/// them in the running container, and everyone who pulls the image has them.
/// </summary>
internal static class LayerStack
{
    private const string Whiteout = ".wh.";
    private const string OpaqueWhiteout = ".wh..wh..opq";

    public static void MarkRemoved(Image image, ImageBlobs blobs)
    {
        // From the top down: what the layers above do to a path is known when it is met.
        var removedBy = new Dictionary<string, int>(StringComparer.Ordinal);
        var clearedBy = new Dictionary<string, int>(StringComparer.Ordinal);
        var replacedBy = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = image.Layers.Count - 1; i >= 0; i--)
        {
            if (image.Layers[i].Files is not { } tar)
                continue;
            var files = blobs.FilesIn(tar);
            blobs.Spend(files.Count);
            foreach (var entry in files)
                Mark(entry, removedBy, clearedBy, replacedBy);
            foreach (var entry in files)
                Learn(entry, i + 1, removedBy, clearedBy, replacedBy);
        }
    }

    private static void Mark(Entry entry, Dictionary<string, int> removedBy, Dictionary<string, int> clearedBy, Dictionary<string, int> replacedBy)
    {
        if (entry.Kind == EntryKind.Directory)
            return;
        var path = entry.Path.Value;
        if (replacedBy.TryGetValue(path, out var layer))
            entry.MarkDeletedLater($"replaced by layer {layer}");
        var depth = 0;
        for (var at = path; depth < EntryPath.MaxDepth; at = at[..at.LastIndexOf('/')], depth++)
        {
            if (removedBy.TryGetValue(at, out layer) || (at.Length < path.Length && clearedBy.TryGetValue(at, out layer)))
            {
                entry.MarkDeletedLater($"deleted by layer {layer}");
                return;
            }

            if (!at.Contains('/', StringComparison.Ordinal))
                break;
        }

        if (clearedBy.TryGetValue("", out layer))
            entry.MarkDeletedLater($"deleted by layer {layer}");
    }

    private static void Learn(Entry entry, int layer, Dictionary<string, int> removedBy, Dictionary<string, int> clearedBy, Dictionary<string, int> replacedBy)
    {
        if (entry.Kind == EntryKind.Directory)
            return;
        var (path, name) = (entry.Path.Value, entry.Path.Name);
        if (name == OpaqueWhiteout)
            clearedBy[entry.Path.Directory] = layer;
        else if (name.StartsWith(Whiteout, StringComparison.Ordinal))
            removedBy[entry.Path.Directory.Length == 0 ? name[Whiteout.Length..] : $"{entry.Path.Directory}/{name[Whiteout.Length..]}"] = layer;
        else
            replacedBy[path] = layer;
    }
}
