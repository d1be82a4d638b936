namespace Sluice.Profiles;

/// <summary>What it is that a word of a program stands beside.</summary>
internal enum LiteralRole : byte
{
    /// <summary>A function that starts the program which its arguments name.</summary>
    Starts,

    /// <summary>A program that fetches or runs: counts where it begins a text that is a command.</summary>
    Program,

    /// <summary>A part of a path, or an address.</summary>
    Place,

    /// <summary>An object of the platform.</summary>
    Object,

    /// <summary>The same, where something is put in its place.</summary>
    Patched,

    /// <summary>A function that is given base64.</summary>
    Base64,

    /// <summary>A function that is given hexadecimal digits.</summary>
    Hexadecimal,

    /// <summary>A function that is given a text with percent signs.</summary>
    Percent,

    /// <summary>The name of an encoding, behind what is encoded.</summary>
    Encoding,

    /// <summary>A letter by its number within a text.</summary>
    Escaped,

    /// <summary>What makes a text of numbers.</summary>
    Numbers,

    /// <summary>What turns a text round.</summary>
    Reversed,

    /// <summary>What makes a text of a list of texts.</summary>
    Joined,

    /// <summary>A name of the platform that says what the program reaches for.</summary>
    Reaches,

    /// <summary>What programs look up in a table of texts by its number, and how such a table is turned.</summary>
    Table,
}

/// <summary>The languages in which a word means what it means.</summary>
[Flags]
internal enum LiteralDialects : byte
{
    Script = 1,
    Python = 2,
    Other = 4,
    All = Script | Python | Other,
}

/// <summary>A word beside which a program writes out what it starts, reads or hides.</summary>
/// <param name="Place">What it names, by a word that stays the same; null for others than places.</param>
/// <param name="Meaning">Of a name of the platform.</param>
internal sealed record LiteralWord(string Text, LiteralRole Role, string? Place = null, Capabilities Meaning = Capabilities.None, LiteralDialects Dialects = LiteralDialects.All);
