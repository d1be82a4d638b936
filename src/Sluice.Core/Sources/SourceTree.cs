using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>A file of the source. Its content stays in the repository.</summary>
internal sealed record SourceFile(string Path, GitId Id, Entry Entry);

/// <summary>The files of one commit by path and by content. Nothing is read from the work tree: what is not committed is no source.</summary>
internal sealed class SourceTree
{
    private readonly Dictionary<string, SourceFile> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<TextDigest, SourceFile> _byContent = [];
    private readonly Dictionary<TextDigest, SourceFile> _byText = [];
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "" };
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private SourceWords? _words;
    private (string Folder, Kinship Names)? _kinship;
    private (string Folder, SourceCode Code)? _code;
    private (string Folder, Kinship Names)? _written;

    /// <param name="tree">What the walk over the commit learned.</param>
    /// <param name="items">The objects that became entries of it.</param>
    public SourceTree(GitRepository repository, Artifact tree, IReadOnlyList<(Entry Entry, GitItem Item)> items)
    {
        Repository = repository;
        Artifact = tree;
        foreach (var (entry, item) in items)
        {
            // Of a symbolic link git keeps the target as content and no permission: it is no file.
            if (item is { Kind: GitItemKind.Blob, Mode: not 0 })
                Add(new SourceFile(item.Path, item.Id, entry));
        }

        // What does not open within a file was read as that file.
        Gaps = [.. tree.Unscreened.Where(part => part.Container.Container is null)];
        foreach (var part in Gaps)
            _unread.Add(part.Path?.Value ?? "");
    }

    public GitRepository Repository { get; }

    public Artifact Artifact { get; }

    public IReadOnlyList<Manifest> Manifests => Artifact.Manifests;

    public IEnumerable<SourceFile> Files => _byPath.Values;

    /// <summary>Files that could not be read, the reasons with them: what is shipped may come from one of these.</summary>
    public IReadOnlyList<Unscreened> Gaps { get; }

    /// <summary>The files by name, as compilers name them; made when the first symbols come by.</summary>
    public Dictionary<string, List<SourceFile>> ByName => field ??= Files.GroupBy(file => DocumentChecksums.NameOf(file.Path), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.OrderBy(file => file.Path, StringComparer.Ordinal).ToList(), StringComparer.Ordinal);

    /// <summary>Read when the first file needs them, and kept for all artifacts that are held against this tree.</summary>
    public SourceWords Words(CancellationToken cancel) => _words ??= SourceWords.Of(this, cancel);

    /// <inheritdoc cref="Words"/>
    public Kinship KinshipOf(string folder, CancellationToken cancel)
    {
        if (_kinship is not { } known || known.Folder != folder)
            _kinship = known = (folder, Kinship.Of(this, folder, cancel));
        return known.Names;
    }

    /// <inheritdoc cref="Words"/>
    public SourceCode CodeOf(string folder, CancellationToken cancel)
    {
        if (_code is not { } known || known.Folder != folder)
            _code = known = (folder, SourceCode.Of(this, folder, cancel));
        return known.Code;
    }

    /// <summary>Statements were asked for, and there are too many to hold anything against them.</summary>
    public bool IsCodeCut => _code is { Code.IsCut: true };

    /// <summary>The names of the package's own folder for sources.</summary>
    public Kinship WrittenNames(string folder, CancellationToken cancel)
    {
        if (_written is not { } known || known.Folder != folder)
            _written = known = (folder, Kinship.OfFolder(this, folder + "src/", cancel));
        return known.Names;
    }

    public SourceFile? At(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The same bytes anywhere, at that path where they are there too.</summary>
    public SourceFile? WithContent(Entry entry) => entry.Identity == default ? null : _byContent.GetValueOrDefault(entry.Identity);

    /// <summary>The same text but for line ends and a byte order mark.</summary>
    public SourceFile? WithText(Entry entry) => entry.Text is { } text ? _byText.GetValueOrDefault(text.Digest) : null;

    public bool HasFolder(string folder) => _folders.Contains(folder);

    /// <summary>There is such a file, and nobody could read it.</summary>
    public bool IsUnread(string path) => _unread.Contains(path);

    /// <summary>It should be in this commit, but its object is missing, or nobody knows what is missing.</summary>
    public Unscreened? Lost(string path) => Gaps.FirstOrDefault(part => part.Path?.Value == path && part.Reason.EndsWith(GitEntries.NotThere, StringComparison.Ordinal));

    /// <summary>Why the commit could not be read to its end; null when it was.</summary>
    public Unscreened? Broken => Gaps.FirstOrDefault(part => part.Path is null);

    private void Add(SourceFile file)
    {
        if (!_byPath.TryAdd(file.Path, file))
            return;
        _byContent.TryAdd(file.Entry.Identity, file);
        if (file.Entry.Text is { } text)
            _byText.TryAdd(text.Digest, file);
        for (var slash = file.Path.LastIndexOf('/'); slash > 0 && _folders.Add(file.Path[..slash]);)
            slash = file.Path.LastIndexOf('/', slash - 1);
    }
}
