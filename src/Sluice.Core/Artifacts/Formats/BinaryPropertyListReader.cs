using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>The texts of a binary property list, one a line, and its pieces of data that are something: profiles, archives, further lists.</summary>
public sealed class BinaryPropertyListReader : ArtifactReader
{
    /// <summary>Shorter data are identifiers and digests.</summary>
    private const int MinDataBytes = 64;

    public override string Format => "property-list";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Binary && BinaryPropertyList.IsOne(content.Head.Span);

    public override void Read(Content content, EntrySink sink)
    {
        var bytes = content.Head.Span;
        var list = BinaryPropertyList.Open(bytes);
        var labels = new Labels();
        var seen = new HashSet<int>();
        using var text = new MemoryStream();
        // Objects that overlap would make more of the list than there is.
        long budget = bytes.Length;
        for (var i = 0; i < list.Count; i++)
        {
            var kind = list.Object(i, out var start, out var length);
            if (kind is BinaryPropertyList.ObjectKind.Other or BinaryPropertyList.ObjectKind.Dictionary || !seen.Add(start))
                continue;
            if ((budget -= length) < 0)
                throw new ArtifactException("objects of the property list share bytes");
            if (kind == BinaryPropertyList.ObjectKind.Data)
            {
                if (length >= MinDataBytes && RestoredData.IsSomething(bytes.Slice(start, Math.Min(length, RestoredData.FrontBytes))))
                    sink.AddDecoded(labels.Next("data"), content.Head.Slice(start, length), $"at byte {start}");
                continue;
            }

            text.Write(kind == BinaryPropertyList.ObjectKind.Text ? bytes.Slice(start, length) : Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes.Slice(start, length))));
            text.WriteByte((byte)'\n');
        }

        if (text.Length > 0)
            sink.AddStrings("texts", text.GetBuffer().AsMemory(0, (int)text.Length));
    }
}
