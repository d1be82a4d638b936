using System.Text;
using Sluice.Artifacts;

namespace Sluice.Sources;

/// <summary>
/// The tokens of a program that compilers, bundlers and minifiers keep, and keep in order within a function: members, texts, longer numbers, and what is imported from other packages, which
/// becomes a member of these.
/// </summary>
internal static class KeptTokens
{
    private const int LongestImport = 64;

    /// <summary>What compilers put in and leave out.</summary>
    private static readonly HashSet<string> OfTools = new(StringComparer.Ordinal)
    {
        "use strict", "default", "__esModule", "value", "prototype", "exports", "length", "call", "apply", "bind", "defineProperty", "Module", "undefined", "function", "object", "string", "number", "return", "throw", "next", "iterator", "toStringTag",
        "concat", "assign", "create", "slice", "from", "isArray", "hasOwnProperty", "env", "NODE_ENV", "production", "development", "test", "enumerable", "writable", "configurable",
    };

    /// <summary>Their places, in order.</summary>
    public static List<int> Of(List<CodeToken> tokens, ReadOnlySpan<byte> text)
    {
        var imported = ImportedIn(tokens, text);
        var kept = new List<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (IsKept(tokens[i], text, imported) && (i == 0 || !IsOfModules(tokens[i], tokens[i - 1].In(text))))
                kept.Add(i);
        }

        return kept;
    }

    private static bool IsKept(CodeToken token, ReadOnlySpan<byte> text, HashSet<ulong> imported) => token.Kind switch
    {
        TokenKind.Text => token.Length > 3 && !IsOfTools(token.In(text)[1..^1]),
        TokenKind.Number => token.Length > 1,
        TokenKind.Member => !IsOfTools(token.In(text)),
        TokenKind.Word => imported.Contains(token.Key),
        _ => false,
    };

    private static bool IsOfTools(ReadOnlySpan<byte> word) => word.Length <= 14 && OfTools.Contains(Encoding.Latin1.GetString(word));

    private static bool IsLoading(ReadOnlySpan<byte> word) => word.SequenceEqual("from"u8) || word.SequenceEqual("require"u8) || word.SequenceEqual("import"u8);

    /// <summary>Loaded or exported: compilers write that where and as they want it.</summary>
    private static bool IsOfModules(CodeToken token, ReadOnlySpan<byte> before) => token.Kind == TokenKind.Text ? IsLoading(before) : token.Kind == TokenKind.Member && before.SequenceEqual("exports"u8);

    /// <summary>The names by which a file has what is in other packages: <c>import { a } from "x"</c>, <c>const { a } = require("x")</c>.</summary>
    private static HashSet<ulong> ImportedIn(List<CodeToken> tokens, ReadOnlySpan<byte> text)
    {
        var imported = new HashSet<ulong>();
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != TokenKind.Text || tokens[i].Length < 3 || text[tokens[i].Start + 1] is (byte)'.' or (byte)'/' || tokens[i - 1].Kind != TokenKind.Word || !IsLoading(tokens[i - 1].In(text)))
                continue;
            for (var k = i - 2; k >= Math.Max(0, i - LongestImport) && tokens[k].Kind == TokenKind.Word; k--)
            {
                var word = tokens[k].In(text);
                if (word.SequenceEqual("import"u8) || word.SequenceEqual("const"u8) || word.SequenceEqual("let"u8) || word.SequenceEqual("var"u8) || word.SequenceEqual("export"u8))
                    break;
                if (ByteClass.Names.Contains(word[0]) && !word.SequenceEqual("as"u8) && !word.SequenceEqual("type"u8))
                    imported.Add(tokens[k].Key);
            }
        }

        return imported;
    }
}
