namespace Sluice.Secrets;

/// <summary>Where something stands next, for windows that move along a text: what was looked through for one is not looked through again for the next. Not thread safe.</summary>
/// <param name="length">Of what is looked for.</param>
/// <param name="find">Gives the first place from one on where it stands and ends before another; -1 for none.</param>
internal sealed class NextPlace(int length, NextPlace.Finder find)
{
    /// <summary>Behind a window so much more is looked through at once: the windows of many matches reach just a little further each.</summary>
    private const int BytesAhead = 1024;

    /// <summary>From here on it stands nowhere before <see cref="_at"/>.</summary>
    private int _from;
    private int _at;

    /// <summary>Whether it stands at <see cref="_at"/>; else what lies behind was not looked at yet.</summary>
    private bool _isFound;

    public delegate int Finder(ReadOnlySpan<byte> text, int from, int end);

    /// <summary>A word, whatever its case.</summary>
    public static NextPlace Of(byte[] word) => new(word.Length, (text, from, end) => SecretText.IndexOfIgnoringCase(text[from..end], word) is >= 0 and var hop ? from + hop : -1);

    /// <summary>For another text.</summary>
    public void Clear() => (_from, _at, _isFound) = (0, 0, false);

    /// <summary>Whether it stands between two places. Windows may come in any order, but it pays for ascending ones.</summary>
    public bool IsIn(ReadOnlySpan<byte> text, int start, int end)
    {
        if (start < _from || start > _at)
            (_from, _at, _isFound) = (start, start, false);
        if (!_isFound && _at + length <= end)
        {
            var reach = Math.Min(text.Length, end + BytesAhead);
            var place = find(text, _at, reach);
            (_at, _isFound) = place >= 0 ? (place, true) : (reach - length + 1, false);
        }

        return _isFound && _at + length <= end;
    }
}
