using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>What the custom sections of a WebAssembly module tell.</summary>
/// <param name="HasNames">Functions have their names (section <c>name</c>).</param>
/// <param name="HasDebugInfo">DWARF is in the module, or the module says where it is.</param>
public sealed record WebAssemblyFacts(bool HasNames, bool HasDebugInfo);

/// <summary>The custom sections of WebAssembly modules: where the source map is, names, debug information.</summary>
public sealed class WebAssemblyReader : ArtifactReader
{
    private const int HeaderBytes = 8;

    public override string Format => "wasm";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.WebAssembly && content.Head.Length > HeaderBytes;

    public override void Read(Content content, EntrySink sink)
    {
        var cursor = new ByteCursor(content.Head.Span) { Position = HeaderBytes };
        var addresses = new List<string>();
        var hasNames = false;
        var hasDebugInfo = false;
        while (cursor.Remaining > 0)
        {
            var id = cursor.Byte();
            var size = TakeNumber(ref cursor);
            var section = new ByteCursor(cursor.Take(size));
            if (id != 0)
                continue;
            var name = section.Take(TakeNumber(ref section));
            hasNames |= name.SequenceEqual("name"u8);
            hasDebugInfo |= name.StartsWith(".debug_"u8) || name.SequenceEqual("external_debug_info"u8);
            if (name.SequenceEqual("sourceMappingURL"u8))
                AddAddress(section.Take(TakeNumber(ref section)), addresses, sink);
        }

        sink.Learn(new WebAssemblyFacts(hasNames, hasDebugInfo));
        if (addresses.Count > 0)
            sink.Learn(new SourceMapReferences(addresses));
    }

    /// <summary>An inline map is text that is opened like any other text.</summary>
    private static void AddAddress(ReadOnlySpan<byte> address, List<string> addresses, EntrySink sink)
    {
        if (address.StartsWith("data:"u8))
            sink.AddDecoded("sourceMappingURL", Encoding.UTF8.GetBytes("sourceMappingURL=" + Encoding.UTF8.GetString(address)));
        else
            addresses.Add(Encoding.UTF8.GetString(address[..Math.Min(address.Length, EntryPath.MaxLength)]));
    }

    /// <summary>LEB128 of 32 bits.</summary>
    private static uint TakeNumber(ref ByteCursor cursor)
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = cursor.Byte();
            value |= (uint)(b & 0x7f) << shift;
            if ((b & 0x80) == 0)
                return value;
        }

        throw new ArtifactException("a number has no end");
    }
}
