using System.Numerics;
using System.Text;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>What a program reaches for, by the names of functions that it calls and of modules that it loads. For one text; not for several threads.</summary>
internal sealed class CodeReading
{
    /// <summary>So far the end of a list of parameters is looked for.</summary>
    private const int LookAhead = 200;

    /// <summary>So far the names of modules are looked at.</summary>
    private const int LongestModule = 160;

    /// <summary>So far the end of a number in an identifier is looked for.</summary>
    private const int LongestEscape = 12;

    /// <summary>Python's functions that evaluate a text.</summary>
    private static readonly byte[][] Evaluating = [.. new[] { "exec", "eval", "compile", "__import__" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Behind "import", Python's function that does the same.</summary>
    private static ReadOnlySpan<byte> ByFunction => "_module"u8;

    /// <summary>Functions of Python's module os that start processes.</summary>
    private static readonly byte[][] Starting = [.. new[] { "system", "popen", "exec", "spawn" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Of modules of networks, those that reach out.</summary>
    private static readonly byte[][] Methods = [.. new[] { "request(", "get(", "post(", "put(", "connect(", "createConnection(", "Socket(", "lookup(", "resolve" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>What only looks at a text.</summary>
    private static readonly byte[][] Comparisons = [.. new[] { "endsWith(", "includes(", "ndexOf(", ".has(", ".split(", "==" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Behind a backslash these stand for a sign that no module has in its name.</summary>
    private static readonly ByteClass NoLetters = ByteClass.Of("\\\"'`$nrtbfv"u8);

    /// <summary>Folders of what is no part of the program.</summary>
    private static readonly byte[][] Aside = [.. new[] { "/test/", "/tests/", "/__tests__/", "/fixtures/", "/examples/", "/docs/" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly ByteClass ModuleBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./@_:-"u8);

    private readonly bool _isPython, _isScript;
    private readonly ReachingWords _words;
    private readonly CodeCursor _cursor;

    /// <summary>Found so far: what would say it again is not looked at.</summary>
    private Capabilities _found;

    private CodeReading(CodeDialect dialect, CodeCursor cursor)
    {
        (_isPython, _isScript, _cursor) = (dialect == CodeDialect.Python, dialect == CodeDialect.Script, cursor);
        _words = ReachingWords.Of(dialect);
    }

    /// <param name="cursor">At the start of the text.</param>
    /// <returns>What it reaches for, and the bundlers and compilers that left their marks, in ordinal order.</returns>
    public static (Capabilities Capabilities, IReadOnlyList<string> Tools) Of(ReadOnlySpan<byte> text, CodeDialect dialect, CodeCursor cursor)
    {
        var reading = new CodeReading(dialect, cursor);
        var words = reading._words.Search.FindAll(text, reading.Accepts);
        List<string>? tools = null;
        for (; words != 0; words &= words - 1)
        {
            if (reading._words.All[BitOperations.TrailingZeroCount(words)].Tool is { } tool)
                (tools ??= []).Add(tool);
        }

        tools?.Sort(StringComparer.Ordinal);
        return (reading._found, tools is null ? [] : tools);
    }

    private bool Accepts(ReadOnlySpan<byte> text, int at, int index)
    {
        var word = _words.All[index];
        if (!word.Loads && word.Tool is null && (word.Meaning & ~_found) == 0)
            return true;
        if (!Counts(text, at, word))
            return false;
        _found |= word.Meaning;
        return true;
    }

    /// <summary>Not the end of a longer name, not a method of something else, not in a comment.</summary>
    private bool Counts(ReadOnlySpan<byte> text, int at, ReachingWord word)
    {
        var end = at + word.Text.Length;
        if (_isPython && word.Loads && text[end..].StartsWith(ByFunction))
            end += ByFunction.Length;
        if (at > 0 && ByteClass.Names.Contains(text[at]) && ByteClass.Names.Contains(text[at - 1]))
            return false;
        if ((word.IsGlobal || word.IsWhole || (word.Loads && word.Text[^1] != '[')) && end < text.Length && ByteClass.Names.Contains(text[end]))
            return false;
        if (word.IsGlobal && text[end..] is [(byte)'`', ..])
            return (at == 0 || text[at - 1] != '.' || IsGlobalObject(text[..(at - 1)])) && _cursor.At(text, at) == CodePart.Code && _cursor.IsSure;
        if (word.IsGlobal && (!IsCall(text[end..]) || (at > 0 && IsOther(text, at))) && !(word.IsValue && IsTaken(text[..at], text[end..])))
            return false;
        if ((word.Meaning == Capabilities.Evaluation && FindsGlobalObject(text[end..])) || (word.TakesText && !TakesText(text[..at], text[end..], word.Text[0] is '.' or '[')) || (word.IsNames && !NamesFunction(text[..at], text[end..])))
            return false;
        if (word.IsEscape)
            return IsPlainLetter(text[(at + 2)..]) && _cursor.At(text, at) == CodePart.Code && _cursor.IsSure;
        if (word.IsEnd && (text[end..] is not [(byte)'"' or (byte)'\'', (byte)')', ..] || IsCompared(text[..at])))
            return false;
        if (word.Loads)
        {
            var loaded = at > 0 && text[at - 1] == '.' && word.Text == "from" ? Capabilities.None : MeaningOf(text[end..Math.Min(text.Length, end + LongestModule)], word.Text == "import");
            if (word.Text[^1] == '[')
                loaded = (loaded & Capabilities.Concealment) | ComputedName.OfGlobal(text[end..Math.Min(text.Length, end + LookAhead)], word.Text);
            else if ((_isScript || _isPython) && ComputedName.IsOfModule(text[..at], text[(at + word.Text.Length)..Math.Min(text.Length, end + LookAhead)], word.Text, _isPython))
                loaded |= Capabilities.ComputedModules;
            if ((loaded & ~_found) != 0 && _cursor.At(text, at) == CodePart.Code)
                _found |= loaded;
            return false;
        }

        if (word.IsObject && !IsCalled(text[end..]))
            return false;
        return _cursor.At(text, at) is var part && part != CodePart.Comment && (part == CodePart.Code || !(word.IsGlobal || word.IsObject || word.TakesText));
    }

    /// <summary>Whether brackets follow, as in <c>f(x)</c>, <c>f (x)</c>, <c>f?.(x)</c> and <c>(0, f)(x)</c>.</summary>
    private static bool IsCall(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t"u8);
        if (rest.StartsWith("?."u8))
            rest = rest[2..];
        if (rest.StartsWith("/*"u8) && rest[..Math.Min(rest.Length, LookAhead)].IndexOf("*/"u8) is > 0 and var close)
            rest = rest[(close + 2)..].TrimStart(" \t"u8);
        return rest is [(byte)'(', ..] || (rest is [(byte)')', .. var behind] && behind.TrimStart(" \t"u8) is [(byte)'(', ..]);
    }

    /// <summary>Whether a function is given another name, or called by what all functions have, as in <c>const f = fetch;</c> and <c>fetch.call(null, x)</c>.</summary>
    private static bool IsTaken(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest)
    {
        if (rest.TrimStart(" \t"u8) is [(byte)':', ..] && IsFromGlobalObject(rest[..Math.Min(rest.Length, LookAhead)]))
            return true;
        if (before is [.., (byte)'.'])
        {
            if (!IsGlobalObject(before[..^1]))
                return false;
            before = before[..(ByteClass.Names.LastOutside(before[..^1]) + 1)];
        }

        // Handed to what calls it: p.then(fetch), texts.map(eval).
        if (before is [.., (byte)'('] && rest is [(byte)')' or (byte)',', .. var handed] && before[..^1] is var method && ByteClass.Names.LastOutside(method) is >= 0 and var dot && dot < method.Length - 1 && method[dot] == '.' && (rest[0] == ',' || handed.TrimStart(" \t"u8) is not [(byte)'{', ..]))
            return true;
        if (rest.StartsWith(".bind("u8) || rest.StartsWith(".call("u8) || rest.StartsWith(".apply("u8))
            return true;
        return before.TrimEnd(" \t"u8) is [.., (byte)'=' or (byte)':' or (byte)'?' or (byte)'|' or (byte)'&' or (byte)'['] && rest.TrimStart(" \t"u8) is [] or [(byte)';' or (byte)',' or (byte)')' or (byte)']' or (byte)'}' or (byte)':' or (byte)'\n' or (byte)'\r', ..];
    }

    /// <summary>The rest of <c>{fetch: f} = globalThis</c>.</summary>
    private static bool IsFromGlobalObject(ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOf((byte)'}') is not (> 0 and var close) || rest[(close + 1)..].TrimStart(" \t\r\n"u8) is not [(byte)'=', .. var source])
            return false;
        source = source.TrimStart(" \t\r\n"u8);
        var name = ByteClass.Names.FirstOutside(source) is >= 0 and var end ? source[..end] : source;
        return IsGlobalObject(name) && source[name.Length..].TrimStart(" \t"u8) is not [(byte)'.' or (byte)'[' or (byte)'(', ..];
    }

    /// <summary>Whether the first argument is a text, which is run: what classes hand to their own constructor is something else.</summary>
    /// <param name="isMember">Of something: what it makes of any text is a function where it is called at once.</param>
    private static bool TakesText(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest, bool isMember)
    {
        if (before.EndsWith("this"u8) || before.EndsWith("super"u8) || before.EndsWith("this?"u8))
            return false;
        rest = rest.TrimStart(" \t"u8);
        if (rest.StartsWith("?."u8))
            rest = rest[2..];
        return rest is [(byte)'(', .. var arguments] && (arguments.TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'\'' or (byte)'`', ..] || (isMember && ComputedName.IsCalledAtOnce(rest[..Math.Min(rest.Length, LookAhead)])));
    }

    /// <summary>Whether a function is taken from Python's own by a name that is one of those that evaluate, or is put together: what older versions lack is looked up in the same way.</summary>
    private static bool NamesFunction(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith(".__dict__"u8))
            rest = rest[".__dict__"u8.Length..];
        if (rest is not [(byte)'[', .. var name])
        {
            if (!before.TrimEnd(" \t"u8).EndsWith("getattr("u8) || rest.TrimStart(" \t"u8) is not [(byte)',', .. var behind])
                return false;
            name = behind;
        }

        name = name.TrimStart(" \t\r\n"u8);
        if (name is not [(byte)'"' or (byte)'\'', ..])
            return false;
        var quote = name[0];
        var text = name[1..];
        var end = ByteClass.Names.FirstOutside(text);
        if (end < 0 || text[end] != quote)
            return true;
        if (text[(end + 1)..].TrimStart(" \t"u8) is [(byte)'+', ..])
            return true;
        foreach (var function in Evaluating)
        {
            if (text[..end].SequenceEqual(function))
                return text[(end + 1)..] is not [(byte)']', .. var assigned] || assigned.TrimStart(" \t"u8) is not [(byte)'=', not (byte)'=', ..];
        }

        return false;
    }

    /// <summary>Whether a number stands for a letter that everybody can write, as in <c>\u0065val</c>: letters of other scripts are written so by compilers.</summary>
    private static bool IsPlainLetter(ReadOnlySpan<byte> number)
    {
        if (number is [(byte)'{', .. var inBraces])
            number = inBraces[..Math.Min(inBraces.Length, LongestEscape)].IndexOf((byte)'}') is > 0 and var end ? inBraces[..end] : default;
        else
            number = number[..Math.Min(number.Length, 4)];
        return uint.TryParse(number, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var letter) && letter < 128 && ByteClass.Names.Contains((byte)letter);
    }

    /// <summary>Whether a backslash in the name of a module stands for a letter, or for nothing: what is read aloud to people may begin in the same way.</summary>
    private static bool HidesLetter(ReadOnlySpan<byte> escape) => escape switch
    {
        [(byte)'u', .. var number] => IsPlainLetter(number),
        [(byte)'x', .. var number] => uint.TryParse(number[..Math.Min(number.Length, 2)], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var letter) && letter < 128,
        [var other, ..] => !NoLetters.Contains(other),
        _ => false,
    };

    /// <summary>Whether an extension by itself is what another text is compared with.</summary>
    private static bool IsCompared(ReadOnlySpan<byte> before)
    {
        if (before is not [.., (byte)'"' or (byte)'\''])
            return false;
        before = before[..^1].TrimEnd(" \t"u8);
        foreach (var comparison in Comparisons)
        {
            if (before.EndsWith(comparison))
                return true;
        }

        return false;
    }

    private static bool IsCalled(ReadOnlySpan<byte> rest)
    {
        foreach (var method in Methods)
        {
            if (rest.StartsWith(method))
                return true;
        }

        return false;
    }

    /// <summary>Of the module that is loaded, or the name that is looked up.</summary>
    private Capabilities MeaningOf(ReadOnlySpan<byte> rest, bool isImport)
    {
        var takesAddress = isImport && !_isPython && rest.TrimStart(" \t\r\n"u8) is [(byte)'(', ..];
        var list = rest.TrimStart(" \t\r\n("u8) is [(byte)'[', .. var parts] ? parts : default;
        rest = rest.TrimStart(" \t\r\n(?.["u8);
        if (rest.StartsWith("/*"u8) && rest.IndexOf("*/"u8) is > 0 and var close)
            rest = rest[(close + 2)..].TrimStart(" \t\r\n"u8);
        if (rest is not [(byte)'"' or (byte)'\'' or (byte)'`', ..])
            return _isPython ? PythonModules(rest) : Capabilities.None;
        if (list.IndexOf((byte)']') is > 0 and var last && (list[(last + 1)..].StartsWith(".join("u8) || list[(last + 1)..].StartsWith(".reverse("u8)))
            return Capabilities.Concealment;
        var quote = rest[0];
        rest = rest[1..];
        if (takesAddress && (rest.StartsWith("data:"u8) || rest.StartsWith("http://"u8) || rest.StartsWith("https://"u8)))
            return Capabilities.Evaluation;
        var end = ModuleBytes.FirstOutside(rest);
        // A name of two texts, or with letters in disguise, is one that somebody does not want to be found.
        if (end < 0 || rest[end] != quote)
            return end >= 0 && rest[end] == '\\' && HidesLetter(rest[(end + 1)..]) ? Capabilities.Concealment : Capabilities.None;
        if (rest[(end + 1)..].TrimStart(" \t\r\n"u8) is [(byte)'+', .. var added] && added.TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'\'' or (byte)'`', ..])
            return Capabilities.Concealment;
        return IsElsewhere(rest[..end]) ? Capabilities.Concealment : ReachingModules.MeaningOf(rest.StartsWith("node:"u8) ? rest[5..end] : rest[..end]);
    }

    /// <summary>A file of the package that nobody takes for a part of the program.</summary>
    private static bool IsElsewhere(ReadOnlySpan<byte> name)
    {
        if (name is not [(byte)'.', ..])
            return false;
        foreach (var folder in Aside)
        {
            if (name.IndexOf(folder) >= 0)
                return true;
        }

        return CodeFile.IsDocument(Encoding.ASCII.GetString(name));
    }

    /// <summary>"The import statement": names with commas between them, each perhaps with another name.</summary>
    private static Capabilities PythonModules(ReadOnlySpan<byte> names)
    {
        var meaning = Capabilities.None;
        if (names.StartsWith("os import "u8) && names[..(names.IndexOf((byte)'\n') is >= 0 and var line ? line : names.Length)] is var functions)
        {
            foreach (var function in Starting)
                meaning |= functions.IndexOf(function) >= 0 ? Capabilities.Process : Capabilities.None;
        }

        while (!names.IsEmpty)
        {
            var end = ModuleBytes.FirstOutside(names) is >= 0 and var other ? other : names.Length;
            meaning |= ReachingModules.MeaningOf(names[..end]);
            names = names[end..].TrimStart(" \t"u8);
            if (names.StartsWith("as "u8))
                names = names[3..].TrimStart(" \t"u8) is var renamed && ModuleBytes.FirstOutside(renamed) is >= 0 and var close ? renamed[close..].TrimStart(" \t"u8) : [];
            names = names is [(byte)',', .. var next] ? next.TrimStart(" \t"u8) : [];
        }

        return meaning;
    }

    /// <summary>A method of an object, or the definition of one: not the function of the language. Without an argument it does nothing.</summary>
    private static bool IsOther(ReadOnlySpan<byte> text, int at)
    {
        if (text[at - 1] is (byte)'#' || (text[at - 1] == '.' && !IsGlobalObject(text[..(at - 1)])))
            return true;
        var before = text[..at].TrimEnd(" \t"u8);
        return before.Length < at && (before.EndsWith("async"u8) || before.EndsWith("function"u8) || before.EndsWith("def"u8)) || IsDefinition(text[at..Math.Min(text.Length, at + LookAhead)]);
    }

    /// <summary>Whether there is nothing in the brackets, or the body of a function follows on them.</summary>
    private static bool IsDefinition(ReadOnlySpan<byte> text)
    {
        var (open, first) = (0, text.IndexOf((byte)'('));
        for (var i = first; i >= 0 && i < text.Length; i++)
        {
            open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (open == 0)
                return i == first + 1 || text[(i + 1)..].TrimStart(" \t"u8) is [(byte)'{', ..];
        }

        return false;
    }

    /// <summary><c>Function("return this")()</c>: how old programs find the global object. Nothing that comes from elsewhere is evaluated, and nothing is looked up in it at once.</summary>
    private static bool FindsGlobalObject(ReadOnlySpan<byte> rest)
    {
        if (rest.TrimStart(" \t("u8) is not [(byte)'"' or (byte)'\'', .. var body] || !body.StartsWith("return this"u8))
            return false;
        var end = body["return this".Length..].TrimStart((byte)';');
        return end is [(byte)'"' or (byte)'\'', (byte)')', (byte)'(', (byte)')', .. var behind] && behind.TrimStart(" \t"u8) is not [(byte)'.' or (byte)'[' or (byte)'?', ..];
    }

    private static bool IsGlobalObject(ReadOnlySpan<byte> before) => before.EndsWith("window"u8) || before.EndsWith("globalThis"u8) || before.EndsWith("self"u8) || before.EndsWith("global"u8);
}
