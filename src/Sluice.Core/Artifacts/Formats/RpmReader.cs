using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>What the header of an rpm package says, by tag number (rpmtag.h); strings and lists of strings only.</summary>
public sealed record RpmHeader(IReadOnlyDictionary<int, IReadOnlyList<string>> Tags)
{
    public string? Name => First(1000);

    public string? Version => First(1001);

    public string? Release => First(1002);

    public string? Summary => First(1004);

    public string? Description => First(1005);

    public string? Vendor => First(1011);

    public string? License => First(1014);

    public string? Url => First(1020);

    public string? Architecture => First(1022);

    /// <summary>Packages, libraries and files that have to be there.</summary>
    public IReadOnlyList<string> Requires => Tags.TryGetValue(1049, out var values) ? values : [];

    /// <summary>Scripts that rpm runs at installation and removal, by name.</summary>
    public IEnumerable<(string Name, string Text)> Scripts
    {
        get
        {
            foreach (var (tag, name) in ScriptTags)
            {
                if (Tags.TryGetValue(tag, out var texts) && string.Join('\n', texts) is { Length: > 0 } text)
                    yield return (name, text);
            }
        }
    }

    private static readonly (int Tag, string Name)[] ScriptTags =
    [
        (1023, "prein"), (1024, "postin"), (1025, "preun"), (1026, "postun"), (1079, "verifyscript"), (1151, "pretrans"), (1152, "posttrans"),
        (1065, "triggers"), (5066, "filetriggers"), (5076, "transfiletriggers"), (5104, "preuntrans"), (5105, "postuntrans"),
    ];

    public string? First(int tag) => Tags.TryGetValue(tag, out var values) && values.Count > 0 ? values[0] : null;
}

/// <summary>rpm (format version 3 and 4): lead, signature, header, and a compressed cpio archive.</summary>
public sealed class RpmReader : ArtifactReader
{
    private const int LeadBytes = 96;

    public override string Format => "rpm";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Rpm;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        var input = new InputBuffer(stream);
        input.Take(LeadBytes, "the rpm lead");
        var signatureBytes = RpmHeaderParser.TakeSection(input);
        input.Skip(-signatureBytes.Length & 7);
        var section = RpmHeaderParser.TakeSection(input);
        CheckDigest(RpmHeaderParser.Parse(signatureBytes), section, sink);
        var header = RpmHeaderParser.Parse(section);
        sink.Learn(header);
        foreach (var (name, text) in header.Scripts)
            sink.AddDecoded($"(script {name})", Encoding.UTF8.GetBytes(text), "script that rpm runs");
        sink.AddDecoded("(header)", Encoding.UTF8.GetBytes(string.Join('\n', header.Tags.OrderBy(tag => tag.Key).SelectMany(tag => tag.Value))), "texts of the rpm header");
        AddPayload(content, input, sink);
    }

    private static void AddPayload(Content content, InputBuffer input, EntrySink sink)
    {
        if (Payload.AddRest(content, input, sink, "payload.cpio").Format is null)
            throw new ArtifactException("the payload is cut off or of an unknown format") { Anomaly = AnomalyKind.Truncated };
    }

    /// <summary>The signature part holds SHA-256 (tag 273) of the header in hexadecimal.</summary>
    private static void CheckDigest(RpmHeader signature, byte[] section, EntrySink sink)
    {
        if (signature.First(273) is { } stated && !stated.Equals(Convert.ToHexStringLower(SHA256.HashData(section)), StringComparison.OrdinalIgnoreCase))
            sink.Report(AnomalyKind.DigestMismatch, null, "has a header that does not match its own digest");
    }
}

/// <summary>The header structure of rpm: magic, two counts, an index of 16 bytes an entry, a store of values.</summary>
internal static class RpmHeaderParser
{
    private const int PreambleBytes = 16;
    private const int IndexBytes = 16;
    private const int MaxEntries = 64 << 10;
    private const int MaxStoreBytes = 256 << 20;
    private const int MaxTextBytes = 16 << 20;
    private const int StringType = 6;
    private const int StringArrayType = 8;
    private const int LocalizedType = 9;

    /// <summary>Files are listed by these; the payload has the names anyhow.</summary>
    private static readonly int[] Bulky = [1035, 1036, 1037, 1039, 1040, 1098, 1116, 1117, 1118];

    public static byte[] TakeSection(InputBuffer input)
    {
        var preamble = input.Take(PreambleBytes, "an rpm header").ToArray();
        if (!preamble.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8]))
            throw new ArtifactException("an rpm header is damaged");
        uint entries = BinaryPrimitives.ReadUInt32BigEndian(preamble.AsSpan(8)), store = BinaryPrimitives.ReadUInt32BigEndian(preamble.AsSpan(12));
        if (entries > MaxEntries || store > MaxStoreBytes)
            throw new ArtifactException("an rpm header is too large");
        return [.. preamble, .. input.TakeGrowing((int)(entries * IndexBytes + store), "an rpm header")];
    }

    public static RpmHeader Parse(ReadOnlySpan<byte> section)
    {
        var entries = BinaryPrimitives.ReadInt32BigEndian(section[8..]);
        var store = section[(PreambleBytes + entries * IndexBytes)..];
        var tags = new Dictionary<int, IReadOnlyList<string>>();
        var room = MaxTextBytes;
        for (var i = 0; i < entries; i++)
        {
            var index = section.Slice(PreambleBytes + i * IndexBytes, IndexBytes);
            var tag = BinaryPrimitives.ReadInt32BigEndian(index);
            var type = BinaryPrimitives.ReadInt32BigEndian(index[4..]);
            var offset = BinaryPrimitives.ReadUInt32BigEndian(index[8..]);
            var count = BinaryPrimitives.ReadUInt32BigEndian(index[12..]);
            if (type is not (StringType or StringArrayType or LocalizedType) || Bulky.Contains(tag))
                continue;
            if (offset > store.Length)
                throw new ArtifactException("a tag of the rpm header points nowhere");
            tags[tag] = Strings(store[(int)offset..], type == StringType ? 1 : count, ref room);
        }

        return new RpmHeader(tags);
    }

    /// <summary>Tags may share bytes of the store: what is read in all is bounded, not just what is there.</summary>
    private static List<string> Strings(ReadOnlySpan<byte> store, uint count, ref int room)
    {
        var values = new List<string>();
        for (; count > 0 && !store.IsEmpty; count--)
        {
            var end = store.IndexOf((byte)0);
            if (end < 0)
                throw new ArtifactException("a text of the rpm header does not end");
            room -= end + 1;
            if (room < 0)
                throw new ArtifactException("the texts of the rpm header are too long");
            values.Add(Encoding.UTF8.GetString(store[..end]));
            store = store[(end + 1)..];
        }

        return values;
    }
}
