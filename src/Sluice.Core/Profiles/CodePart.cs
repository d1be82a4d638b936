namespace Sluice.Profiles;

/// <summary>What a place in the text of a program is part of.</summary>
internal enum CodePart : byte
{
    Code,
    Comment,

    /// <summary>A text in quotes, or a regular expression.</summary>
    Text,
}
