using System.Text.Json;

namespace Sluice.Cel;

/// <summary>Plain JSON as values: whole numbers that fit are ints, other numbers doubles.</summary>
public static class CelJson
{
    /// <exception cref="FormatException">An object has a key twice: which one counts is not to be guessed.</exception>
    public static CelValue Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return CelValue.Bool(json.GetBoolean());
            case JsonValueKind.String:
                return CelValue.String(json.GetString()!);
            case JsonValueKind.Number:
                return json.TryGetInt64(out var whole) ? CelValue.Int(whole) : CelValue.Double(json.GetDouble());
            case JsonValueKind.Array:
                return CelValue.Of(CelList.Of([.. json.EnumerateArray().Select(Read)]));
            case JsonValueKind.Object:
                return ReadMap(json);
            default:
                return CelValue.Null;
        }
    }

    private static CelValue ReadMap(JsonElement json)
    {
        var map = new MapBuilder();
        foreach (var property in json.EnumerateObject())
        {
            if (map.Add(CelValue.String(property.Name), Read(property.Value)) is not null)
                throw new FormatException($"the key '{property.Name}' is there twice");
        }

        return CelValue.Of(map.ToMap());
    }
}
