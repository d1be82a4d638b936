using System.Globalization;
using System.Text.Json;
using Sluice.Cel;

namespace Sluice.Policies.Facts;

/// <summary>
/// Writes facts as plain JSON, in the form that <see cref="Testing.InlineFacts"/> reads: fields at their defaults (an empty optional, false, 0, an empty text
/// or list) are left out.
/// </summary>
/// <param name="safe">Makes a text of a stranger, and the name it has, fit to be shown; the name is empty where there is none.</param>
internal sealed class FactText(Utf8JsonWriter json, Func<string, string, string> safe)
{
    /// <summary>Only the release knows them, or only findings do: those a report tells by themselves.</summary>
    private static readonly HashSet<string> Untold = ["findings", "policy", "params"];

    /// <summary>The facts of a release without its findings, as one object.</summary>
    public void Write(FactSource facts)
    {
        json.WriteStartObject();
        foreach (var variable in PolicyEnvironment.Variables)
        {
            if (!Untold.Contains(variable.Name))
                WriteMember(variable.Name, facts.Get(variable.Name));
        }

        json.WriteEndObject();
    }

    /// <summary>A value by itself.</summary>
    public void WriteValue(CelValue value) => Write(value);

    private void WriteMember(string name, CelValue value)
    {
        if (IsDefault(value))
            return;
        json.WritePropertyName(name);
        Write(value, name);
    }

    private static bool IsDefault(CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool => value.IsFalse,
        CelKind.Int => value.AsInt == 0,
        CelKind.String => value.AsString.Length == 0,
        CelKind.List => value.AsList.Count == 0,
        CelKind.Map => value.AsMap.Count == 0,
        CelKind.Optional => !value.AsOptional.HasValue,
        CelKind.Object => AreDefault(value.AsObject),
        _ => false,
    };

    private static bool AreDefault(CelObject instance)
    {
        for (var i = 0; i < instance.Type.Fields.Count; i++)
        {
            if (!IsDefault(instance.GetField(i)))
                return false;
        }

        return true;
    }

    /// <param name="name">Under which it stands.</param>
    private void Write(CelValue value, string name = "")
    {
        switch (value.Kind)
        {
            case CelKind.Bool:
                json.WriteBooleanValue(value.IsTrue);
                break;
            case CelKind.Int:
                json.WriteNumberValue(value.AsInt);
                break;
            case CelKind.Double:
                json.WriteNumberValue(value.AsDouble);
                break;
            case CelKind.String:
                json.WriteStringValue(safe(name, value.AsString));
                break;
            case CelKind.Timestamp:
                json.WriteStringValue(value.AsTimestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            case CelKind.Optional:
                Write(value.AsOptional.Value, name);
                break;
            case CelKind.List:
                WriteList(value.AsList);
                break;
            case CelKind.Map:
                WriteMap(value.AsMap);
                break;
            case CelKind.Object:
                WriteObject(value.AsObject);
                break;
            case CelKind.Null:
                json.WriteNullValue();
                break;
            default:
                throw new ArgumentException($"facts of kind {value.Kind} cannot be written", nameof(value));
        }
    }

    private void WriteList(CelList list)
    {
        json.WriteStartArray();
        for (var i = 0; i < list.Count; i++)
            Write(list[i]);
        json.WriteEndArray();
    }

    private void WriteMap(CelMap map)
    {
        json.WriteStartObject();
        for (var i = 0; i < map.Count; i++)
        {
            json.WritePropertyName(safe("", map.KeyAt(i).AsString));
            Write(map.ValueAt(i), map.KeyAt(i).AsString);
        }

        json.WriteEndObject();
    }

    private void WriteObject(CelObject instance)
    {
        json.WriteStartObject();
        var fields = instance.Type.Fields;
        for (var i = 0; i < fields.Count; i++)
            WriteMember(fields[i].Name, instance.GetField(i));
        json.WriteEndObject();
    }
}
