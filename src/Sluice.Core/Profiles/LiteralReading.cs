using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Hidden;

namespace Sluice.Profiles;

/// <summary>What a program writes out: what it starts and whose places it knows, in plain words or decoded first.</summary>
/// <param name="Programs">That it starts, in ordinal order.</param>
/// <param name="Places">Of people, that it names, in ordinal order.</param>
/// <param name="Hosts">That decoded texts name, in ordinal order.</param>
/// <param name="Capabilities">Of decoded texts, concealment where such a text names a host, a module or a program; and of names of platforms.</param>
/// <param name="HasTable">Texts are taken from a table by numbers, as programs that hide all they say do.</param>
internal sealed record CodeLiterals(IReadOnlyList<string> Programs, IReadOnlyList<string> Places, IReadOnlyList<string> Hosts, Capabilities Capabilities, bool HasTable = false)
{
    private const int Most = 256;

    public static readonly CodeLiterals None = new([], [], [], Capabilities.None);

    /// <summary>Of two parts of one content.</summary>
    public CodeLiterals With(CodeLiterals other) => new(
        ContentTraits.Joined(Programs, other.Programs, Most),
        ContentTraits.Joined(Places, other.Places, Most),
        ContentTraits.Joined(Hosts, other.Hosts, Most),
        Capabilities | other.Capabilities,
        HasTable || other.HasTable);
}

/// <summary>Reads what programs write out in quotes. For one text; not for several threads.</summary>
internal sealed class LiteralReading
{
    /// <summary>Texts within texts that are decoded.</summary>
    private const int Deepest = 3;

    /// <summary>By their numbers, in a row.</summary>
    private const int LeastLetters = 4;

    /// <summary>Of each sort, in one text.</summary>
    private const int MostValues = 256;

    /// <summary>So far before a call its list is looked for, as in <c>[104,116].map(c =&gt; String.fromCharCode(c))</c>.</summary>
    private const int LookBack = 48;

    private static readonly string[] AfterExec = ["", "Sync", "File", "FileSync", "a", "aSync", "aCommand", "aCommandSync", "Async", "Promise", "v", "vp", "l", "lp", "ve", ".Command"];
    private static readonly string[] AfterSpawn = ["", "Sync", "Async", "l", "lp", "v", "vp", ".sync", "Promise"];

    /// <summary>Ends of names of files that look like hosts.</summary>
    private static readonly HashSet<string> FileEnds = new(StringComparer.Ordinal) { "json", "html", "css", "map", "txt", "md", "png", "jpg", "svg", "gif", "node", "wasm", "yml", "yaml", "toml", "xml", "log", "env", "exports", "prototype", "length" };

    private static readonly LiteralWord[] Words =
    [
        .. Array.ConvertAll(new[] { "exec", "spawn", "subprocess.run", "subprocess.call", "check_output", "check_call", "Popen", "popen", "getoutput", "create_subprocess_exec", "create_subprocess_shell", "system", "Process.Start", "ProcessStartInfo", "shell_exec", "proc_open", "passthru", "ProcessBuilder", "Start-Process" }, word => new LiteralWord(word, LiteralRole.Starts)),
        new("Deno.Command", LiteralRole.Starts, Meaning: Capabilities.Process), new("Command::new", LiteralRole.Starts, Meaning: Capabilities.Process),
        .. Array.ConvertAll(new[] { "curl", "wget", "powershell", "pwsh", "osascript", "certutil", "bitsadmin", "mshta", "nohup", "\"sh\"", "'sh'", "sh -c ", "bash", "node -e", "python -c", "python3 -c" }, word => new LiteralWord(word, LiteralRole.Program)),
        .. PrivatePlaces.Words,
        .. ReachingLiterals.Words,
        .. Array.ConvertAll(new[] { "atob", "b64decode", "a2b_base64", "FromBase64String", "base64_decode", "decode64" }, word => new LiteralWord(word, LiteralRole.Base64)),
        new("fromhex", LiteralRole.Hexadecimal), new("unhexlify", LiteralRole.Hexadecimal),
        new("unescape", LiteralRole.Percent), new("decodeURI", LiteralRole.Percent),
        .. Array.ConvertAll(new[] { "\"base64", "'base64", "\"hex\"", "'hex'" }, word => new LiteralWord(word, LiteralRole.Encoding)),
        .. Array.ConvertAll(new[] { "\\x6", "\\x7", "\\u006", "\\u007" }, word => new LiteralWord(word, LiteralRole.Escaped)),
        .. Array.ConvertAll(new[] { "fromCharCode", ".from([", "Array([", "bytes([", "bytearray([" }, word => new LiteralWord(word, LiteralRole.Numbers)),
        .. Array.ConvertAll(new[] { ".split(\"\").reverse()", ".split('').reverse()", "[::-1]" }, word => new LiteralWord(word, LiteralRole.Reversed)),
        .. Array.ConvertAll(new[] { "].join(\"\")", "].join('')", "].join(``)" }, word => new LiteralWord(word, LiteralRole.Joined)),
        .. Array.ConvertAll(new[] { "-0x", "- 0x", "['shift']", "[\"shift\"]", ".shift()", "while(!![]", "while (!![]" }, word => new LiteralWord(word, LiteralRole.Table, Dialects: LiteralDialects.Script)),
    ];

