using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Sluice.Artifacts;

/// <summary>
/// Blobs of a git repository, each once: <c>staged</c> (the index against HEAD), <c>A..B</c> (what the commits of the range add or
/// change), <c>all</c> (every blob in the object store, reachable or not), or the tree of one revision. For pointers of Git LFS the content
/// that they name is screened; submodules are named, their files are another repository's.
/// </summary>
public sealed class GitSource : ArtifactSource
{
    /// <summary>The mode of an entry that is a commit of another repository.</summary>
    private const string Submodule = "160000";

    private readonly string _repository;
    private readonly string _selection;
    private readonly bool _isTree;

    private GitSource(string repository, string selection, string name, bool isTree)
    {
        _repository = repository;
        _selection = selection;
        _isTree = isTree;
        Name = name;
    }

    public override string Name { get; }

    /// <param name="selection">What follows <c>git:</c> in a target.</param>
    public static GitSource Of(string repository, string selection) => new(repository, selection, "git:" + selection, isTree: false);

    /// <summary>The files of one revision.</summary>
    public static GitSource Tree(string repository, string revision) => new(repository, revision, $"{repository}@{revision}", isTree: true);

    public override void Walk(ArtifactWalk walk)
    {
        var blobs = Select();
        walk.Open(Name, "git", sink => Add(sink, blobs));
    }

    private List<Blob> Select()
    {
        if (_selection.StartsWith('-'))
            throw new ArtifactException($"'{_selection}' is not a revision");
        if (_isTree)
            return ParseTree(GitCommand.Output(_repository, null, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", _selection));
        return _selection switch
        {
            "staged" => Distinct(ParseRaw(GitCommand.Output(_repository, null, "diff-index", "--cached", "--raw", "-z", "--no-renames", "--full-index", Head()))),
            "all" => All(),
            _ => Range(),
        };
    }

    /// <summary>HEAD, or the empty tree before the first commit.</summary>
    private string Head()
    {
        try
        {
            return GitCommand.Line(_repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        }
        catch (ArtifactException)
        {
            // Not a repository at all fails here, too, with git's own words.
            return GitCommand.Line(_repository, "hash-object", "-t", "tree", "/dev/null");
        }
    }

    private List<Blob> Range()
    {
        if (!_selection.Contains("..", StringComparison.Ordinal))
            throw new ArtifactException($"'git:{_selection}' is not a selection; write git:staged, git:all or git:A..B");
        var commits = GitCommand.Output(_repository, null, "rev-list", "--reverse", "--end-of-options", _selection);
        return Distinct(ParseRaw(GitCommand.Output(_repository, commits, "diff-tree", "--stdin", "-r", "-m", "--root", "--raw", "-z", "--no-renames", "--full-index")));
    }

    private List<Blob> All()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(GitCommand.Output(_repository, null, "rev-list", "--objects", "--all", "--reflog", "--indexed-objects")).Split('\n'))
        {
            if (line.IndexOf(' ') is > 0 and var space)
                paths.TryAdd(line[..space], line[(space + 1)..]);
        }

        var blobs = new List<Blob>();
        var objects = GitCommand.Output(_repository, null, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)");
        foreach (var line in Encoding.ASCII.GetString(objects).Split('\n'))
        {
            if (!line.StartsWith("blob ", StringComparison.Ordinal))
                continue;
            var id = line[5..];
            blobs.Add(paths.TryGetValue(id, out var path)
                ? new Blob(id, path, null, null)
                : new Blob(id, "unreachable/" + id, null, "not reachable from any ref, still in the object store"));
        }

        return blobs;
    }

    private static List<Blob> Distinct(IEnumerable<Blob> blobs) => [.. blobs.DistinctBy(blob => blob.Id)];

    /// <summary>The raw format of git's diff plumbing with NUL ends: optionally commit ids, then <c>:modes ids status</c> and a path.</summary>
    private static IEnumerable<Blob> ParseRaw(byte[] output)
    {
        string? commit = null;
        var fields = Encoding.UTF8.GetString(output).Split('\0');
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].StartsWith(':'))
            {
                if (fields[i].Length > 0)
                    commit = fields[i];
                continue;
            }

