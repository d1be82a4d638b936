using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>
/// Reads the raw format of git's diff plumbing with NUL ends: a commit's name, then for each change <c>:modes ids status</c> and a path.
/// A merge has as many colons as parents, and that many modes and ids before its own (git diff-tree, "diff format for merges").
/// </summary>
/// <param name="take">Gets the commit (what <paramref name="indexOf"/> makes of its name), the new object, its mode and its path.</param>
internal sealed class GitChanges(Action<int, GitId, int, string> take, Func<GitId, int> indexOf)
{
    /// <summary>The mode of an entry that is a commit of another repository.</summary>
    public const int Submodule = 0b1_110_000_000_000_000;

    private const int BufferBytes = 1 << 16;

    private int _commit = -1;
    private bool _expectsPath;
    private GitId _object;
    private int _mode;

    /// <summary>The changes of each commit that is named on standard input.</summary>
    public void Read(GitRepository repository, byte[] commits)
    {
        using var git = GitCommand.Start(repository, "diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-renames", "--full-index", "--ignore-submodules=none");
        var error = GitCommand.ErrorOf(git);
        var writing = Task.Run(() => Write(git.StandardInput.BaseStream, commits));
        ReadFields(git.StandardOutput.BaseStream);
        git.WaitForExit();
        writing.Wait();
        if (git.ExitCode != 0)
            throw new ArtifactException($"git: {error.Result.Trim()}");
    }

    /// <summary>Changes that belong to no commit: the index against a commit.</summary>
    public void Read(ReadOnlySpan<byte> output)
    {
        foreach (var field in output.Split((byte)0))
            TakeField(output[field]);
    }

    private static void Write(Stream input, byte[] commits)
    {
        try
        {
            using (input)
                input.Write(commits);
        }
        catch (IOException)
        {
            // git ended early; its exit status tells why.
        }
    }

    private void ReadFields(Stream output)
    {
        var buffer = new byte[BufferBytes];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)0);
            if (length >= 0)
            {
                TakeField(buffer.AsSpan(start, length));
                start += length + 1;
                continue;
            }

            if (end - start == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var count = output.Read(buffer.AsSpan(end));
            if (count == 0)
                return;
            end += count;
        }
    }

    private void TakeField(ReadOnlySpan<byte> field)
    {
        if (_expectsPath)
        {
            _expectsPath = false;
            if (!_object.IsNull)
                take(_commit, _object, _mode, Encoding.UTF8.GetString(field));
        }
        else if (field is [(byte)':', ..])
        {
            ReadChange(field);
            _expectsPath = true;
        }
        else if (!field.IsEmpty)
        {
            _commit = indexOf(GitId.Parse(field));
        }
    }

    private void ReadChange(ReadOnlySpan<byte> change)
    {
        var parents = change.IndexOfAnyExcept((byte)':');
        var column = 0;
        foreach (var range in change[parents..].Split((byte)' '))
        {
            var text = change[parents..][range];
            if (column == parents)
                _mode = ModeOf(text);
            else if (column == (2 * parents) + 1)
                _object = GitId.Parse(text);
            column++;
        }
    }

    private static int ModeOf(ReadOnlySpan<byte> octal)
    {
        var mode = 0;
        foreach (var digit in octal)
            mode = (mode << 3) | (digit - '0');
        return mode;
    }
}
