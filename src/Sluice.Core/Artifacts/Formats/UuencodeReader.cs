using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>Files within a text as uuencode writes them (POSIX.1-2017, uuencode, "historical algorithm").</summary>
public sealed class UuencodeReader : ArtifactReader
{
    private const int MaxNameBytes = 256;

    public override string Format => "uuencode";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content)
    {
        var at = 0;
        return entry.ContentKind == ContentKind.Text && TryFind(content.Head.Span, ref at, out _, out _);
    }

    public override void Read(Content content, EntrySink sink)
    {
        for (var at = 0; TryFind(content.Head.Span, ref at, out var name, out var bytes);)
            sink.AddDecoded(name, bytes, "uuencoded");
    }

    private static bool TryFind(ReadOnlySpan<byte> text, ref int at, out string name, out byte[] bytes)
    {
        while (text[at..].IndexOf("begin "u8) is >= 0 and var hop)
        {
            var start = at + hop;
            at = start + "begin ".Length;
            if ((start > 0 && text[start - 1] != '\n') || !TryReadName(text[at..], out name, out var used))
                continue;
            at += used;
            bytes = Decode(text, ref at);
            if (RestoredData.IsSomething(bytes))
                return true;
        }

        (name, bytes) = ("", []);
        return false;
    }

    /// <summary>Three or four octal digits and a name to the end of the line.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> line, out string name, out int used)
    {
        var end = line[..Math.Min(line.Length, MaxNameBytes)].IndexOf((byte)'\n');
        var mode = Math.Max(0, line.IndexOfAnyExceptInRange((byte)'0', (byte)'7'));
        used = end + 1;
        name = end > mode ? Encoding.UTF8.GetString(line[mode..end]).Trim() : "";
        return mode is 3 or 4 && line[mode] == ' ' && name.Length > 0;
    }

    /// <summary>Lines that start with the count of their bytes, up to one that is none.</summary>
    private static byte[] Decode(ReadOnlySpan<byte> text, ref int at)
    {
        using var bytes = new MemoryStream();
        Span<byte> group = stackalloc byte[3];
        while (at < text.Length)
        {
            var length = text[at..].IndexOf((byte)'\n');
            var line = text.Slice(at, length < 0 ? text.Length - at : length).TrimEnd((byte)'\r');
            var count = line.IsEmpty ? 0 : Value(line[0]);
            if (count == 0 || count > 63 || line.Length > 1 + 64 + 24 || line[1..].IndexOfAnyExceptInRange((byte)' ', (byte)'`') >= 0)
                break;
            for (var i = 1; count > 0; i += 4, count -= 3)
            {
                var bits = (At(line, i) << 18) | (At(line, i + 1) << 12) | (At(line, i + 2) << 6) | At(line, i + 3);
                (group[0], group[1], group[2]) = ((byte)(bits >> 16), (byte)(bits >> 8), (byte)bits);
                bytes.Write(group[..Math.Min(3, count)]);
            }

            at += length < 0 ? line.Length : length + 1;
        }

        at = Math.Min(at, text.Length);
        return bytes.ToArray();
    }

    /// <summary>Blanks at the end of a line get lost on the way.</summary>
    private static int At(ReadOnlySpan<byte> line, int place) => place < line.Length ? Value(line[place]) : 0;

    private static int Value(byte character) => (character - ' ') & 0x3f;
}
