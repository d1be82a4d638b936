namespace Sluice.Secrets.Hidden;

/// <summary>A stretch of a text in which parts are replaced by what they stand for, and the way back.</summary>
internal sealed class RestoredText(ReadOnlySpan<byte> text, int start)
{
    private readonly List<Part> _parts = [];
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Up to where the text has been taken over.</summary>
    private int _taken = Math.Min(start, text.Length);

    private bool _hasSequences;

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>Some of it was decoded: what the file is written in says nothing of that.</summary>
    public bool IsOtherText { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Replace(ReadOnlySpan<byte> text, HiddenText hidden, ReadOnlySpan<byte> bytes)
    {
        Append(text[_taken..hidden.Start]);
        _parts.Add(new Part(_length, _length + bytes.Length, hidden));
        _hasSequences |= hidden.Form == HiddenForm.Terminal;
        IsOtherText |= hidden.Form is HiddenForm.Base64 or HiddenForm.Hexadecimal or HiddenForm.Escapes;
        Append(bytes);
        _taken = hidden.End;
    }

    /// <summary>Takes over what stands in between, but for joints: what is near a secret in pieces is often in pieces too.</summary>
    public void TakeUpTo(ReadOnlySpan<byte> text, int end)
    {
        for (var at = _taken; at < end; at++)
        {
            if (TextJoint.MayBegin(text[at]) && TextJoint.TryRead(text, at, out var next) && next <= end)
            {
                Replace(text, new HiddenText(at, next, HiddenForm.Pieces), []);
                at = next - 1;
            }
        }

        Append(text[_taken..end]);
        _taken = end;
    }

    public bool Touches(int from, int to) => FirstEndingBehind(from) is var first && first < _parts.Count && _parts[first].Start < to;

    /// <summary>Where a stretch was restored from; null when it stood there before. What a terminal does not show counts before a stretch as well as in it.</summary>
    public (int Start, int End, HiddenForm Form)? SourceOf(long offset, int length)
    {
        var first = FirstEndingBehind(offset);
        // A joint, of which nothing is left, lies strictly within the stretch.
        var isTouched = first < _parts.Count && _parts[first].Start < offset + length;
        if (!isTouched && !_hasSequences)
            return null;
        return (StartOf((int)offset), EndOf((int)offset + length), isTouched ? _parts[first].Source.Form : HiddenForm.Terminal);
    }

    private int StartOf(int at)
    {
        var part = FirstEndingBehind(at);
        if (part < _parts.Count && _parts[part].Start <= at)
            return _parts[part].Source.Start;
        return part == 0 ? start + at : _parts[part - 1].Source.End + at - _parts[part - 1].End;
    }

    private int EndOf(int at)
    {
        var part = FirstEndingBehind(at - 1);
        if (part < _parts.Count && _parts[part].Start < at)
            return _parts[part].Source.End;
        return part == 0 ? start + at : _parts[part - 1].Source.End + at - _parts[part - 1].End;
    }

    private int FirstEndingBehind(long offset)
    {
        var (low, high) = (0, _parts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _parts[middle].End > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private readonly record struct Part(int Start, int End, HiddenText Source);
}
