using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>
/// The JavaScript and TypeScript of a source as one row of tokens, with an index of what stands beside what: which six tokens follow on each other where, and which names and texts
/// that minifiers keep. Read when the first compiled file needs it; some 40 bytes a token, and no more than so many tokens.
/// </summary>
internal sealed class SourceCode
{
    /// <summary>Tokens of a window.</summary>
    public const int Window = 6;

    private const int MostTokens = 4_000_000;
    private const int LargestText = 4 << 20;

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".es6", ".vue", ".svelte" };

    private readonly List<ulong> _keys = [];
    private readonly List<TokenKind> _kinds = [];
    /// <summary>In order once the source has been read. Exact: keys are others in each process, and the outcome must not be.</summary>
    private readonly List<ulong> _pairs = [];
    private readonly List<(int Start, string Path)> _files = [];
    private readonly Func<string, byte[]> _read;
    private readonly HashSet<ulong> _known = [];
    private int[] _windows = [];
    private int _windowMask;

    private SourceCode(Func<string, byte[]> read) => _read = read;

    /// <summary>There is more than is kept: what is not found may be there all the same.</summary>
    public bool IsCut { get; private set; }

    public int Count => _keys.Count;

    /// <param name="folder">Of the package: read first.</param>
    public static SourceCode Of(SourceTree tree, string folder, CancellationToken cancel)
    {
        var code = new SourceCode(path => GitCommand.Output(tree.Repository, null, "cat-file", "blob", tree.At(path)!.Id.ToString()));
        var files = tree.Files.Where(file => Extensions.Contains(Path.GetExtension(file.Path)) && file.Entry.IsText && file.Entry.Size is > 0 and <= LargestText && !file.Path.EndsWith(".d.ts", StringComparison.Ordinal))
            .OrderBy(file => file.Path.StartsWith(folder, StringComparison.Ordinal) ? 0 : 1).ThenBy(file => CodeFiles.IsTest(file.Path) ? 1 : 0).ThenBy(file => file.Path, StringComparer.Ordinal).DistinctBy(file => file.Id).ToList();
        if (files.Count > 0)
        {
            using var contents = GitBatch.Read(tree.Repository, files.ConvertAll(file => file.Id));
            foreach (var file in files)
            {
                cancel.ThrowIfCancellationRequested();
                if (contents.Next().Type is not null)
                    code.Add(file.Path, contents.ReadAll().Span);
                if (code.IsCut)
                    break;
            }
        }

        code.Index();
        return code;
    }

    /// <summary>Of a single text.</summary>
    public static SourceCode OfOne(string path, byte[] text)
    {
        var code = new SourceCode(_ => text);
        code.Add(path, text);
        code.Index();
        return code;
    }

    public ulong KeyAt(int at) => _keys[at];

    public TokenKind KindAt(int at) => _kinds[at];

    public string PathAt(int at) => _files[FileOf(at)].Path;

    /// <summary>As it is written there: read again, as only what is told needs it.</summary>
    public string TextAt(int at)
    {
        var (start, path) = _files[FileOf(at)];
        var text = _read(path);
        var token = CodeTokens.Read(text)[at - start];
        return Encoding.UTF8.GetString(token.In(text));
    }

    /// <summary>Whether the source has such a token anywhere.</summary>
    public bool Has(ulong key) => _known.Contains(key);

    /// <summary>Where the file that has this token ends.</summary>
    public int EndOfFileAt(int at) => FileOf(at) is var file && file + 1 < _files.Count ? _files[file + 1].Start : _keys.Count;

    public int StartOfFileAt(int at) => _files[FileOf(at)].Start;

    /// <summary>Where the source has these tokens in a row, first; -1 for nowhere.</summary>
    public int Find(ReadOnlySpan<CodeToken> window)
    {
        if (_windows.Length == 0)
            return -1;
        var hash = 0UL;
        for (var i = 0; i < Window; i++)
            hash = Mixed(hash, window[i].Key);
        for (var slot = (int)(hash >> 32) & _windowMask; _windows[slot] != 0; slot = (slot + 1) & _windowMask)
        {
            var at = _windows[slot] - 1;
            var same = 0;
            while (same < Window && _keys[at + same] == window[same].Key)
                same++;
            if (same == Window)
                return at;
        }

        return -1;
    }

    /// <summary>Whether these two stand beside each other somewhere among what minifiers keep.</summary>
    public bool HasPair(ulong first, ulong second) => _pairs.BinarySearch(Mixed(first, second)) >= 0;

    private void Add(string path, ReadOnlySpan<byte> text)
    {
        var tokens = CodeTokens.Read(text);
        if (_keys.Count + tokens.Count > MostTokens)
        {
            IsCut = true;
            return;
        }

        _files.Add((_keys.Count, path));
        foreach (var token in tokens)
        {
            _keys.Add(token.Key);
            _known.Add(token.Key);
            _kinds.Add(token.Kind);
        }

        var last = 0UL;
        foreach (var kept in KeptTokens.Of(tokens, text))
        {
            _pairs.Add(Mixed(last, tokens[kept].Key));
            last = tokens[kept].Key;
        }
    }

    private void Index()
    {
        if (_keys.Count == 0)
            return;
        _windows = new int[BitOperations.RoundUpToPowerOf2((uint)_keys.Count * 2)];
        _windowMask = _windows.Length - 1;
        for (var file = 0; file < _files.Count; file++)
        {
            var end = file + 1 < _files.Count ? _files[file + 1].Start : _keys.Count;
            for (var at = _files[file].Start; at + Window <= end; at++)
                AddWindow(at);
        }

        _pairs.Sort();
        var distinct = 0;
        for (var i = 0; i < _pairs.Count; i++)
        {
            if (i == 0 || _pairs[i] != _pairs[i - 1])
                _pairs[distinct++] = _pairs[i];
        }

        _pairs.RemoveRange(distinct, _pairs.Count - distinct);
        _pairs.TrimExcess();
    }

    private void AddWindow(int at)
    {
        var keys = CollectionsMarshal.AsSpan(_keys);
        var hash = 0UL;
        for (var i = 0; i < Window; i++)
            hash = Mixed(hash, keys[at + i]);
        var slot = (int)(hash >> 32) & _windowMask;
        for (; _windows[slot] != 0; slot = (slot + 1) & _windowMask)
        {
            if (keys.Slice(_windows[slot] - 1, Window).SequenceEqual(keys.Slice(at, Window)))
                return;
        }

        _windows[slot] = at + 1;
    }

    private int FileOf(int at)
    {
        var (low, high) = (0, _files.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _files[middle].Start <= at ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static ulong Mixed(ulong hash, ulong key)
    {
        hash = (BitOperations.RotateLeft(hash, 23) ^ key) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
