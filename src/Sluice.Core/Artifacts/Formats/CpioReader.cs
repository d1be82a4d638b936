using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>cpio: new ASCII with and without checksum, old ASCII (odc), and the payload of rpm packages.</summary>
public sealed class CpioReader : ArtifactReader
{
    public override string Format => "cpio";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Cpio;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        var input = new InputBuffer(stream);
        while (TakeHeader(input) is { } header)
            AddMember(content, input, sink, header);
        TrailingData.Report(content, input, sink, "the end of the cpio archive");
    }

    private readonly record struct Header(int Mode, long Size, byte[] Name, int Alignment);

    /// <summary>Null at the trailer.</summary>
    private static Header? TakeHeader(InputBuffer input)
    {
        var magic = input.Peek(6);
        Header header;
        if (magic.SequenceEqual("070701"u8) || magic.SequenceEqual("070702"u8))
        {
            var fields = input.Take(110, "a cpio header");
            int mode = (int)Hex(fields.Slice(14, 8)), nameBytes = (int)Math.Min(Hex(fields.Slice(94, 8)), int.MaxValue);
            long size = Hex(fields.Slice(54, 8));
            header = new Header(mode, size, TakeName(input, nameBytes), 4);
            // The header is 110 bytes long: its name ends on a multiple of four with it.
            Pad(input, 110 + nameBytes, 4);
        }
        else if (magic.SequenceEqual("070707"u8))
        {
            var fields = input.Take(76, "a cpio header");
            var (mode, nameBytes, size) = ((int)Octal(fields.Slice(18, 6)), (int)Octal(fields.Slice(59, 6)), Octal(fields.Slice(65, 11)));
            header = new Header(mode, size, TakeName(input, nameBytes), 1);
        }
        else
        {
            throw magic.IsEmpty ? ArtifactException.Truncated("the cpio archive has no trailer: it") : new ArtifactException($"the cpio header at byte {input.Position} is damaged");
        }

        return header.Name.AsSpan().SequenceEqual("TRAILER!!!"u8) ? null : header;
    }

    private static void AddMember(Content content, InputBuffer input, EntrySink sink, Header header)
    {
        var entry = new EntryHeader(EntryPath.Parse(header.Name)) { Mode = header.Mode & 0xfff, Size = header.Size };
        switch (header.Mode & 0xf000)
        {
            case 0xa000:
                var target = input.TakeCopy((int)Math.Min(header.Size, int.MaxValue), EntryPath.MaxLength, "the target of a link");
                sink.Add(entry with { Kind = EntryKind.SymbolicLink, LinkTarget = Encoding.UTF8.GetString(target) });
                break;
            case 0x4000 when header.Size == 0:
                sink.Add(entry with { Kind = EntryKind.Directory });
                break;
            case 0x2000 or 0x6000 when header.Size == 0:
                sink.Add(entry with { Kind = EntryKind.Device });
                break;
            case 0x1000 when header.Size == 0:
                sink.Add(entry with { Kind = EntryKind.Fifo });
                break;
            default:
                if (Members.Add(content, input, sink, entry) < header.Size)
                    throw ArtifactException.Truncated("the last cpio member");
                break;
        }

        Pad(input, header.Size, header.Alignment);
    }

    private static byte[] TakeName(InputBuffer input, int count) => TarHeader.Text(input.TakeCopy(count, 64 << 10, "the name of a cpio member"));

    private static void Pad(InputBuffer input, long size, int alignment) => input.Skip(-size & (alignment - 1));

    private static uint Hex(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out uint value, out var used, 'x') && used == digits.Length ? value : throw new ArtifactException("a number in a cpio header is damaged");

    private static long Octal(ReadOnlySpan<byte> digits) => TarHeader.Number(digits) ?? throw new ArtifactException("a number in a cpio header is damaged");
}
