using System.Globalization;
using System.Text;

namespace Sluice.Tests.Support;

/// <summary>Writes tar archives block by block, wrong ones too.</summary>
public sealed class TarBytes
{
    private readonly List<byte> _output = [];

    public TarBytes File(string name, string content) => Member(name, '0', Encoding.UTF8.GetBytes(content));

    /// <param name="claimedSize">The size in the header where it is not that of the content.</param>
    public TarBytes Member(string name, char type, byte[] content, string link = "", long? claimedSize = null)
    {
        Header(Encoding.UTF8.GetBytes(name), type, claimedSize ?? content.Length, link);
        return Padded(content);
    }

    public TarBytes Link(string name, string target, char type = '2') => Member(name, type, [], target);

    /// <summary>A PAX header with records of the form <c>key=value</c>.</summary>
    public TarBytes Pax(char type, params (string Key, string Value)[] records) =>
        Member("./PaxHeaders/x", type, [.. records.SelectMany(record => Record(record.Key, record.Value))]);

    public TarBytes Header(byte[] name, char type, long size, string link = "", Action<byte[]>? change = null)
    {
        var block = new byte[512];
        name.AsSpan(0, Math.Min(name.Length, 100)).CopyTo(block);
        Put(block, 100, "0000644\0");
        Put(block, 108, "0000000\0");
        Put(block, 116, "0000000\0");
        Put(block, 124, Octal(size, 11) + "\0");
        Put(block, 136, "00000000000\0");
        block[156] = (byte)type;
        Put(block, 157, link);
        Put(block, 257, "ustar\000");
        change?.Invoke(block);
        Put(block, 148, "        ");
        Put(block, 148, Octal(block.Sum(b => (long)b), 6) + "\0 ");
        _output.AddRange(block);
        return this;
    }

    public TarBytes Raw(byte[] bytes)
    {
        _output.AddRange(bytes);
        return this;
    }

    public TarBytes Padded(byte[] content)
    {
        _output.AddRange(content);
        _output.AddRange(new byte[-content.Length & 511]);
        return this;
    }

    public TarBytes End() => Raw(new byte[1024]);

    public byte[] ToArray() => [.. _output];

    public byte[] ToTgz() => TestArchive.Gzip(ToArray());

    private static byte[] Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
            length++;
        return Encoding.UTF8.GetBytes($"{length} {key}={value}\n");
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    private static void Put(byte[] block, int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(block, at);
}
