using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Cel;

namespace Sluice.Cli.Commands;

/// <summary>What an expression gave, as one line of JSON.</summary>
internal sealed record ExpressionResult
{
    // For programs and terminals, not for HTML: quotes in messages stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public string? Id { get; init; }

    public CelValue? Value { get; init; }

    public string? Type { get; init; }

    public string? Error { get; init; }

    public long? Cost { get; init; }

    public static ExpressionResult Of(CelValue value, CelType? type, long cost) => new() { Value = value, Type = (type ?? value.Type).ToString(), Cost = cost };

    public string ToJson()
    {
        try
        {
            return Write();
        }
        catch (FormatException e)
        {
            return (this with { Value = null, Error = e.Message }).Write();
        }
    }

    private string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            if (Id is not null)
                json.WriteString("id", Id);
            if (Value is { } value)
            {
                json.WritePropertyName("value");
                CelTypedJson.Write(json, value);
            }

            if (Type is not null)
                json.WriteString("type", Type);
            if (Error is not null)
                json.WriteString("error", Error);
            if (Cost is { } cost)
                json.WriteNumber("cost", cost);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
