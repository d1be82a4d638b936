namespace Sluice.Cel;

/// <summary>In which form a text is given to .NET's engine, which knows UTF-16 units and letters of all scripts where RE2 knows code points and ASCII.</summary>
internal enum TextForm
{
    /// <summary>As it is; nothing beyond ASCII needs to match.</summary>
    Ascii,

    /// <summary>As it is; code points beyond the first plane are pairs in the pattern.</summary>
    Utf16,

    /// <summary>
    /// Characters beyond ASCII as their octets in UTF-8, each as a character of the private-use area: those are no letters to <c>\b</c>, as in RE2.
    /// </summary>
    Octets,
}
