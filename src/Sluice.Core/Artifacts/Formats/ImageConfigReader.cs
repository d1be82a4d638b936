using System.Text;
using System.Text.Json;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The configuration of a container image: each variable of the environment, label and step of the history as an entry, so that a secret
/// in one of them has a place. Recognised by content, since its name is a digest.
/// </summary>
public sealed class ImageConfigReader : ArtifactReader
{
    private const int MaxBytes = 4 << 20;

    public override string Format => "image-config";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content)
    {
        if (!entry.IsText || !content.IsInMemory || content.Length is not (> 64 and <= MaxBytes))
            return false;
        var json = content.Head.Span;
        return json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && json.IndexOf("\"diff_ids\""u8) >= 0 && json.IndexOf("\"rootfs\""u8) >= 0;
    }

    public override void Read(Content content, EntrySink sink)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content.Head);
        }
        catch (JsonException)
        {
            // Not a configuration after all: a text, which is searched as it is.
            return;
        }

        using (document)
        {
            try
            {
                sink.Learn(new ImageConfigFacts());
                AddParts(document.RootElement, sink);
            }
            catch (InvalidOperationException e)
            {
                // A text in it is not UTF-8, which shows only when it is read.
                throw new ArtifactException($"the configuration is damaged: {e.Message}", e);
            }
        }
    }

    private static void AddParts(JsonElement root, EntrySink sink)
    {
        foreach (var section in (ReadOnlySpan<string>)["config", "container_config"])
        {
            if (!root.TryGetProperty(section, out var config) || config.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var member in config.EnumerateObject())
                AddMember(section, member, sink);
        }

        if (!root.TryGetProperty("history", out var history) || history.ValueKind != JsonValueKind.Array)
            return;
        var step = 0;
        foreach (var item in history.EnumerateArray())
        {
            step++;
            if (item.ValueKind == JsonValueKind.Object)
                Add(sink, $"history/{step}", string.Join('\n', item.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.String && part.Name != "created").Select(part => part.Value.GetString())));
        }
    }

    private static void AddMember(string section, JsonProperty member, EntrySink sink)
    {
        var label = $"{section}/{member.Name}";
        switch (member.Value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var pair in member.Value.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.String))
                    Add(sink, $"{label}/{pair.Name}", $"{pair.Name}={pair.Value.GetString()}");
                break;
            case JsonValueKind.Array when member.Name == "Env":
                foreach (var variable in member.Value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String))
                    Add(sink, $"{label}/{variable.GetString()!.Split('=')[0]}", variable.GetString()!);
                break;
            case JsonValueKind.Array:
                Add(sink, label, string.Join(' ', member.Value.EnumerateArray().Select(item => item.ToString())));
                break;
            case JsonValueKind.String:
                Add(sink, label, member.Value.GetString()!);
                break;
        }
    }

    private static void Add(EntrySink sink, string label, string text)
    {
        if (text.Length > 0)
            sink.AddDecoded(label, Encoding.UTF8.GetBytes(text + "\n"), "configuration of the image");
    }
}
