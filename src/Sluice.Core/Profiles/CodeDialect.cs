namespace Sluice.Profiles;

/// <summary>How a program's text is divided into code, comments and texts.</summary>
internal enum CodeDialect : byte
{
    /// <summary>No text: compiled.</summary>
    None,

    /// <summary>JavaScript and TypeScript, without the marks of pages in them.</summary>
    Script,

    /// <summary>Lines that begin with two slashes are comments, and those of blocks that begin with a star; more is not known.</summary>
    Slashes,

    /// <summary>Comments behind a number sign, texts in one or three quotes.</summary>
    Python,

    /// <summary>Lines that begin with a number sign are comments; more is not known.</summary>
    Lines,
}
