using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Journals;

/// <summary>What a journal keeps of one screening: the decision and the ids of rules. No message, no content, nothing of a secret.</summary>
public sealed record JournalEntry
{
    private const int MostText = 200;
    private const int MostRules = 30;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Default };

    public required DateTimeOffset Time { get; init; }

    public required string Target { get; init; }

    public string? Package { get; init; }

    public string? Version { get; init; }

    /// <summary>SHA-256 of the artifact in hexadecimal; null where it is no file.</summary>
    public string? Digest { get; init; }

    /// <summary>allow, hold, indeterminate, deny.</summary>
    public required string Decision { get; init; }

    /// <summary>Rules whose findings denied or held it, in ordinal order.</summary>
    public IReadOnlyList<string> Stopped { get; init; } = [];

    /// <summary>Rules about exposed things and secrets whose findings only warned.</summary>
    public IReadOnlyList<string> Near { get; init; } = [];

    /// <summary>SHA-256 of the profile that it was held against; null for none.</summary>
    public string? Profile { get; init; }

    public string? Project { get; init; }

    /// <summary>Something was exposed, or nearly so.</summary>
    public bool IsExposure => Stopped.Concat(Near).Any(rule => rule.StartsWith("exposure/", StringComparison.Ordinal) || rule.StartsWith("secret/", StringComparison.Ordinal));

    /// <summary>The same release, however often it was screened: its package and version, else its bytes, else what people called it.</summary>
    public string Release => Package is not null && Version is not null ? $"{Package} {Version}" : Digest ?? Target;

    /// <summary>One line of JSON with its end.</summary>
    public byte[] ToLine()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("target", Short(Target));
            Write(json, "package", Package);
            Write(json, "version", Version);
            Write(json, "digest", Digest);
            json.WriteString("decision", Decision);
            Write(json, "stopped", Stopped);
            Write(json, "near", Near);
            Write(json, "profile", Profile);
            Write(json, "project", Project);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Null for what is no entry: keys that are not known are passed over.</summary>
    public static JournalEntry? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "decision") is not { } decision
                || !DateTimeOffset.TryParse(Text(entry, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return null;
            return new JournalEntry
            {
                Time = time,
                Target = Text(entry, "target") ?? "",
                Package = Text(entry, "package"),
                Version = Text(entry, "version"),
                Digest = Text(entry, "digest"),
                Decision = decision,
                Stopped = Texts(entry, "stopped"),
                Near = Texts(entry, "near"),
                Profile = Text(entry, "profile"),
                Project = Text(entry, "project"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, Short(value));
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values.Take(MostRules))
            json.WriteStringValue(Short(value));
        json.WriteEndArray();
    }

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText];

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Texts(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];
}
