namespace Sluice.Profiles;

/// <summary>How a program's text is divided into code, comments and texts.</summary>
internal enum CodeDialect : byte
{
    /// <summary>No text: compiled.</summary>
    None,

    /// <summary>Comments behind two slashes and in blocks, texts in quotes and backticks: C, JavaScript and those after them.</summary>
    Braces,

    /// <summary>Comments behind a number sign, texts in one or three quotes.</summary>
    Python,

    /// <summary>Lines that begin with a number sign are comments; more is not known.</summary>
    Lines,
}
