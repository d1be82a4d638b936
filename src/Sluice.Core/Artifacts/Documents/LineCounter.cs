using System.Text;

namespace Sluice.Artifacts.Documents;

/// <summary>Tells lines and columns of places in UTF-8 that are asked for in their order; every byte is looked at once.</summary>
internal ref struct LineCounter(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _line = 1;
    private int _column = 1;
    private int _counted;

    public (int Line, int Column) PlaceOf(int offset)
    {
        var passed = _text[_counted..offset];
        if (passed.LastIndexOf((byte)'\n') is >= 0 and var last)
        {
            _line += passed.Count((byte)'\n');
            _column = 1;
            passed = passed[(last + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(passed);
        _counted = offset;
        return (_line, _column);
    }
}
