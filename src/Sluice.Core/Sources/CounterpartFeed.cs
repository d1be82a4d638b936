using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>Gives the source's content of files in the order in which they come by, through one process of git.</summary>
internal sealed class CounterpartFeed : IDisposable
{
    /// <summary>Larger ones are compared by what they consist of.</summary>
    private const long MostBytes = 32 << 20;

    private readonly List<ShippedFile> _files;
    private readonly Func<ShippedFile, SourceFile?> _of;
    private readonly GitBatch? _contents;
    private int _next;

    /// <param name="files">In the order of the artifact.</param>
    /// <param name="of">Which file of the source is asked for; null for none.</param>
    public CounterpartFeed(GitRepository repository, IReadOnlyList<ShippedFile> files, Func<ShippedFile, SourceFile?> of)
    {
        _of = of;
        _files = [.. files.Where(file => of(file) is not null)];
        _contents = _files.Count == 0 ? null : GitBatch.Read(repository, _files.ConvertAll(file => of(file)!.Id));
    }

    /// <summary>Null for a file without a counterpart, or with one that is not to be read. Valid until the next call.</summary>
    public ReadOnlyMemory<byte>? Of(ShippedFile file)
    {
        while (_contents is not null && _of(file) is not null && _next < _files.Count)
        {
            var answer = _contents.Next();
            if (!ReferenceEquals(_files[_next++], file))
                continue;
            return answer.Type != "blob" || answer.Size > MostBytes ? null : _contents.ReadAll();
        }

        return null;
    }

    public void Dispose() => _contents?.Dispose();
}
