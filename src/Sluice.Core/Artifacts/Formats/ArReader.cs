using System.Globalization;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>ar, with the long names of GNU and BSD: static libraries and Debian packages.</summary>
public sealed class ArReader : ArtifactReader
{
    private const int HeaderBytes = 60;
    private const int MaxNameTableBytes = 16 << 20;

    public override string Format => "ar";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Ar;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        var input = new InputBuffer(stream);
        input.Take(8, "the ar header");
        byte[] names = [];
        if (input.IsAtEnd)
            sink.Report(AnomalyKind.MissingEnd, null, "has no members: it may have been cut off");
        while (!input.IsAtEnd)
        {
            var header = input.Take(HeaderBytes, "an ar header");
            if (header[58] != '`' || header[59] != '\n')
                throw new ArtifactException($"the ar header at byte {input.Position - HeaderBytes} is damaged");
            var name = Encoding.Latin1.GetString(header[..16]).TrimEnd(' ');
            var mode = TarHeader.Number(header.Slice(40, 8).TrimEnd((byte)' '));
            var size = Decimal(header.Slice(48, 10));
            if (name == "//")
                names = input.TakeCopy((int)Math.Min(size, int.MaxValue), MaxNameTableBytes, "the table of names");
            else
                AddMember(content, input, sink, (NameOf(name, names, input, ref size), (int?)mode & 0xfff, size));
            if (size % 2 != 0 && !input.IsAtEnd)
                input.Advance(1);
        }
    }

    private static void AddMember(Content content, InputBuffer input, EntrySink sink, (string Name, int? Mode, long Size) member)
    {
        var header = new EntryHeader(EntryPath.Parse(member.Name)) { Size = member.Size, Mode = member.Mode };
        if (Members.Add(content, input, sink, header) < member.Size)
            throw ArtifactException.Truncated("the last ar member");
    }

    /// <summary>GNU: <c>/123</c> points into the table, a slash ends a name. BSD: <c>#1/20</c> puts the name in front of the content.</summary>
    private static string NameOf(string field, byte[] names, InputBuffer input, ref long size)
    {
        if (field.StartsWith("#1/", StringComparison.Ordinal) && int.TryParse(field.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= size)
        {
            size -= length;
            return Encoding.UTF8.GetString(TarHeader.Text(input.TakeCopy(length, EntryPath.MaxLength, "a long name")));
        }

        if (field.Length > 1 && field[0] == '/' && int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < names.Length)
        {
            var rest = names.AsSpan(at);
            var end = rest.IndexOfAny((byte)'\n', (byte)0);
            return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).TrimEnd('/');
        }

        // "/" and "/SYM64/" are the symbol tables.
        return field is "/" or "/SYM64/" ? "(symbols)" : field.TrimEnd('/');
    }

    private static long Decimal(ReadOnlySpan<byte> field) =>
        long.TryParse(Encoding.Latin1.GetString(field), NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? value
            : throw new ArtifactException("a size in an ar header is damaged");
}
