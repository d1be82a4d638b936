namespace Sluice.Artifacts.Images;

/// <summary>The members of an image archive by path, and what is inside the layers among them.</summary>
internal sealed class ImageBlobs
{
    private const long MaxWork = 20_000_000;

    private readonly EntrySink _sink;
    private readonly Dictionary<string, Entry> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<Entry, Entry> _payloads = [];
    private readonly Dictionary<Entry, List<Entry>> _files = [];
    private readonly HashSet<Entry> _referenced = [];
    private long _work;

    public ImageBlobs(IReadOnlyList<Entry> entries, EntrySink sink)
    {
        _sink = sink;
        for (var i = sink.Container.Ordinal + 1; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Container == sink.Container)
                _members[entry.Path.Value] = entry;
            else if (entry.IsPayload && entry.Container is { } compressed)
                _payloads.TryAdd(compressed, entry);
            if (entry.Container is { Format: "tar" } tar && tar != sink.Container)
                FilesIn(tar).Add(entry);
        }
    }

    /// <summary>The member at a path, through the symbolic links that older archives have for layers they share.</summary>
    public Entry? Find(string path)
    {
        if (!_members.TryGetValue(path, out var entry))
            return null;
        _referenced.Add(entry);
        if (entry is not { Kind: EntryKind.SymbolicLink, LinkTarget: { } target })
            return entry;
        var resolved = EntryPath.Parse(target.Replace("../", "", StringComparison.Ordinal)).Value;
        if (!_members.TryGetValue(resolved, out var linked) || linked.Kind != EntryKind.File)
            return null;
        _referenced.Add(linked);
        return linked;
    }

    /// <summary>The tar of a layer, behind its compression.</summary>
    public Entry? TarOf(Entry? blob)
    {
        while (blob is not null && blob.Format != "tar")
            blob = _payloads.GetValueOrDefault(blob);
        return blob;
    }

    public List<Entry> FilesIn(Entry tar)
    {
        if (!_files.TryGetValue(tar, out var files))
            _files[tar] = files = [];
        return files;
    }

    /// <summary>A document of a few megabytes can name one layer a hundred thousand times: the work is bounded, not the count.</summary>
    public void Spend(int files)
    {
        _work += files + 1;
        if (_work > MaxWork)
            throw new ArtifactException("the images name the same layers too often");
    }

    /// <summary>A blob is named after its content.</summary>
    public void CheckDigests()
    {
        foreach (var (path, entry) in _members.OrderBy(member => member.Value.Ordinal))
        {
            if (!entry.Digest.IsEmpty && path.StartsWith("blobs/sha256/", StringComparison.Ordinal))
                CheckDigest(entry, entry, entry.Path.Name);
        }
    }

    /// <param name="named">Where the digest is stated, for the report.</param>
    public void CheckDigest(Entry named, Entry content, string hex)
    {
        if (!hex.Equals(Convert.ToHexStringLower(content.Digest.Span), StringComparison.OrdinalIgnoreCase))
            _sink.Report(AnomalyKind.DigestMismatch, named.Path, "does not have the content that its digest names");
    }

    public IReadOnlyList<Entry> ReportUnreferenced()
    {
        var unreferenced = _members.Values
            .Where(entry => entry.Kind == EntryKind.File && entry.Path.Value.StartsWith("blobs/", StringComparison.Ordinal) && !_referenced.Contains(entry))
            .OrderBy(entry => entry.Ordinal)
            .ToList();
        foreach (var entry in unreferenced)
            _sink.Report(AnomalyKind.Unreferenced, entry.Path, "is a blob that no manifest refers to");
        return unreferenced;
    }
}
