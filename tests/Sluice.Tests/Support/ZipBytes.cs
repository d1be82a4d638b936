using System.IO.Compression;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>One member of a <see cref="ZipBytes"/>; what is null is written as it should be.</summary>
public sealed record ZipMember(string Name, byte[] Content)
{
    public ushort Method { get; init; } = 8;

    public ushort Flags { get; init; }

    /// <summary>The data as stored; null for the content compressed by the method.</summary>
    public byte[]? Packed { get; init; }

    public byte[]? RawName { get; init; }

    public string? LocalName { get; init; }

    public ushort? LocalMethod { get; init; }

    public uint? LocalSize { get; init; }

    public uint? Size { get; init; }

    public uint? Crc { get; init; }

    public uint? Offset { get; init; }

    public byte[] Extra { get; init; } = [];

    public string Comment { get; init; } = "";

    /// <summary>The Unix mode with its type bits; null: made on DOS.</summary>
    public int? UnixMode { get; init; }

    public bool IsListed { get; init; } = true;

    /// <summary>Bytes in front of the local header that belong to nothing.</summary>
    public byte[] Gap { get; init; } = [];
}

/// <summary>Writes zip archives record by record, wrong ones too.</summary>
public static class ZipBytes
{
    public static byte[] Of(params ZipMember[] members) => With([], [], "", members);

    public static byte[] With(byte[] beforeDirectory, byte[] afterEnd, string comment, params ZipMember[] members)
    {
        using var output = new MemoryStream();
        using var directory = new MemoryStream();
        ushort listed = 0;
        foreach (var member in members)
        {
            output.Write(member.Gap);
            var central = WriteLocal(output, member);
            if (!member.IsListed)
                continue;
            directory.Write(central);
            listed++;
        }

        output.Write(beforeDirectory);
        var start = (uint)output.Length;
        output.Write(directory.ToArray());
        using var writer = new BinaryWriter(output);
        writer.Write(0x06054b50u);
        writer.Write(0);
        writer.Write(listed);
        writer.Write(listed);
        writer.Write((uint)directory.Length);
        writer.Write(start);
        writer.Write((ushort)comment.Length);
        writer.Write(Encoding.ASCII.GetBytes(comment));
        writer.Write(afterEnd);
        return output.ToArray();
    }

    public static byte[] Deflated(byte[] content)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        return output.ToArray();
    }

    public static uint Crc(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xedb88320u & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }

    private static byte[] WriteLocal(MemoryStream output, ZipMember member)
    {
        var offset = (uint)output.Length;
        var packed = member.Packed ?? (member.Method == 8 ? Deflated(member.Content) : member.Content);
        var crc = member.Crc ?? Crc(member.Content);
        var size = member.Size ?? (uint)member.Content.Length;
        var name = member.RawName ?? Encoding.UTF8.GetBytes(member.Name);
        var localName = member.LocalName is { } other ? Encoding.UTF8.GetBytes(other) : name;
        var hasDescriptor = (member.Flags & 8) != 0;
        output.Write(Record(writer =>
        {
            writer.Write(0x04034b50u);
            writer.Write((ushort)20);
            WriteCommon(writer, member.Flags, member.LocalMethod ?? member.Method, hasDescriptor ? 0 : crc, hasDescriptor ? 0 : (uint)packed.Length, hasDescriptor ? 0 : member.LocalSize ?? size);
            writer.Write((ushort)localName.Length);
            writer.Write((ushort)member.Extra.Length);
            writer.Write(localName);
            writer.Write(member.Extra);
            writer.Write(packed);
            if (!hasDescriptor)
                return;
            writer.Write(0x08074b50u);
            writer.Write(crc);
            writer.Write((uint)packed.Length);
            writer.Write(size);
        }));
        return Record(writer =>
        {
            writer.Write(0x02014b50u);
            writer.Write((ushort)(member.UnixMode is null ? 20 : (3 << 8) | 20));
            writer.Write((ushort)20);
            WriteCommon(writer, member.Flags, member.Method, crc, (uint)packed.Length, size);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)member.Extra.Length);
            writer.Write((ushort)member.Comment.Length);
            writer.Write(0);
            writer.Write((uint)(member.UnixMode ?? 0) << 16);
            writer.Write(member.Offset ?? offset);
            writer.Write(name);
            writer.Write(member.Extra);
            writer.Write(Encoding.ASCII.GetBytes(member.Comment));
        });
    }

    private static void WriteCommon(BinaryWriter writer, ushort flags, ushort method, uint crc, uint packed, uint size)
    {
        writer.Write(flags);
        writer.Write(method);
        writer.Write(0);
        writer.Write(crc);
        writer.Write(packed);
        writer.Write(size);
    }

    private static byte[] Record(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        return bytes.ToArray();
    }
}
