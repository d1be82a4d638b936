using System.Buffers.Binary;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// <c>.DS_Store</c>: the names of the files that were in a folder. Records are "length, name in UTF-16, four letters of property"; they are
/// found by that shape rather than through the tree, so that pages that are no longer in use give their names too.
/// </summary>
public sealed class DesktopServicesStoreReader : ArtifactReader
{
    private const int MaxNameLength = 255;

    /// <summary>Properties that Finder writes (offsets of icons, views, comments, sizes, times).</summary>
    private static readonly HashSet<uint> Properties = [.. new[]
    {
        "BKGD", "ICVO", "Iloc", "LSVO", "bwsp", "cmmt", "clip", "dilc", "dscl", "extn", "fwi0", "fwsw", "fwvh", "GRP0", "icgo", "icsp", "icvo", "icvp", "icvt", "info", "logS", "lg1S", "lssp", "lsvC",
        "lsvo", "lsvp", "lsvP", "lsvt", "moDD", "modD", "ph1S", "phyS", "pict", "vSrn", "vstl", "pBBk", "pBB0", "ptbL", "ptbN", "vers", "glvp",
    }.Select(code => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(code)))];

    public override string Format => "ds-store";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.DesktopServicesStore;

    public override void Read(Content content, EntrySink sink)
    {
        var names = Names(content.Head.Span);
        sink.Learn(new DesktopServicesStoreFacts(names));
        if (names.Count > 0)
            sink.AddDecoded("names", Encoding.UTF8.GetBytes(string.Join('\n', names) + "\n"));
    }

    private static List<string> Names(ReadOnlySpan<byte> store)
    {
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at + 10 <= store.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(store[at..]);
            var end = at + 4 + ((long)length * 2);
            if (length is 0 or > MaxNameLength || end + 4 > store.Length || !Properties.Contains(BinaryPrimitives.ReadUInt32BigEndian(store[(int)end..])))
            {
                at++;
                continue;
            }

            var name = Encoding.BigEndianUnicode.GetString(store[(at + 4)..(int)end]);
            if (seen.Add(name))
                names.Add(name);
            at = (int)end + 4;
        }

        return names;
    }
}

/// <summary>The names of files that a <c>.DS_Store</c> remembers, each once, as it has them.</summary>
public sealed record DesktopServicesStoreFacts(IReadOnlyList<string> Names);
