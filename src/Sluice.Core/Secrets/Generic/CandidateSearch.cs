using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>
/// Goes from one value to the next that is assigned to the name of a credential. One vectorized pass finds the words; what stands behind a word decides in a
/// few steps nearly always that it is none. Each place costs a bounded number of steps.
/// </summary>
internal ref struct CandidateSearch(ReadOnlySpan<byte> text, SourceKind source, bool withOtherNames)
{
    private const int MaxAddressBytes = 200;

    /// <summary>What every name of a credential holds, and what leads to one without a name; at least three letters, four are told apart best.</summary>
    private static readonly string[] Words =
    [
        "pass", "pwd", "pswd", "secret", "token", "cred", "auth", "salt", "key", "mnemonic", "seed", "pepper", "jwt", "identified", "psk", "kennwort", "senha", "contrasen", "motdepasse", "wachtwoord", "haslo",
        "dpw", "tpw", "rpw", "_pw", "://", .. CommandOption.Commands, .. PositionalCall.Names,
    ];

    /// <summary>
    /// The first four bytes of each word, by the bucket of the search: shared out as <see cref="AtomBuckets"/> does, which takes too long for every start. A test holds both.
    /// </summary>
    private static readonly string[][] Buckets =
    [
        ["secr", "senh", "secu"], ["pwd", "pswd", "jwt", "psk", "jwt."], ["toke", "unzi"], ["cred", "mnem", "seed"], ["auth", "curl", "az l"], ["key", "dpw", "tpw", "rpw", "_pw"], ["kenn", "motd", "mong", "getc"], ["iden", "dbi-"],
        ["wach", "redi"], ["cont", "dock", "logi", "cook"], ["hasl", "basi", "ciph", "dire"], ["://", "7z "], ["pass", "mysq", "aes."], ["salt", "sshp", "sqlc", "smbc", "sqlp"], ["pepp", "ldap", "lftp", "netw"], ["xfre", "hmac", "pdo("],
    ];

    private static readonly LiteralIndex Index = new([.. Words.Select(System.Text.Encoding.ASCII.GetBytes)], [.. Words.Select((_, i) => i)]);
    private static readonly LiteralSearch Search = new(AtomsOf([.. Buckets.SelectMany(bucket => bucket)]), BucketOfEach());
    private static readonly int Address = Array.IndexOf(Words, "://");
    private static readonly int FirstCall = Words.Length - PositionalCall.Names.Count();
    private static readonly ByteSet AddressBytes = ByteSet.Of(" \t\r\n\"'`<>/?#\\"u8).Complement();

    /// <summary>What stands between the outer name and the inner one.</summary>
    private static readonly ByteClass Nesting = ByteClass.Of(" \t\r\n\"':{"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly SourceKind _source = source;
    private readonly bool _withOtherNames = withOtherNames;
    private int _at;

    /// <summary>Up to here no address ends, wherever it begins.</summary>
    private int _addressEnd;

    /// <summary>Of the last statement that names a credential among its columns.</summary>
    private SqlRows _rows;
    private SqlTables _tables = new(text);

    public Candidate Current { get; private set; }

    /// <summary>The first four bytes of each word, in the order of the words, with their bucket.</summary>
    public static IReadOnlyList<(string Front, byte Bucket)> Fronts =>
        [.. Words.Select(word => word[..Math.Min(word.Length, Atom.Bytes)]).Distinct().Select(front => (front, (byte)Array.FindIndex(Buckets, bucket => bucket.Contains(front))))];

    public bool MoveNext()
    {
        if (_rows.MoveNext())
        {
            Current = _rows.Current;
            return true;
        }

        for (; (_at = Search.Find(_text, _at, out _)) >= 0; _at++)
        {
            var start = _at;
            var word = Index.Find(_text, ref start, start + 1);
            if (word < 0)
                continue;
            var isFound = Try(start, word);
            // The name of a call may begin with another word.
            while (!isFound && (word > Address || (_at < _text.Length && _text[_at] == '(')) && (word = Index.Next(_text, start, word)) >= 0)
                isFound = Try(start, word);
            // A name is looked at once, whatever words it holds.
            _at = Math.Max(_at, start + LiteralIndex.ShortestLiteral) - 1;
            if (!isFound)
                continue;
            _at++;
            return true;
        }

        return false;
    }

    private bool Try(int start, int word) =>
        word == Address ? TryAddress(start) : word >= FirstCall ? TryCall(start, word) : word > Address ? TryCommand(start, word) : TryName(start);

    private static byte[] BucketOfEach()
    {
        var each = new List<byte>();
        for (byte bucket = 0; bucket < Buckets.Length; bucket++)
        {
            foreach (var _ in Buckets[bucket])
                each.Add(bucket);
        }

        return [.. each];
    }

    /// <summary>In either case.</summary>
    public static Atom[] AtomsOf(IReadOnlyList<string> fronts)
    {
        var atoms = new Atom[fronts.Count];
        for (var i = 0; i < atoms.Length; i++)
        {
            for (var position = 0; position < fronts[i].Length; position++)
                atoms[i] = char.IsAsciiLetterLower(fronts[i][position]) ? atoms[i].WithEitherCase(position, (byte)fronts[i][position]) : atoms[i].WithExact(position, (byte)fronts[i][position]);
        }

        return atoms;
    }

    private bool TryName(int word)
    {
        var end = word;
        while (end < _text.Length && end - word < CredentialName.MaxBytes && CredentialName.Bytes.Contains(_text[end]))
            end++;
        _at = end;
        while (_text[end - 1] is (byte)'.' or (byte)'-')
            end--;
        if (end < _text.Length && (_text[end] == ' ' || SqlRows.MayFollow(_text[end])) && TryRows(word, end))
            return true;
        if (!AssignmentReader.MayFollow(_text, end) && !(_source.Syntax == Syntax.Prose && end < _text.Length && _text[end] == '*'))
            return false;
        var start = word;
        while (start > 0 && word - start < CredentialName.MaxBytes && (CredentialName.Bytes.Contains(_text[start - 1]) || _text[start - 1] == '/'))
            start--;
        start = WithQualifier(start, end);
        if (end - start == "key".Length && OuterName(start) is { } outer)
            start = outer;
        while (_text[start] is (byte)'.' or (byte)'-' or (byte)'/')
            start++;
        if (end - start > CredentialName.MaxBytes)
            return false;
        var name = CredentialName.Of(_text[start..end]);
        if (name.Kind == NameKind.None && !(_withOtherNames && name.IsAbout))
            return false;
        if (new AssignmentReader(_text, _source.Syntax).Read(start, end) is { } value)
            Current = new Candidate(name, start, end, value, _source);
        else if (_source.Syntax == Syntax.Prose && MarkdownTables.ValueBeside(_text, start, end) is { } cell)
            Current = new Candidate(name, start, end, cell, _source with { Syntax = Syntax.Settings });
        else
            return false;
        return true;
    }

    private bool TryRows(int word, int end)
    {
        var header = 0;
        if (_tables.RowsOf(word, out var table, out var columns) is > 0 and var first)
        {
            _rows = SqlRows.Of(_text, _source, first, table, columns);
            header = columns.End.Value;
        }
        else if (_text[end] != ' ')
            _rows = SqlRows.Of(_text, _source, word, out header);
        _at = Math.Max(_at, header);
        if (!_rows.MoveNext())
            return false;
        Current = _rows.Current;
        return true;
    }

    /// <summary>People write "API key".</summary>
    private readonly int WithQualifier(int start, int end)
    {
        if (end - start != 3 || start < 2 || _text[start - 1] != ' ')
            return start;
        var qualifier = start - 1;
        while (qualifier > 0 && start - qualifier < 16 && char.IsAsciiLetter((char)_text[qualifier - 1]))
            qualifier--;
        return qualifier == start - 1 ? start : qualifier;
    }

    /// <summary>In nested settings the outer name says of what it is the key: <c>"Jwt": { "Key": "…" }</c>.</summary>
    private readonly int? OuterName(int start)
    {
        var before = _text[Math.Max(0, start - CredentialName.MaxBytes / 2)..start];
        var gap = Nesting.LastOutside(before);
        if (gap < 0 || gap == before.Length - 1 || before[(gap + 1)..].IndexOf((byte)'{') < 0 || before[(gap + 1)..].IndexOf((byte)':') < 0)
            return null;
        var outer = start - before.Length + gap + 1;
        while (outer > 0 && start - outer < CredentialName.MaxBytes / 2 && CredentialName.Bytes.Contains(_text[outer - 1]))
            outer--;
        return outer;
    }

    /// <summary>The password between the colon and the at sign: <c>scheme://user:password@host</c>.</summary>
    private bool TryAddress(int colon)
    {
        var start = colon + 3;
        var end = Math.Max(start, _addressEnd);
        for (; end < _text.Length && AddressBytes.Contains(_text[end]); end++)
        {
        }

        _addressEnd = end;
        var authority = _text[start..end];
        var at = authority.Length > MaxAddressBytes ? -1 : authority.LastIndexOf((byte)'@');
        var user = at < 0 ? -1 : authority[..at].IndexOf((byte)':');
        if (user < 0 || at - user <= AssignmentReader.ShortestValue)
            return false;
        Current = new Candidate(new CredentialName(NameKind.Password, false, false), colon, start, new AssignedValue(start + user + 1, start + at, Link.Command, 0, true), _source);
        return true;
    }

    /// <summary>The name of the call may be the end of a longer one, and a text may speak of it.</summary>
    private bool TryCall(int start, int word)
    {
        if (_source.Syntax == Syntax.Prose || PositionalCall.ValueOf(_text, start, Words[word]) is not { } found)
            return false;
        _at = Math.Max(_at, found.Value.Start);
        Current = new Candidate(new CredentialName(found.Kind, false, false), start, start + Words[word].Length - 1, found.Value, _source);
        return true;
    }

    private bool TryCommand(int start, int word)
    {
        if (CommandOption.ValueOf(_text, start, Words[word]) is not { } value)
            return false;
        _at = Math.Max(_at, value.Start);
        Current = new Candidate(new CredentialName(NameKind.Password, false, false), start, start + Words[word].Length, value, _source);
        return true;
    }
}