            var columns = fields[i][1..].Split(' ');
            var path = fields[++i];
            if (columns[4][0] != 'D')
                yield return new Blob(columns[3], path, ModeOf(columns[1]), commit is null ? null : $"commit {commit[..12]}") { IsSubmodule = columns[1] == Submodule };
        }
    }

    private static List<Blob> ParseTree(byte[] output)
    {
        var blobs = new List<Blob>();
        foreach (var line in Encoding.UTF8.GetString(output).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t');
            var columns = line[..tab].Split(' ');
            if (columns[1] is "blob" or "commit")
                blobs.Add(new Blob(columns[2], line[(tab + 1)..], ModeOf(columns[0]), null) { IsSubmodule = columns[0] == Submodule });
        }

        return blobs;
    }

    private static int ModeOf(string mode) => Convert.ToInt32(mode, 8) & 0b111_111_111;

    private void Add(EntrySink sink, List<Blob> blobs)
    {
        var largeFiles = new GitLargeFiles(_repository);
        using var git = GitCommand.Start(_repository, "cat-file", "--batch");
        var error = git.StandardError.ReadToEndAsync();
        using var requests = git.StandardInput.BaseStream;
        using var answers = new BufferedStream(git.StandardOutput.BaseStream, 1 << 16);
        try
        {
            foreach (var blob in blobs)
                AddBlob(sink, requests, answers, largeFiles, blob);
        }
        catch (IOException e)
        {
            throw new ArtifactException($"git: {(git.HasExited ? error.Result.Trim() : e.Message)}", e);
        }
        finally
        {
            Stop(git);
        }
    }

    private static void AddBlob(EntrySink sink, Stream requests, Stream answers, GitLargeFiles largeFiles, Blob blob)
    {
        if (blob.IsSubmodule)
        {
            sink.Add(new EntryHeader(EntryPath.Parse(blob.Path)) { Kind = EntryKind.Directory, Note = blob.Note }).Learn(new SubmoduleFacts(blob.Id));
            return;
        }

        requests.Write(Encoding.ASCII.GetBytes(blob.Id + "\n"));
        requests.Flush();
        var answer = ReadLine(answers);
        var columns = answer.Split(' ');
        if (columns is not [_, "blob", var length] || !Utf8Parser.TryParse(Encoding.ASCII.GetBytes(length), out long size, out _))
        {
            sink.Unscreened(EntryPath.Parse(blob.Path), $"git has no such blob: {answer}");
            return;
        }

        using var content = new BoundedStream(answers, size);
        var header = new EntryHeader(EntryPath.Parse(blob.Path)) { Size = size, Mode = blob.Mode, Note = blob.Note };
        if (size < LargeFilePointer.MaxBytes)
            AddSmall(sink, header, content, largeFiles);
        else
            sink.Add(header, content);
        content.CopyTo(Stream.Null);
        if (answers.ReadByte() != '\n')
            throw new ArtifactException("git's answer does not end where it says");
    }

    private static void AddSmall(EntrySink sink, EntryHeader header, Stream content, GitLargeFiles largeFiles)
    {
        var bytes = new byte[header.Size ?? 0];
        content.ReadExactly(bytes);
        if (LargeFilePointer.Parse(bytes) is not { } pointer)
        {
            sink.Add(header, Content.Of(bytes));
            return;
        }

        using var file = largeFiles.Open(pointer);
        if (file is not null)
        {
            sink.Add(header with { Size = pointer.Size }, Content.OfFile(file, 0, pointer.Size));
            return;
        }

        sink.Add(header, Content.Of(bytes));
        sink.Unscreened(header.Path, $"is a Git LFS pointer to {pointer.Size} bytes that are not here; run git lfs fetch first");
    }

    private static string ReadLine(Stream answers)
    {
        var line = new StringBuilder();
        while (answers.ReadByte() is >= 0 and var next && next != '\n')
            line.Append((char)next);
        return line.ToString();
    }

    /// <summary>The walk may have ended early, with git still writing.</summary>
    private static void Stop(Process git)
    {
        git.StandardInput.Close();
        if (!git.WaitForExit(1000))
            git.Kill(entireProcessTree: true);
    }

    private sealed record Blob(string Id, string Path, int? Mode, string? Note)
    {
        public bool IsSubmodule { get; init; }
    }
}

/// <summary>The commit of another repository that stands in place of a folder: a fact of that entry.</summary>
public sealed record SubmoduleFacts(string Commit);
