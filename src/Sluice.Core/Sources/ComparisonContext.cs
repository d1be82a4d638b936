using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Artifacts.Repositories;
using Sluice.Configuration;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>What all files of one comparison share. The words of the source are read when the first file needs them.</summary>
internal sealed class ComparisonContext(Artifact artifact, SourceTree tree, SourceRevision revision, string folder, IReadOnlyList<Glob> generated, CancellationToken cancel)
{
    private const int MostWritten = 8 << 20;

    /// <summary>Of the words of a build's output, those that its source has: helpers and names of imported files are the tools'.</summary>
    private const double ShareOfWritten = 0.7;

    /// <summary>Of what people write and compilers read.</summary>
    private static readonly string[] WrittenExtensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".coffee", ".es6"];

    private readonly Dictionary<string, List<byte[]>> _hashes = new(StringComparer.Ordinal);

    public Artifact Artifact => artifact;

    public SourceTree Tree => tree;

    public SourceRevision Revision => revision;

    /// <summary>Of the package, with a slash at its end; empty for the top.</summary>
    public string Folder => folder;

    public string Kind => artifact.Kind;

    public SourceWords Words => tree.Words(cancel);

    /// <inheritdoc cref="SourceCode"/>
    public SourceCode Code => tree.CodeOf(folder, cancel);

    /// <summary>The release's manifest has something run that the source's does not: then it matters what unexplained files are.</summary>
    public bool HasNewStarts { get; set; }

    public Kinship Kinship => tree.KinshipOf(folder, cancel);

    /// <summary>What the source has in the place of this manifest; null for none.</summary>
    public Manifest? SourceManifestFor(Manifest shipped) => tree.Manifests.FirstOrDefault(manifest => PackageFolder.FolderOf(manifest.Entry.Path.Value) == folder && manifest.Ecosystem == shipped.Ecosystem);

    /// <summary>The files of the source by name, as compilers name them; made when the first symbols come by.</summary>
    public Dictionary<string, List<SourceFile>> SourcesByName => tree.ByName;

    /// <summary>The checksums that a compiler may have written for a file of the source.</summary>
    public List<byte[]> HashesOf(SourceFile file, bool isSha256, bool isSha1)
    {
        var key = file.Id + (isSha256 ? " sha256" : " sha1");
        if (!_hashes.TryGetValue(key, out var hashes))
            _hashes.Add(key, hashes = DocumentChecksums.HashesOf(GitCommand.Output(tree.Repository, null, "cat-file", "blob", file.Id.ToString()), isSha256, isSha1));
        return hashes;
    }

    /// <summary>A release is not of HEAD by necessity: what differs from there is only told.</summary>
    public Severity Stops => revision.IsExact ? Severity.High : Severity.Medium;

    /// <summary>Lines of what the build is made of in the source: what stands there was written by the project. Read when it is first asked for.</summary>
    public IReadOnlySet<string> BuildLines => field ??= ReadBuildLines();

    /// <summary>In its place the source has the few lines by which Git finds a large file elsewhere.</summary>
    public bool IsPointer(ShippedFile file) =>
        file.Counterpart is { Entry: { IsText: true, Size: > 0 and < LargeFilePointer.MaxBytes } } pointer && LargeFilePointer.Parse(GitCommand.Output(tree.Repository, null, "cat-file", "blob", pointer.Id.ToString())) is not null;

    private HashSet<string> ReadBuildLines()
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        var files = tree.Files.Where(file => file.Entry is { IsText: true, Size: > 0 and <= MostWritten } && Path.GetExtension(file.Path) is ".ac" or ".am" or ".m4" or ".in" or ".sh" or ".mk").OrderBy(file => file.Path, StringComparer.Ordinal).DistinctBy(file => file.Id).ToList();
        if (files.Count == 0)
            return lines;
        using var contents = GitBatch.Read(tree.Repository, files.ConvertAll(file => file.Id));
        foreach (var _ in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (contents.Next().Type is null)
                continue;
            foreach (var line in System.Text.Encoding.Latin1.GetString(contents.ReadAll().Span).Split('\n'))
                lines.Add(BuildScript.Plain(line));
        }

        return lines;
    }

    /// <summary>As people call what the artifact is held against.</summary>
    public string SourceName => revision.IsTag ? $"tag {revision.Ref}" : revision.Ref == "HEAD" ? $"HEAD ({revision.Commit.Short})" : revision.IsRecorded ? $"commit {revision.Ref}" : $"'{revision.Ref}'";

    public bool IsDeclared(ShippedFile file)
    {
        foreach (var pattern in generated)
        {
            if (pattern.Matches(file.Path) || pattern.Matches(folder + file.Path))
                return true;
        }

        return false;
    }

    /// <summary>The file of the source in whose place a shipped one stands: of several the one that it is, or the likeliest; null for none.</summary>
    public SourceFile? CounterpartOf(ShippedFile file)
    {
        // Cargo keeps what the author wrote beside what it made of it.
        var path = Kind == "crate" && file.Path == "Cargo.toml.orig" ? "Cargo.toml" : file.Path;
        SourceFile? first = null;
        foreach (var place in SourcePaths.Of(Kind, folder, path).Concat(SourcePaths.Of(Kind, folder, file.Entry.Path.Value)))
        {
            if (tree.At(place) is not { } found)
                continue;
            first ??= found;
            if (IsSame(file.Entry, found.Entry) || IsSameText(file.Entry, found.Entry))
                return found;
        }

        return first;
    }

    public static bool IsSame(Entry shipped, Entry source) => shipped.Identity != default && shipped.Identity == source.Identity;

    /// <summary>But for line ends and a byte order mark.</summary>
    public static bool IsSameText(Entry shipped, Entry source) => shipped.Text is { } text && source.Text is { } other && text.Digest == other.Digest;

    /// <summary>
    /// A build made it: it is called like that, or it stands outside of the package's folder for sources (<c>lib/a.js</c>, <c>src/a.ts</c>) and consists of what is in there.
    /// </summary>
    public bool IsBuilt(ShippedFile file, ReadOnlySpan<byte> source) =>
        CodeFiles.IsBuilt(file.Path) || (!file.Path.StartsWith("src/", StringComparison.Ordinal) && (tree.WrittenNames(folder, cancel).Covers(source) || IsBuiltOfOne(file, source)));

    /// <summary>Of the one file that is called like it: where names are few, its words tell.</summary>
    private bool IsBuiltOfOne(ShippedFile file, ReadOnlySpan<byte> source)
    {
        var stem = folder + "src/" + Path.ChangeExtension(file.Path[(file.Path.IndexOf('/') + 1)..], null);
        return Array.Find(WrittenExtensions, extension => tree.At(stem + extension) is not null) is { } found && tree.At(stem + found) is { Entry.Size: <= MostWritten } written
            && SourceWords.OfOne(GitCommand.Output(tree.Repository, null, "cat-file", "blob", written.Id.ToString())).Trace(source) is { HasMany: true, Share: >= ShareOfWritten };
    }

    /// <summary>It is a file of the source, and stands in the place of another one.</summary>
    public bool IsOtherFile(ShippedFile file) => file.Counterpart is not null && (tree.WithContent(file.Entry) ?? tree.WithText(file.Entry)) is not null;

    /// <summary>What people will read, if it runs by itself as soon as it is there; null where it does not. A copy elsewhere in the source is no excuse.</summary>
    public string? TellsAutomatic(ShippedFile file)
    {
        if (file.Counterpart is not null)
            return null;
        if (Kind == "npm" && file.Path == "binding.gyp")
            return "has npm run node-gyp when it is installed";
        if (Kind != "wheel")
            return null;
        var name = file.Entry.Path.Name;
        if (name is "sitecustomize.py" or "usercustomize.py" && (file.Folder.Length == 0 || file.Folder.EndsWith(".data/purelib", StringComparison.Ordinal) || file.Folder.EndsWith(".data/platlib", StringComparison.Ordinal)))
            return "is run at every start of Python";
        // Installers write the first line of a script anew: one of that name may be it.
        return file.Folder.EndsWith(".data/scripts", StringComparison.Ordinal) && !SourcesByName.ContainsKey(name) ? "is installed as a command" : null;
    }

    public bool IsUnread(ShippedFile file)
    {
        foreach (var place in SourcePaths.Of(Kind, folder, file.Path))
        {
            if (tree.IsUnread(place))
                return true;
        }

        return false;
    }

    /// <summary>A place of the file whose content the repository has lost; null for none.</summary>
    public string? LostPlaceOf(ShippedFile file) => SourcePaths.Of(Kind, folder, file.Path).FirstOrDefault(place => tree.IsUnread(place) && tree.Lost(place) is not null);

    /// <summary>Whether the source has files where this one would stand; else it is in a folder that the build makes.</summary>
    public bool IsAmongSource(ShippedFile file)
    {
        foreach (var place in SourcePaths.FoldersOf(Kind, folder, file.Folder))
        {
            if (tree.HasFolder(place))
                return true;
        }

        return false;
    }
}
