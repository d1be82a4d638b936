using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>A property whose value is a string.</summary>
internal sealed record TextProperty(string Name, string Value);

/// <summary>Reads JSON that strangers wrote: bounded depth, comments allowed, a field of the wrong type counts as absent.</summary>
internal static class JsonFields
{
    private const int MaxDepth = 64;

    /// <exception cref="ArtifactException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var text = bytes.Span.StartsWith("\ufeff"u8) ? bytes[3..] : bytes;
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new ArtifactException($"not valid JSON: {e.Message}");
        }
    }

    /// <summary>The text of the first of these fields that is a string.</summary>
    public static string? Text(this JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Field(name) is { ValueKind: JsonValueKind.String } value)
                return Value(value);
        }

        return null;
    }

    /// <summary>The field of an object; null when it is absent, null, or this is no object.</summary>
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static bool IsTrue(this JsonElement json, string name) => json.Field(name)?.ValueKind == JsonValueKind.True;

    /// <summary>The strings of an array, or a lone string; empty for anything else.</summary>
    public static IEnumerable<string> Texts(this JsonElement? json)
    {
        if (json is { ValueKind: JsonValueKind.String } lone)
            return [Value(lone)];
        var texts = new List<string>();
        foreach (var item in json is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default)
        {
            if (item.ValueKind == JsonValueKind.String)
                texts.Add(Value(item));
        }

        return texts;
    }

    public static IEnumerable<JsonProperty> Properties(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject() : [];

    /// <summary>The properties whose values are strings.</summary>
    public static List<TextProperty> TextProperties(this JsonElement? json)
    {
        var properties = new List<TextProperty>();
        if (json is not { ValueKind: JsonValueKind.Object } fields)
            return properties;
        foreach (var property in fields.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
                properties.Add(new TextProperty(property.Name, Value(property.Value)));
        }

        return properties;
    }

    public static IReadOnlyList<string> Duplicates(JsonElement json)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var duplicates = new List<string>();
        foreach (var property in Properties(json))
        {
            if (!seen.Add(property.Name) && !duplicates.Contains(property.Name))
                duplicates.Add(property.Name);
        }

        return duplicates;
    }

    /// <summary>Lone surrogates are not text: <c>GetString</c> refuses them.</summary>
    private static string Value(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
