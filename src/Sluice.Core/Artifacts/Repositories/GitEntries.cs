using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>Adds objects of a repository as entries.</summary>
internal sealed class GitEntries(GitRepository repository, GitScope scope, EntrySink sink)
{
    /// <summary>How the reason ends for an object that a partial clone left out, or that was lost.</summary>
    public const string NotThere = "is not in the repository; fetch it, or run git fsck";

    private readonly List<(Entry Entry, GitItem Item)> _added = [];

    /// <summary>What became of the items, in the order of the entries.</summary>
    public IReadOnlyList<(Entry Entry, GitItem Item)> Added => _added;

    private readonly GitLargeFiles _largeFiles = new(repository);

    public void Add(GitSelected selected)
    {
        foreach (var gap in selected.Gaps)
            sink.Unscreened(null, gap);
        // A ref has a name and no content of its own; everybody who fetches gets the name.
        foreach (var name in selected.RefNames)
            sink.Add(new EntryHeader(EntryPath.Parse(name)) { Kind = EntryKind.Directory });
        var items = selected.Items;
        foreach (var item in items.Where(item => item.Kind == GitItemKind.Submodule))
            sink.Add(new EntryHeader(EntryPath.Parse(item.Path)) { Kind = EntryKind.Directory, Fact = new SubmoduleFacts(item.Id.ToString()) });
        AddContents([.. WithinLimit(items.FindAll(item => item.Kind != GitItemKind.Submodule))]);
    }

    private IEnumerable<GitItem> WithinLimit(List<GitItem> items)
    {
        if (scope.MaxBlobBytes == long.MaxValue)
        {
            foreach (var item in items)
                yield return item;
            yield break;
        }

        using var sizes = GitBatch.Check(repository, items.ConvertAll(item => item.Id));
        foreach (var item in items)
        {
            var (_, size) = sizes.Next();
            if (item.Kind == GitItemKind.Blob && size > scope.MaxBlobBytes)
                sink.Unscreened(EntryPath.Parse(item.Path), $"blob {item.Id.Short} has {size} bytes, more than --max-blob allows");
            else
                yield return item;
        }
    }

    private void AddContents(List<GitItem> items)
    {
        if (items.Count == 0)
            return;
        using var contents = GitBatch.Read(repository, items.ConvertAll(item => item.Id));
        foreach (var item in items)
        {
            var answer = contents.Next();
            if (answer.Type is null)
                sink.Unscreened(EntryPath.Parse(item.Path), $"object {item.Id} {NotThere}");
            else if (item.Kind != GitItemKind.Blob)
                AddText(item, contents);
            else
                AddBlob(item, answer.Size, contents);
        }
    }

    /// <summary>What people wrote into a commit or a tag, without the names of the objects it stands on.</summary>
    private void AddText(GitItem item, GitBatch contents)
    {
        if (contents.TryRead() is not { } bytes)
        {
            Keep(item, sink.Add(HeaderOf(item), contents.Content()));
            return;
        }

        while (bytes.Span.StartsWith("tree "u8) || bytes.Span.StartsWith("parent "u8) || bytes.Span.StartsWith("object "u8))
            bytes = bytes[(bytes.Span.IndexOf((byte)'\n') + 1)..];
        var path = item.Kind == GitItemKind.Tag && TagName(bytes.Span) is { } name ? EntryPath.Parse("tag/" + name) : EntryPath.Parse(item.Path);
        Keep(item, sink.Add(new EntryHeader(path) { Size = bytes.Length, IsText = true }, Content.OfVolatile(bytes)));
    }

    private static string? TagName(ReadOnlySpan<byte> text)
    {
        var at = text.StartsWith("tag "u8) ? 0 : text.IndexOf("\ntag "u8) is >= 0 and var found ? found + 1 : -1;
        if (at < 0)
            return null;
        var name = text[(at + "tag ".Length)..];
        return name.IndexOf((byte)'\n') is > 0 and var end ? Encoding.UTF8.GetString(name[..end]) : null;
    }

    private void AddBlob(GitItem item, long size, GitBatch contents)
    {
        var header = HeaderOf(item) with { Size = size, Mode = item.Mode };
        if (contents.TryRead() is not { } bytes)
            Keep(item, sink.Add(header, contents.Content()));
        else if (LargeFilePointer.Parse(bytes.Span) is { } pointer)
            AddLargeFile(item, header, pointer, bytes);
        else
            Keep(item, sink.Add(header, Content.OfVolatile(bytes)));
    }

    private void AddLargeFile(GitItem item, EntryHeader header, LargeFilePointer pointer, ReadOnlyMemory<byte> text)
    {
        using var file = _largeFiles.Open(pointer);
        if (file is not null)
        {
            Keep(item, sink.Add(header with { Size = pointer.Size }, Content.OfFile(file, 0, pointer.Size)));
            return;
        }

        Keep(item, sink.Add(header, Content.OfVolatile(text)));
        sink.Unscreened(header.Path, $"is a Git LFS pointer to {pointer.Size} bytes that are not here; run git lfs fetch first");
    }

    private static EntryHeader HeaderOf(GitItem item) => new(EntryPath.Parse(item.Path));

    private void Keep(GitItem item, Entry entry) => _added.Add((entry, item));
}

/// <summary>The commit of another repository that stands in place of a folder: a fact of that entry.</summary>
public sealed record SubmoduleFacts(string Commit);
