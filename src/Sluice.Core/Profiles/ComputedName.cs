using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Names that are not written out: of what is loaded, and of what belongs to the language or the page.</summary>
internal static class ComputedName
{
    /// <summary>Names that these make are of the package's own files, or of what is found already.</summary>
    private static readonly string[] Local = ["__dirname", "path.", "join(", "resolve(", "require.resolve(", "Symbol", "function"];

    /// <summary>Whether a module is loaded by a name that is no text.</summary>
    /// <param name="rest">Behind the word that loads.</param>
    public static bool IsOfModule(ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest, string word, bool isPython)
    {
        if (isPython)
            return word == "import" && rest.StartsWith("_module("u8) && BeginsName(rest["_module("u8.Length..]);
        if (word is not ("require" or "import") || (before is [.., (byte)'.'] && !before.EndsWith("module."u8) && !before.EndsWith("mainModule."u8)))
            return false;
        rest = rest.TrimStart(" \t"u8);
        return rest is [(byte)'(', .. var argument] && BeginsName(argument) && BehindBracket(rest) is var behind && !behind.IsEmpty && behind.TrimStart(" \t"u8) is not [(byte)'{', ..] && !before.TrimEnd(" \t"u8).EndsWith("function"u8);
    }

    /// <summary>Whether one is called or replaced. What is called <c>self</c> is the object at hand in most programs.</summary>
    /// <param name="rest">Behind the opening bracket.</param>
    public static Capabilities OfGlobal(ReadOnlySpan<byte> rest, string word)
    {
        if (word is "process[" or "self[" || !BeginsName(rest) || BehindBracket(rest, 1) is not { IsEmpty: false } behind)
            return Capabilities.None;
        behind = behind.TrimStart(" \t"u8);
        return behind is [(byte)'(', ..] || (behind is [(byte)'=', not ((byte)'=' or (byte)'>'), ..] && !IsPlainValue(behind[1..], word)) ? Capabilities.ComputedGlobals : Capabilities.None;
    }

    /// <summary>What programs keep in the language's own object for others of their kind: it does nothing.</summary>
    private static bool IsPlainValue(ReadOnlySpan<byte> value, string word)
    {
        value = value.TrimStart(" \t\r\n"u8);
        if (value.Length > word.Length && System.Text.Ascii.Equals(value[..word.Length], word))
            return true;
        return value.StartsWith("{}"u8) || value.StartsWith("[]"u8) || value.StartsWith("true"u8) || value.StartsWith("false"u8) || value.StartsWith("null"u8) || value.StartsWith("void 0"u8) || value.StartsWith("undefined"u8)
            || value is [(byte)'!' or (byte)'"' or (byte)'\'' or (>= (byte)'0' and <= (byte)'9'), ..];
    }

    /// <summary>Whether what a call gives is called: <c>f(x)(y)</c>.</summary>
    public static bool IsCalledAtOnce(ReadOnlySpan<byte> rest) => BehindBracket(rest) is [(byte)'(', ..];

    private static bool BeginsName(ReadOnlySpan<byte> argument)
    {
        argument = argument.TrimStart(" \t\r\n"u8);
        if (argument.StartsWith("/*"u8) && argument.IndexOf("*/"u8) is > 0 and var close)
            argument = argument[(close + 2)..].TrimStart(" \t\r\n"u8);
        if (argument.StartsWith("`${"u8))
            argument = argument[3..];
        if (argument.IsEmpty || !ByteClass.Names.Contains(argument[0]) || argument[0] is >= (byte)'0' and <= (byte)'9')
            return false;
        foreach (var local in Local)
        {
            if (argument.Length >= local.Length && System.Text.Ascii.Equals(argument[..local.Length], local))
                return false;
        }

        return true;
    }

    /// <summary>What stands behind the bracket that is closed, round or square; empty where that is too far away.</summary>
    /// <param name="open">Brackets that are open before.</param>
    private static ReadOnlySpan<byte> BehindBracket(ReadOnlySpan<byte> rest, int open = 0)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            open += rest[i] is (byte)'(' or (byte)'[' ? 1 : rest[i] is (byte)')' or (byte)']' ? -1 : 0;
            if (open == 0)
                return rest[(i + 1)..];
        }

        return [];
    }
}