    private static readonly LiteralSearch Search = new(Array.ConvertAll(Words, word => Encoding.ASCII.GetBytes(word.Text)));

    /// <summary>Between a function and its numbers: brackets, <c>.apply(null, [</c>, <c>...new Uint8Array([</c>.</summary>
    private static readonly ByteClass BeforeNumbers = ByteClass.Of("( \t\r\n.[aplynuStrigUtA8ew,"u8);

    private readonly CodeDialect _dialect;
    private readonly LiteralDialects _language;
    private readonly bool _startsProcesses;
    private readonly int _depth;

    /// <summary>Has read the text, and knows its comments.</summary>
    private readonly CodeCursor _comments;

    /// <summary>Tells code from texts, in the few programs where that is asked.</summary>
    private CodeCursor? _parts;
    private SortedSet<string>? _programs, _places, _hosts;
    private Capabilities _capabilities;
    private bool _hasTable;

    /// <summary>Up to here letters by their numbers have been read.</summary>
    private int _unescaped;

    private LiteralReading(CodeDialect dialect, bool startsProcesses, CodeCursor comments, int depth)
    {
        (_dialect, _startsProcesses, _comments, _depth) = (dialect, startsProcesses, comments, depth);
        _language = dialect == CodeDialect.Script ? LiteralDialects.Script : dialect == CodeDialect.Python ? LiteralDialects.Python : LiteralDialects.Other;
    }

    /// <param name="capabilities">Of the same text: what other things than programs are called is not asked where it starts none.</param>
    /// <param name="cursor">Of the same text.</param>
    public static CodeLiterals Of(ReadOnlySpan<byte> text, CodeDialect dialect, Capabilities capabilities, CodeCursor cursor) => dialect == CodeDialect.None ? CodeLiterals.None : Of(text, dialect, capabilities, cursor, 0);

    private static CodeLiterals Of(ReadOnlySpan<byte> text, CodeDialect dialect, Capabilities capabilities, CodeCursor cursor, int depth)
    {
        var reading = new LiteralReading(dialect, (capabilities & (Capabilities.Process | Capabilities.Concealment)) != 0, cursor, depth);
        for (var at = 0; (at = Search.Find(text, at, out var index)) >= 0; at++)
            reading.Take(text, at, Words[index]);
        return reading is { _programs: null, _places: null, _hosts: null, _capabilities: Capabilities.None, _hasTable: false } ? CodeLiterals.None : new([.. reading._programs ?? []], [.. reading._places ?? []], [.. reading._hosts ?? []], reading._capabilities, reading._hasTable);
    }

    private void Take(ReadOnlySpan<byte> text, int at, LiteralWord word)
    {
        if ((word.Dialects & _language) == 0)
            return;
        var end = at + word.Text.Length;
        if ((word.Meaning & ~_capabilities) != 0 && !IsWithinName(text, at, end) && ReachingLiterals.Counts(word, text[..at], text[end..]) && PartAt(text, at) == CodePart.Code)
            _capabilities |= word.Meaning;
        switch (word.Role)
        {
            case LiteralRole.Reaches:
                break;
            case LiteralRole.Table:
                _hasTable = _hasTable || (TextTable.IsAt(text, at, end) && IsWritten(text, at));
                break;
            case LiteralRole.Starts:
                TakeStart(text, at, end, word);
                break;
            case LiteralRole.Program:
                TakeProgram(text, at, end);
                break;
            case LiteralRole.Place:
                if (_places?.Contains(word.Place!) != true && IsApart(text, at, end) && IsWritten(text, at))
                    Add(ref _places, word.Place!);
                break;
            case LiteralRole.Object or LiteralRole.Patched:
                if (_places?.Contains(word.Place!) != true && !IsWithinName(text, at, end) && (word.Role == LiteralRole.Object || IsPatched(text, end)) && PartAt(text, at) == CodePart.Code)
                    Add(ref _places, word.Place!);
                break;
            default:
                if (_depth < Deepest && Decoded(text, at, end, word.Role) is { Length: > 0 } decoded && IsWritten(text, at))
                    TakeDecoded(decoded);
                break;
        }
    }

