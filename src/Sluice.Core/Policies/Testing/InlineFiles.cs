using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Policies.Files;

namespace Sluice.Policies.Testing;

/// <summary>A file that a case of a test file writes out.</summary>
internal sealed record InlineFile(EntryPath Path, byte[] Bytes);

/// <summary>The files of a case as a folder that is screened for the policies about files, and for nothing else.</summary>
internal sealed class InlineFiles(IReadOnlyList<InlineFile> files) : ArtifactSource
{
    public override string Name => "files";

    public override void Walk(ArtifactWalk walk) => walk.Open(Name, "directory", sink =>
    {
        foreach (var file in files)
            sink.Add(new EntryHeader(file.Path), Content.Of(file.Bytes));
    });

    /// <param name="facts">Those that the case names: <c>now</c> and <c>params</c> hold for files, too.</param>
    /// <param name="watch">Told each value on the way; null for nobody.</param>
    public static PolicyInput Screen(Policy policy, IReadOnlyList<InlineFile> files, IReadOnlyDictionary<string, CelValue> facts, DateTimeOffset now, Action<RuleStep>? watch)
    {
        var time = facts.TryGetValue("now", out var given) ? given.AsTimestamp : now;
        var run = new FileRun(time) { Parameters = facts.TryGetValue("params", out var parameters) ? parameters : null, Watch = watch };
        var report = ReleaseCheck.Screen(new InlineFiles(files), new ScreenOptions { Policies = new PolicySet([policy]), Detectors = [new FilePolicyDetector()], Now = time, FileRun = run }, CancellationToken.None);
        return new PolicyInput(report.Artifact, [.. report.Findings.Select(finding => finding.Finding)], report.Faults) { Now = time };
    }

    /// <summary>A text as it is; anything else as JSON, which YAML is a superset of.</summary>
    public static byte[] BytesOf(DocumentNode content)
    {
        if (content.Text is { } text)
            return Encoding.UTF8.GetBytes(text);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" }))
            Write(json, content);
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, DocumentNode node)
    {
        switch (node.Value)
        {
            case DocumentMap map:
                json.WriteStartObject();
                foreach (var key in map.Keys)
                {
                    json.WritePropertyName(key.Name);
                    Write(json, map[key.Name]);
                }

                json.WriteEndObject();
                break;
            case IReadOnlyList<DocumentNode> items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Convert.ToString(node.Value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
