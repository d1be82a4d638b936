using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>What git answers for one object. The content is to be read before the next answer; what is left of it is skipped.</summary>
/// <param name="Type">blob, commit, tree or tag; null when git does not have it.</param>
internal readonly record struct GitAnswer(string? Type, long Size);

/// <summary>
/// One <c>git cat-file --batch --buffer</c> for many objects: all names are written by a thread of their own while the answers are read, so
/// that neither side waits for the other.
/// </summary>
internal sealed class GitBatch : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly bool _hasContent;
    private readonly Process _git;
    private readonly Task<string> _error;
    private readonly Task _requests;
    private readonly Stream _answers;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>What of the current object has not been read, the line end behind it included.</summary>
    private long _left;

    private GitBatch(GitRepository repository, IReadOnlyList<GitId> objects, bool hasContent)
    {
        _hasContent = hasContent;
        _git = GitCommand.Start(repository, "cat-file", hasContent ? "--batch" : "--batch-check", "--buffer");
        _error = GitCommand.ErrorOf(_git);
        _answers = _git.StandardOutput.BaseStream;
        _requests = Task.Run(() => Ask(objects));
    }

    /// <summary>Asks for types, sizes and contents.</summary>
    public static GitBatch Read(GitRepository repository, IReadOnlyList<GitId> objects) => new(repository, objects, hasContent: true);

    /// <summary>Asks for types and sizes alone.</summary>
    public static GitBatch Check(GitRepository repository, IReadOnlyList<GitId> objects) => new(repository, objects, hasContent: false);

    /// <summary>The next answer, in the order of the objects.</summary>
    public GitAnswer Next()
    {
        Skip(_left);
        _left = 0;
        var line = ReadLine();
        var space = line.LastIndexOf((byte)' ');
        if (space < 0 || line.EndsWith(" missing"u8) || !Utf8Parser.TryParse(line[(space + 1)..], out long size, out _))
            return new GitAnswer(null, 0);
        var type = line[(line[..space].LastIndexOf((byte)' ') + 1)..space];
        _left = _hasContent ? size + 1 : 0;
        return new GitAnswer(NameOf(type), size);
    }

    /// <summary>The whole content of the current object where it fits the buffer: valid until the next call. Else null, and <see cref="Content"/> is to be used.</summary>
    public ReadOnlyMemory<byte>? TryRead()
    {
        if (_left > BufferBytes)
            return null;
        Fill((int)_left);
        return _buffer.AsMemory(_start, (int)_left - 1);
    }

    /// <summary>The whole content of the current object, however large; valid until the next call.</summary>
    public ReadOnlyMemory<byte> ReadAll()
    {
        if (TryRead() is { } bytes)
            return bytes;
        using var copy = new MemoryStream();
        Content().CopyTo(copy);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    /// <summary>The content of the current object, once.</summary>
    public Stream Content() => new BoundedStream(new Answers(this), _left - 1);

    /// <summary>The reader may have ended early, with git still writing.</summary>
    public void Dispose()
    {
        _answers.Dispose();
        if (!_git.WaitForExit(1000))
            _git.Kill(entireProcessTree: true);
        _requests.Wait();
        _git.Dispose();
    }

    private static string NameOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("blob"u8) ? "blob" : type.SequenceEqual("commit"u8) ? "commit" : type.SequenceEqual("tree"u8) ? "tree" : type.SequenceEqual("tag"u8) ? "tag" : Encoding.ASCII.GetString(type);

    private void Ask(IReadOnlyList<GitId> objects)
    {
        try
        {
            using var requests = new BufferedStream(_git.StandardInput.BaseStream, 1 << 16);
            foreach (var id in objects)
                id.WriteLine(requests);
        }
        catch (IOException)
        {
            // git ended early: the reader finds out.
        }
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsSpan(_start, at);
                _start += at + 1;
                return line;
            }

            Fill(_end - _start + 1);
        }
    }

    /// <summary>Sees to it that so many bytes are in the buffer.</summary>
    private void Fill(int count)
    {
        if (_end - _start >= count)
            return;
        if (_start + count > BufferBytes)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = _end < BufferBytes ? _answers.Read(_buffer.AsSpan(_end)) : 0;
            if (read == 0)
                throw Ended();
            _end += read;
        }
    }

    private void Skip(long count)
    {
        while (count > 0)
        {
            if (_start == _end)
                Fill(1);
            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
            if (_start == _end)
                _start = _end = 0;
        }
    }

    private ArtifactException Ended()
    {
        _git.WaitForExit(1000);
        return new ArtifactException($"git ended before it had answered{(_git.HasExited && _error.Result.Trim() is { Length: > 0 } words ? ": " + words : "")}");
    }

    private int Read(Span<byte> buffer)
    {
        // The byte behind the content is git's line end.
        var wanted = (int)Math.Min(buffer.Length, _left - 1);
        if (wanted == 0)
            return 0;
        var count = Math.Min(wanted, _end - _start);
        if (count > 0)
        {
            _buffer.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
        }
        else if ((count = _answers.Read(buffer[..wanted])) == 0)
        {
            throw Ended();
        }

        _left -= count;
        return count;
    }

    private sealed class Answers(GitBatch batch) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => batch.Read(buffer);
    }
}