    private void TakeStart(ReadOnlySpan<byte> text, int at, int end, LiteralWord word)
    {
        if (at > 0 && ByteClass.Names.Contains(text[at - 1]))
            return;
        if (word.Text is "exec" or "spawn" && (end = BehindName(text, end, word.Text == "exec" ? AfterExec : AfterSpawn)) < 0)
            return;
        if (LiteralText.ArgumentAt(text, end) is > 0 and var start && NewPrograms(text, start) is { } programs && PartAt(text, at) == CodePart.Code)
            Add(ref _programs, programs);
    }

    /// <summary>The end of a name that begins in a known way and goes on in one of some; -1 for others.</summary>
    private static int BehindName(ReadOnlySpan<byte> text, int end, string[] continuations)
    {
        var rest = text[end..];
        foreach (var more in continuations)
        {
            if (rest.Length > more.Length && Ascii.Equals(rest[..more.Length], more) && rest[more.Length] != '.' && !ByteClass.Names.Contains(rest[more.Length]))
                return end + more.Length;
        }

        return -1;
    }

    /// <summary>A text that is a command by how it goes on, whatever it is handed to: options, an address, or a list of texts behind it.</summary>
    private void TakeProgram(ReadOnlySpan<byte> text, int at, int end)
    {
        if (LiteralText.IsQuote(text[at]))
            (at, end) = (at + 1, end - 1);
        if (at == 0 || !LiteralText.IsQuote(text[at - 1]))
            return;
        var rest = text[end..];
        if (rest.StartsWith(".exe"u8))
            rest = rest[4..];
        var isCommand = text[end - 1] == ' ' || rest is [(byte)' ', (byte)'-' or (byte)'"' or (byte)'\'' or (byte)'$' or (byte)'\\', ..] || rest.StartsWith(" http"u8);
        if ((isCommand || IsBeforeList(text[..(at - 1)], rest, text[at - 1])) && NewPrograms(text, at) is { } programs && !(at > 1 && PartAt(text, at - 2) == CodePart.Text) && PartAt(text, at) != CodePart.Comment)
            Add(ref _programs, programs);
    }

    /// <summary>A first argument with a list of options behind it: tables of names have lists of other things.</summary>
    private static bool IsBeforeList(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest, byte quote)
    {
        if (before.TrimEnd(" \t\r\n"u8) is not [.., (byte)'('] || rest is not [var close, .. var behind] || close != quote || behind.TrimStart(" \t\r\n"u8) is not [(byte)',', .. var second])
            return false;
        return second.TrimStart(" \t\r\n"u8) is [(byte)'[', .. var list] && (list.TrimStart(" \t\r\n"u8) is not [var opening, var first, ..] || !LiteralText.IsQuote(opening) || first is (byte)'-' or (byte)'/');
    }

    /// <summary>Null where none is news: what would tell again what is known is not looked at.</summary>
    private SortedSet<string>? NewPrograms(ReadOnlySpan<byte> text, int start)
    {
        Span<byte> command = stackalloc byte[ReachingPrograms.LongestCommand];
        command = command[..LiteralText.CommandAt(text, start, command)];
        var programs = new SortedSet<string>(StringComparer.Ordinal);
        ReachingPrograms.Add(command, programs);
        programs.RemoveWhere(program => _programs?.Contains(program) == true || !(_startsProcesses || ReachingPrograms.IsReaching(program)));
        return programs.Count == 0 ? null : programs;
    }

    /// <summary>Not within a longer name: quotes, blanks and the marks of paths are around it.</summary>
    private static bool IsApart(ReadOnlySpan<byte> text, int at, int end)
    {
        if (end < text.Length && (ByteClass.Names.Contains(text[end]) || text[end] == '-') && ByteClass.Names.Contains(text[end - 1]))
            return false;
        return at == 0 || text[at] == '/' || text[at - 1] is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'/' or (byte)'\\' or (byte)'}' or (byte)' ' or (byte)'~' or (byte)'|' or (byte)'@';
    }

