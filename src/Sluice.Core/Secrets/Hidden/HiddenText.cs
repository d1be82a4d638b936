namespace Sluice.Secrets.Hidden;

/// <summary>How a text is written that a search of the bytes does not see.</summary>
internal enum HiddenForm : byte
{
    Base64,
    Hexadecimal,
    Escapes,
    Pieces,

    /// <summary>In a text in a text, with the escapes of the outer one.</summary>
    Nested,

    /// <summary>Among what a terminal obeys and does not show.</summary>
    Terminal,
}

/// <summary>A part of a text that stands for another text.</summary>
internal readonly record struct HiddenText(int Start, int End, HiddenForm Form);
