using System.Buffers.Binary;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>The weights of a model that a file holds: a fact of its entry.</summary>
/// <param name="IsTrained">True for the formats in which models are trained and passed on; false for those made to ship inside apps.</param>
public sealed record ModelFile(string Format, bool IsTrained);

/// <summary>Finds weights of machine-learning models, by their content.</summary>
public sealed class ModelWeightsDetector : EntryDetector<ModelFile>
{
    private const long MaxSafetensorsHeader = 100L << 20;

    private static readonly Descriptor Rule = new("exposure/model-weights", "Weights of a model", Severity.High,
        "Weights are the model: whoever has the file has what the training cost, and cannot be made to give it back.",
        "Leave the file out, or declare it: list it under the files that ship, and state the licence of the model.")
    {
        Exceptions = "Informs where the source is public; warns for formats made to ship in apps and for files that the manifest lists by name.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, Size: > 64 } && entry.ContentKind is ContentKind.ModelWeights or ContentKind.Binary or ContentKind.Unknown or ContentKind.Zip or ContentKind.Pickle or ContentKind.Video;

    protected override ModelFile? Recognize(Entry entry)
    {
        var head = entry.Bytes.Span;
        if (entry.ContentKind == ContentKind.ModelWeights || head.StartsWith("GGUF"u8))
            return new ModelFile("GGUF", true);
        if (IsSafetensors(head, entry.Size))
            return new ModelFile("safetensors", true);
        if (head.Length > 8 && head[4..8].SequenceEqual("TFL3"u8))
            return new ModelFile("TensorFlow Lite", false);
        if (entry.ContentKind == ContentKind.Zip && entry.Path.Extension is ".pt" or ".pth" or ".ckpt" or ".bin" && head[..Math.Min(head.Length, 256)].IndexOf("/data.pkl"u8) > 0)
            return new ModelFile("PyTorch", true);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']) && entry.Path.Extension is ".h5" or ".keras" or ".hdf5" && head.IndexOf("layer_names"u8) > 0)
            return new ModelFile("Keras", true);
        return entry.Path.Extension == ".onnx" && head[0] == 0x08 ? new ModelFile("ONNX", false) : null;
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, ModelFile Fact)> found)
    {
        foreach (var (entry, model) in found)
        {
            var place = Placement.Of(artifact, entry);
            var severity = artifact.Visibility == Visibility.Public || place.IsThirdParty ? Severity.Info
                : IsListed(artifact, entry) || place.IsSample ? Severity.Low
                : model.IsTrained ? Severity.High : Severity.Medium;
            yield return new Finding(Rule, entry, $"holds the weights of a model ({model.Format}, {entry.Size} bytes)")
            {
                Severity = severity,
                Evidence = [("format", model.Format), ("bytes", entry.Size)],
            };
        }
    }

    /// <summary>Listed by its own name or folder: somebody decided that it ships. A pattern for everything is no decision.</summary>
    private static bool IsListed(Artifact artifact, Entry entry) =>
        artifact.ManifestFor(entry)?.Files?.Any(file => file.Trim('/', '.') is { Length: > 1 } listed && !listed.StartsWith('*') && (entry.Path.Value.EndsWith("/" + listed, StringComparison.Ordinal) || (listed.Contains("model", StringComparison.OrdinalIgnoreCase) && entry.Path.Value.Contains("/" + listed.TrimEnd('*', '/') + "/", StringComparison.Ordinal)))) == true;

    /// <summary>Eight bytes of length, then JSON that describes tensors.</summary>
    private static bool IsSafetensors(ReadOnlySpan<byte> head, long size)
    {
        if (head.Length < 16 || head[8] != '{')
            return false;
        var header = BinaryPrimitives.ReadUInt64LittleEndian(head);
        return header < MaxSafetensorsHeader && header + 8 <= (ulong)size && head[..Math.Min(head.Length, 64 << 10)].IndexOf("\"dtype\""u8) > 0;
    }
}
