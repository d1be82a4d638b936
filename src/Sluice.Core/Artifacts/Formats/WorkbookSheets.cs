using System.Buffers.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>Said of a container that is a workbook: what its parts say is told once.</summary>
public sealed record WorkbookFacts(int Sheets);

/// <summary>
/// Keeps the sheets of a container and the texts that their cells share, and puts them together when all members are known: a sheet comes before or
/// behind the texts, and says of each cell but its number.
/// </summary>
internal sealed class WorkbookSheets
{
    private const int MaxKeptBytes = 32 << 20;

    /// <summary>Of all sheets together: a text of a thousand bytes may be meant by each of a million cells.</summary>
    private const int MaxTextBytes = 32 << 20;
    private const int MaxCellBytes = 1000;

    private readonly List<(string Name, byte[] Text)> _sheets = [];
    private readonly List<int> _ends = [];
    private byte[] _shared = [];
    private int _keptBytes;

    public static bool Wants(Entry entry) =>
        entry is { Origin: EntryOrigin.Member, ContentKind: ContentKind.Text, HasAllBytes: true } && OfficeParts.Of(entry.Bytes.Span) is OfficePart.Sheet or OfficePart.SharedTexts;

    public void Keep(Entry entry)
    {
        if (entry.Size > MaxKeptBytes - _keptBytes)
            return;
        var part = OfficeParts.Of(entry.Bytes.Span);
        var text = new OfficeText(entry.Bytes.Span, part).Read();
        _keptBytes += text.Length;
        if (part == OfficePart.Sheet)
            _sheets.Add((entry.Path.Name, text));
        else
            KeepShared(text);
    }

    public void Conclude(EntrySink sink)
    {
        if (_sheets.Count == 0)
            return;
        sink.Learn(new WorkbookFacts(_sheets.Count));
        var left = MaxTextBytes;
        foreach (var (name, text) in _sheets)
        {
            var written = Write(text, left);
            left -= written.Length;
            if (written.Length > 0)
                sink.AddStrings(Path.ChangeExtension(name, ".txt"), written);
        }
    }

    private void KeepShared(byte[] text)
    {
        _shared = text;
        _ends.Clear();
        for (var at = 0; text.AsSpan(at).IndexOf((byte)'\n') is >= 0 and var length; at += length + 1)
            _ends.Add(at + length);
    }

    private byte[] Write(ReadOnlySpan<byte> sheet, int most)
    {
        using var text = new MemoryStream();
        while (text.Length < most && sheet.IndexOf(OfficeText.SharedStart) is >= 0 and var start)
        {
            text.Write(sheet[..start]);
            var end = start + 1 + sheet[(start + 1)..].IndexOf(OfficeText.SharedEnd);
            var from = (int)text.Length;
            text.Write(SharedText(sheet[(start + 1)..end]));
            OfficeText.Clean(text.GetBuffer().AsSpan(from, (int)text.Length - from), isCell: true);
            sheet = sheet[(end + 1)..];
        }

        text.Write(sheet[..Math.Min(sheet.Length, Math.Max(0, most - (int)text.Length))]);
        return text.ToArray();
    }

    private ReadOnlySpan<byte> SharedText(ReadOnlySpan<byte> number)
    {
        if (!Utf8Parser.TryParse(number, out int index, out _) || index >= _ends.Count)
            return default;
        var start = index == 0 ? 0 : _ends[index - 1] + 1;
        return _shared.AsSpan(start, Math.Min(MaxCellBytes, _ends[index] - start));
    }
}
