using System.Buffers;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>
/// Fields of headers that no tool needs, or of which tools read the front only: comments, names of users, what stands behind the end of a
/// name. Most hold numbers and short words; one that could hold a secret or a file is an entry of its own.
/// </summary>
internal sealed class Remarks
{
    /// <summary>The shortest field that could hold a secret.</summary>
    public const int MinBytes = 20;

    private const int MaxBytes = 1 << 20;

    /// <summary>Printable characters in a row: fewer are numbers that happen to look like text.</summary>
    private const int MinRun = 16;

    private readonly HashSet<TextDigest> _seen = [];
    private readonly ArrayBufferWriter<byte> _fields = new();

    /// <summary>Fields repeat from member to member: each is kept once.</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        if (!MayHoldSomething(field) || !_seen.Add(TextDigest.Of(field)))
            return;
        if (_fields.WrittenCount + field.Length > MaxBytes)
            throw new ArtifactException($"the headers hold more than {MaxBytes >> 20} MiB that no tool reads") { Anomaly = AnomalyKind.HiddenData };
        _fields.Write(field);
        _fields.Write("\n"u8);
    }

    /// <summary>Adds an entry for the fields, where there are any.</summary>
    public void AddTo(EntrySink sink, string label, string note)
    {
        if (_fields.WrittenCount > 0)
            sink.AddDecoded(label, _fields.WrittenMemory, note);
    }

    private static bool MayHoldSomething(ReadOnlySpan<byte> field)
    {
        if (field.Length < MinBytes)
            return false;
        var run = 0;
        foreach (var b in field)
        {
            run = b is > 0x20 and < 0x7f ? run + 1 : 0;
            if (run >= MinRun)
                return true;
        }

        return ContentSniffer.Sniff(field) is not (ContentKind.Binary or ContentKind.Unknown);
    }
}