    private static bool IsWithinName(ReadOnlySpan<byte> text, int at, int end) => (at > 0 && ByteClass.Names.Contains(text[at - 1]) && ByteClass.Names.Contains(text[at])) || (end < text.Length && ByteClass.Names.Contains(text[end]) && ByteClass.Names.Contains(text[end - 1]));

    /// <summary>In code or a text of it.</summary>
    private bool IsWritten(ReadOnlySpan<byte> text, int at) => !ContentTraits.BeginsAsComment(text, at) && !_comments.IsComment(text, at);

    private CodePart PartAt(ReadOnlySpan<byte> text, int at) => (_parts ??= new CodeCursor(_dialect)).At(text, at);

    /// <summary>Whether something is put in the place of a function, or of one of the functions of an object.</summary>
    private static bool IsPatched(ReadOnlySpan<byte> text, int end)
    {
        var rest = text[end..];
        foreach (var name in new[] { ".open", ".send", ".setRequestHeader", "[\"open\"]", "[\"send\"]", "['open']", "['send']" })
        {
            if (rest.Length > name.Length && Ascii.Equals(rest[..name.Length], name))
                rest = rest[name.Length..];
        }

        return rest.TrimStart(" \t"u8) is [(byte)'=', not (byte)'=', ..];
    }

    /// <summary>Empty where nothing is decoded that is a text.</summary>
    private byte[] Decoded(ReadOnlySpan<byte> text, int at, int end, LiteralRole role)
    {
        switch (role)
        {
            case LiteralRole.Encoding:
                var before = text[..at].TrimEnd(" \t\r\n"u8);
                if (before is not [.. var encoded, (byte)','])
                    return [];
                encoded = encoded.TrimEnd(" \t\r\n"u8);
                if (encoded.IsEmpty || !LiteralText.IsQuote(encoded[^1]) || DecodedLiteral.StartBefore(encoded[..^1], encoded[^1]) is not (>= 0 and var first))
                    return [];
                return text[at + 1] == 'h' ? DecodedLiteral.OfHexadecimal(encoded[first..^1]) : DecodedLiteral.OfBase64(encoded[first..^1]);
            case LiteralRole.Reversed:
                return at > 0 && LiteralText.IsQuote(text[at - 1]) ? Reversed(text, at - 1) : [];
            case LiteralRole.Joined:
                return DecodedLiteral.OfList(text[Math.Max(0, at - ReachingPrograms.LongestCommand)..at]);
            case LiteralRole.Numbers:
                return Numbers(text, at, end);
            case LiteralRole.Escaped:
                return Unescaped(text, at);
        }

        if (at > 0 && ByteClass.Names.Contains(text[at - 1]))
            return [];
        if (role == LiteralRole.Percent && text[end..].StartsWith("Component"u8))
            end += "Component".Length;
        if (LiteralText.ArgumentAt(text, end) is not (> 0 and var start) || DecodedLiteral.LengthOf(text[start..], text[start - 1], role == LiteralRole.Percent) is not (> 0 and var length))
            return [];
        var literal = text.Slice(start, length);
        var decoded = role switch
        {
            LiteralRole.Hexadecimal => DecodedLiteral.OfHexadecimal(literal),
            LiteralRole.Percent => DecodedLiteral.OfPercent(literal),
            _ => DecodedLiteral.OfBase64(literal),
        };
        return Again(text[..at], decoded);
    }

    /// <summary>A text with several letters in a row by their numbers: others are signs that are hard to write.</summary>
    private byte[] Unescaped(ReadOnlySpan<byte> text, int at)
    {
        if (at < _unescaped)
            return [];
        var end = at;
        for (var letters = 0; letters < LeastLetters; letters++)
        {
            if (!EscapedByte.TryRead(text[end..], out var letter, out var length) || letter < ' ')
                return [];
            end += length;
        }

        var from = Math.Max(_unescaped, at - ReachingPrograms.LongestCommand);
        _unescaped = end;
        if (text[from..at].LastIndexOfAny("\"'`"u8) is not (>= 0 and var open))
            return [];
        Span<byte> literal = stackalloc byte[ReachingPrograms.LongestCommand];
        literal = literal[..LiteralText.CommandAt(text, from + open + 1, literal)];
        _unescaped = text[at..Math.Min(text.Length, at + (4 * ReachingPrograms.LongestCommand))].IndexOf(text[from + open]) is >= 0 and var close ? at + close : end;
        return literal.ToArray();
    }

