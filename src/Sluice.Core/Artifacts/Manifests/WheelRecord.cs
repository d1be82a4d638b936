using System.Buffers.Text;
using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>A line of a wheel's RECORD.</summary>
/// <param name="Digest">SHA-256; empty where the line has none or another algorithm.</param>
public sealed record WheelRecordLine(string Path, ReadOnlyMemory<byte> Digest, long? Size);

/// <summary>What RECORD says is in a wheel: a fact of that entry.</summary>
public sealed record WheelRecord(IReadOnlyList<WheelRecordLine> Lines);

/// <summary>What WHEEL says of the build: a fact of that entry.</summary>
public sealed record WheelTags(bool IsPure, IReadOnlyList<string> Tags);

/// <summary>Learns RECORD and WHEEL of a wheel (binary distribution format, PEP 427).</summary>
public sealed class WheelReader : ArtifactReader
{
    private const int MaxBytes = 64 << 20;

    public override string Format => "wheel-record";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.IsText && content.IsInMemory && content.Length <= MaxBytes && entry.Path.Name is "RECORD" or "WHEEL"
        && entry.Path.Directory.EndsWith(".dist-info", StringComparison.Ordinal);

    public override void Read(Content content, EntrySink sink)
    {
        if (sink.Container.Path.Name == "RECORD")
        {
            sink.Learn(new WheelRecord(Parse(Encoding.UTF8.GetString(content.Head.Span))));
            return;
        }

        var fields = HeaderFields.Parse(content.Head.Span);
        sink.Learn(new WheelTags(fields["Root-Is-Purelib"]?.Equals("true", StringComparison.OrdinalIgnoreCase) ?? false, [.. fields.All("Tag")]));
    }

    private static List<WheelRecordLine> Parse(string text)
    {
        var lines = new List<WheelRecordLine>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
                continue;
            // From the right: only the path may hold commas, and is then quoted.
            var sizeAt = line.LastIndexOf(',');
            var hashAt = sizeAt <= 0 ? -1 : line[..sizeAt].LastIndexOf(',');
            if (hashAt < 0)
                throw new ArtifactException($"RECORD has a line of fewer than three fields: line {lines.Count + 1}");
            var path = line[..hashAt].Trim('"').ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
            lines.Add(new WheelRecordLine(path, Digest(line[(hashAt + 1)..sizeAt]), long.TryParse(line[(sizeAt + 1)..], out var size) ? size : null));
        }

        return lines;
    }

    private static ReadOnlyMemory<byte> Digest(ReadOnlySpan<char> hash)
    {
        const string Algorithm = "sha256=";
        if (!hash.StartsWith(Algorithm) || !Base64Url.IsValid(hash[Algorithm.Length..]))
            return default;
        var digest = Base64Url.DecodeFromChars(hash[Algorithm.Length..]);
        return digest.Length == 32 ? digest : default(ReadOnlyMemory<byte>);
    }
}
