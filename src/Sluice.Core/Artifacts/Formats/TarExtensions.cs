using System.Buffers.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>What extended headers (PAX records, GNU long names) say of the members after them.</summary>
internal sealed class TarExtensions
{
    /// <summary>Longer values of other records are looked at like files: unless they are times, sizes or the commit that git writes into each archive.</summary>
    private const int MaxIgnoredValueBytes = 24;

    private const int MaxDigestBytes = 64;

    private static readonly ByteClass NumberBytes = ByteClass.Of("0123456789abcdef.-"u8);

    private const int MaxSparseParts = 1 << 20;

    public byte[]? Path { get; set; }

    public byte[]? LinkTarget { get; set; }

    public long? Size { get; private set; }

    public byte[]? SparsePath { get; private set; }

    public long? SparseSize { get; private set; }

    /// <summary>Offsets and lengths of the parts that are stored; null when the map stands before the content (version 1.0).</summary>
    public List<long>? SparseParts { get; private set; }

    public bool IsSparse { get; private set; }

    public TarExtensions Over(TarExtensions global) => new()
    {
        Path = Path ?? global.Path,
        LinkTarget = LinkTarget ?? global.LinkTarget,
        Size = Size ?? global.Size,
        SparsePath = SparsePath,
        SparseSize = SparseSize,
        SparseParts = SparseParts,
        IsSparse = IsSparse,
    };

    /// <summary>
    /// Reads records of the form <c>length key=value\n</c>, the length counting itself. Where one is damaged some tools stop and others go on
    /// with the members: those are read, and what is left of the records is looked at as it is.
    /// </summary>
    public void AddRecords(ReadOnlySpan<byte> records, EntrySink sink)
    {
        // Some tools pad the records with NULs.
        records = records.TrimEnd((byte)0);
        while (!records.IsEmpty)
        {
            var isWhole = Utf8Parser.TryParse(records, out int length, out var digits) && length > digits + 2 && length <= records.Length
                && records[digits] == ' ' && records[length - 1] == '\n';
            var record = isWhole ? records[(digits + 1)..(length - 1)] : default;
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                ReportDamage(records, sink);
                return;
            }

            Add(record[..equals], record[(equals + 1)..], sink);
            records = records[length..];
        }
    }

    private static void ReportDamage(ReadOnlySpan<byte> rest, EntrySink sink)
    {
        sink.Report(AnomalyKind.Ambiguous, null, "has a damaged record in an extended header: tools differ in what they unpack behind it");
        sink.AddDecoded("(damaged records)", rest.ToArray(), "records of an extended tar header");
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, EntrySink sink)
    {
        if (key.SequenceEqual("path"u8))
            Path = value.ToArray();
        else if (key.SequenceEqual("linkpath"u8))
            LinkTarget = value.ToArray();
        else if (key.SequenceEqual("size"u8))
            Size = Number(value);
        else if (key.StartsWith("GNU.sparse."u8))
            AddSparse(key["GNU.sparse.".Length..], value);
        else if (value.Length > MaxIgnoredValueBytes && !IsNumberOrDigest(value))
            sink.AddDecoded($"(record {System.Text.Encoding.Latin1.GetString(key)})", value.ToArray(), "record of an extended tar header");
    }

    private static bool IsNumberOrDigest(ReadOnlySpan<byte> value) => value.Length <= MaxDigestBytes && NumberBytes.FirstOutside(value) < 0;

    /// <summary>Versions 0.0 (a pair of records a part), 0.1 (one record) and 1.0 (in front of the content).</summary>
    private void AddSparse(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        IsSparse = true;
        if (key.SequenceEqual("name"u8))
            SparsePath = value.ToArray();
        else if (key.SequenceEqual("size"u8) || key.SequenceEqual("realsize"u8))
            SparseSize = Number(value);
        else if (key.SequenceEqual("offset"u8) || key.SequenceEqual("numbytes"u8))
            AddPart(value);
        else if (key.SequenceEqual("map"u8))
            AddMap(value);
    }

    private void AddMap(ReadOnlySpan<byte> map)
    {
        foreach (var range in map.Split((byte)','))
            AddPart(map[range]);
    }

    private void AddPart(ReadOnlySpan<byte> number)
    {
        if ((SparseParts ??= []).Count >= 2 * MaxSparseParts)
            throw new ArtifactException("a sparse file has too many parts");
        SparseParts.Add(Number(number));
    }

    private static long Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= 0
            ? number
            : throw new ArtifactException("a number in an extended tar header is damaged");
}
