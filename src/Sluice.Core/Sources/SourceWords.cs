using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>How many different words a text has, and how many of them the source has.</summary>
internal readonly record struct WordTrace(int Words, int Known)
{
    /// <summary>From here on a text counts as made of the source.</summary>
    private const double DerivedShare = 0.9;

    /// <summary>From here on it is made of the source and something else.</summary>
    private const double MixedShare = 0.8;

    /// <summary>Of fewer words nothing can be said in shares.</summary>
    private const int FewWords = 8;

    /// <summary>From 0 to 1.</summary>
    public double Share => Words == 0 ? 0 : (double)Known / Words;

    /// <summary>In a short text one word may be the compiler's.</summary>
    public bool IsDerived => HasMany ? Share >= DerivedShare : Words - Known <= 1 && Share > 0.5;

    public bool IsMixed => HasMany && Share >= MixedShare;

    public bool HasMany => Words >= FewWords;
}

/// <summary>What the texts of a source consist of: words, hosts, and what the code in them reaches for. Read when it is first asked for.</summary>
internal sealed class SourceWords
{
    /// <summary>Some 200 MB of memory; larger trees are not traced.</summary>
    public const int MostWords = 4_000_000;

    private const int LargestText = 8 << 20;

    private readonly HashSet<ulong> _words = [];
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _programs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);

    private SourceWords()
    {
    }

    /// <summary>There are more words than are kept: what is not among them may be there all the same.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What code of the source has that only a few programs have; tests of the program are none of it.</summary>
    public AlienMarks Marks { get; private set; }

    public static SourceWords Of(SourceTree tree, CancellationToken cancel)
    {
        var words = new SourceWords();
        var files = tree.Files.Where(file => file.Entry.IsText && file.Entry.Size is > 0 and <= LargestText).OrderBy(file => file.Path, StringComparer.Ordinal).DistinctBy(file => file.Id).ToList();
        if (files.Count == 0)
            return words;
        using var contents = GitBatch.Read(tree.Repository, files.ConvertAll(file => file.Id));
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (contents.Next().Type is not null)
                words.Add(file.Path, contents.ReadAll());
            if (words.IsCut)
                break;
        }

        return words;
    }

    /// <summary>The words of a single text.</summary>
    public static SourceWords OfOne(ReadOnlySpan<byte> text)
    {
        var words = new SourceWords();
        CodeWords.Read(text, words._words, static (known, word) => known.Add(word));
        return words;
    }

    public bool HasHost(string host) => _hosts.Contains(host);

    public bool HasProgram(string program) => _programs.Contains(program);

    public bool HasPlace(string place) => _places.Contains(place);

    public bool HasWord(ulong word) => _words.Contains(word);

    public WordTrace Trace(ReadOnlySpan<byte> text)
    {
        var seen = new HashSet<ulong>();
        CodeWords.Read(text, seen, static (words, word) => words.Add(word));
        return new WordTrace(seen.Count, seen.Count(_words.Contains));
    }

    private void Add(string path, ReadOnlyMemory<byte> text)
    {
        CodeWords.Read(text.Span, this, static (words, word) =>
        {
            if (words._words.Count < MostWords)
                words._words.Add(word);
            else
                words.IsCut = true;
        });
        var hosts = AlienContent.HostsOf(text.Span);
        var dialect = CodeFiles.DialectOf(path, text.Span);
        if (dialect == CodeDialect.Script)
            JoinedTexts.ReadHosts(text.Span, hosts, hosts);
        _hosts.UnionWith(hosts);
        if (dialect is null || CodeFiles.IsTest(path))
            return;
        var (marks, literals) = AlienContent.ReachOf(text.Span, dialect.Value);
        Marks |= marks;
        _hosts.UnionWith(literals.Hosts);
        _programs.UnionWith(literals.Programs);
        _places.UnionWith(literals.Places);
    }
}