    /// <summary>What is decoded more than once.</summary>
    private static byte[] Again(ReadOnlySpan<byte> before, byte[] decoded)
    {
        for (var times = 0; times < Deepest && decoded.Length > 0 && before.EndsWith("atob("u8); times++)
        {
            before = before[..^"atob(".Length];
            decoded = DecodedLiteral.OfBase64(decoded);
        }

        return decoded;
    }

    private static byte[] Reversed(ReadOnlySpan<byte> text, int close)
    {
        var reach = text[Math.Max(0, close - ReachingPrograms.LongestCommand)..close];
        var start = reach.LastIndexOf(text[close]);
        return start < 0 ? [] : Again(text[..(close - reach.Length + start)], DecodedLiteral.OfReversed(reach[(start + 1)..]));
    }

    private static byte[] Numbers(ReadOnlySpan<byte> text, int at, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + LookBack)];
        var first = rest.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (first >= 0 && BeforeNumbers.FirstOutside(rest[..first]) < 0)
            return DecodedLiteral.OfNumbers(text[(end + first)..]);
        var before = text[Math.Max(0, at - LookBack)..at];
        return before.LastIndexOf("].map("u8) is >= 0 and var list ? DecodedLiteral.OfNumbersBefore(text[..(at - before.Length + list)]) : [];
    }

    /// <summary>Reads a decoded text as the code of the same file, and for what it names as a whole.</summary>
    private void TakeDecoded(byte[] decoded)
    {
        ReadOnlySpan<byte> text = decoded;
        var cursor = new CodeCursor(_dialect);
        var capabilities = CodeReading.Of(text, _dialect, cursor).Capabilities;
        var literals = Of(text, _dialect, Capabilities.None, cursor, _depth + 1);
        var whole = text.Trim(" \t\r\n"u8);
        capabilities |= literals.Capabilities | ReachingModules.MeaningOf(whole.StartsWith("node:"u8) ? whole[5..] : whole);
        var programs = new SortedSet<string>(literals.Programs, StringComparer.Ordinal);
        if (whole.Length < ReachingPrograms.LongestCommand && ReachingPrograms.BeginsWithReaching(whole))
            ReachingPrograms.Add(whole, programs);
        programs.RemoveWhere(program => !ReachingPrograms.IsReaching(program));
        var hosts = new SortedSet<string>(literals.Hosts, StringComparer.Ordinal);
        var scan = new HostScan(text);
        while (hosts.Count < MostValues && scan.MoveNext())
        {
            if (!ContentTraits.IsNamespace(scan.Host))
                hosts.Add(scan.Host);
        }

        if (HostOf(whole) is { } named)
            hosts.Add(named);
        Add(ref _programs, programs);
        Add(ref _places, literals.Places);
        Add(ref _hosts, hosts);
        _capabilities |= capabilities;
        if (hosts.Count + programs.Count > 0 || (capabilities & (Capabilities.Network | Capabilities.NetworkModules | Capabilities.Process | Capabilities.Evaluation | Capabilities.NativeCode)) != 0)
            _capabilities |= Capabilities.Concealment;
    }

    /// <summary>A text that is nothing but a host, perhaps with a path behind it.</summary>
    private static string? HostOf(ReadOnlySpan<byte> whole)
    {
        var name = whole[..(whole.IndexOfAny((byte)'/', (byte)':') is >= 0 and var end ? end : whole.Length)];
        var scan = new HostScan([.. "'//"u8, .. name, (byte)'\'']);
        if (name.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 || !scan.MoveNext() || scan.Host.Length != name.Length)
            return null;
        var last = scan.Host[(scan.Host.LastIndexOf('.') + 1)..];
        return FileEnds.Contains(last) || CodeFile.IsSource("." + last) ? null : scan.Host;
    }

    private static void Add(ref SortedSet<string>? values, string value)
    {
        if (!(values?.Count >= MostValues))
            (values ??= new(StringComparer.Ordinal)).Add(value);
    }

    private static void Add(ref SortedSet<string>? values, IEnumerable<string> more)
    {
        foreach (var value in more)
            Add(ref values, value);
    }
}
