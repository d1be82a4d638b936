using System.Globalization;
using System.Text.Json;
using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>Runs one case of the suite.</summary>
internal static class ConformanceCase
{
    /// <returns>What is wrong, or null.</returns>
    public static string? Run(JsonElement test)
    {
        var environment = EnvironmentOf(test);
        var expression = test.GetProperty("expr").GetString()!;
        var isUnchecked = Is(test, "disableCheck");
        var compilation = isUnchecked ? environment.CompileUnchecked(expression) : environment.Compile(expression);
        var expectsError = test.TryGetProperty("evalError", out _);
        if (compilation.Program is not { } program)
            return expectsError ? null : compilation.Render();
        if (test.TryGetProperty("typedResult", out var typed) && TypeOf(typed.GetProperty("deducedType")).ToString() is var type && type != program.Type?.ToString())
            return $"deduced {program.Type}, expected {type}";
        if (Is(test, "checkOnly"))
            return null;
        var result = program.Evaluate(BindingsOf(environment, test)).Value;
        if (expectsError)
            return result.IsError ? null : $"gave {result}, expected an error";
        var expected = Expected(test);
        return AreSame(expected, result) ? null : $"gave {result}, expected {expected}";
    }

    private static CelValue Expected(JsonElement test)
    {
        if (test.TryGetProperty("typedResult", out var typed))
            return ValueOf(typed.GetProperty("result"));
        return test.TryGetProperty("value", out var value) ? ValueOf(value) : CelValue.True;
    }

    private static bool Is(JsonElement test, string flag) => test.TryGetProperty(flag, out var value) && value.GetBoolean();

    private static CelEnvironment EnvironmentOf(JsonElement test)
    {
        var variables = new List<CelVariable>();
        var functions = new List<CelFunction>();
        foreach (var declaration in test.TryGetProperty("typeEnv", out var declared) ? declared.EnumerateArray() : default)
        {
            var name = declaration.GetProperty("name").GetString()!;
            if (declaration.TryGetProperty("ident", out var variable))
                variables.Add(new CelVariable(name, TypeOf(variable.GetProperty("type"))));
            else
                functions.Add(new CelFunction(name, [.. declaration.GetProperty("function").GetProperty("overloads").EnumerateArray().Select(Overload)]));
        }

        foreach (var bound in test.TryGetProperty("bindings", out var bindings) ? bindings.EnumerateObject() : default)
        {
            if (variables.All(variable => variable.Name != bound.Name))
                variables.Add(new CelVariable(bound.Name, CelType.Dyn));
        }

        return new CelEnvironment(new CelEnvironmentOptions
        {
            Container = test.TryGetProperty("container", out var container) ? container.GetString()! : "",
            HasMacros = !Is(test, "disableMacros"),
            Variables = variables,
            Functions = functions,
        });
    }

    private static CelOverload Overload(JsonElement json) => CelOverload.Declared(
        json.GetProperty("overloadId").GetString()!,
        [.. json.GetProperty("params").EnumerateArray().Select(TypeOf)],
        TypeOf(json.GetProperty("resultType")),
        json.TryGetProperty("isInstanceFunction", out var isMember) && isMember.GetBoolean());

    private static CelBindings BindingsOf(CelEnvironment environment, JsonElement test)
    {
        var bindings = environment.NewBindings();
        foreach (var bound in test.TryGetProperty("bindings", out var all) ? all.EnumerateObject() : default)
            bindings[bound.Name] = ValueOf(bound.Value.GetProperty("value"));
        return bindings;
    }

    /// <summary>Equal and of the same types all the way down; unlike in the language NaN is NaN.</summary>
    private static bool AreSame(CelValue expected, CelValue actual)
    {
        if (expected.Kind != actual.Kind)
            return false;
        switch (expected.Kind)
        {
            case CelKind.Double:
                return expected.AsDouble.Equals(actual.AsDouble);
            case CelKind.List:
                return expected.AsList.Count == actual.AsList.Count && Enumerable.Range(0, expected.AsList.Count).All(i => AreSame(expected.AsList[i], actual.AsList[i]));
            case CelKind.Map:
                var (left, right) = (expected.AsMap, actual.AsMap);
                return left.Count == right.Count && Enumerable.Range(0, left.Count).All(i => Enumerable.Range(0, right.Count).Any(j => AreSame(left.KeyAt(i), right.KeyAt(j)) && AreSame(left.ValueAt(i), right.ValueAt(j))));
            default:
                return expected == actual;
        }
    }

    private static CelType TypeOf(JsonElement json)
    {
        var form = json.EnumerateObject().First();
        switch (form.Name)
        {
            case "primitive":
                return Scalar(form.Value.GetString()!);
            case "wrapper":
                return CelType.Wrapper(Scalar(form.Value.GetString()!));
            case "listType":
                return CelType.List(TypeOf(form.Value.GetProperty("elemType")));
            case "mapType":
                return CelType.Map(TypeOf(form.Value.GetProperty("keyType")), TypeOf(form.Value.GetProperty("valueType")));
            case "typeParam":
                return CelType.Parameter(form.Value.GetString()!);
            case "null":
                return CelType.Null;
            case "abstractType":
                return CelType.Opaque(form.Value.GetProperty("name").GetString()!, [.. form.Value.GetProperty("parameterTypes").EnumerateArray().Select(TypeOf)]);
            case "messageType":
                return Message(form.Value.GetString()!);
            default:
                return form.Name is "dyn" ? CelType.Dyn : throw new InvalidOperationException(json.GetRawText());
        }
    }

    private static CelType Scalar(string name) => name switch
    {
        "BOOL" => CelType.Bool,
        "INT64" => CelType.Int,
        "UINT64" => CelType.Uint,
        "DOUBLE" => CelType.Double,
        "STRING" => CelType.String,
        "BYTES" => CelType.Bytes,
        _ => throw new InvalidOperationException(name),
    };

    /// <summary>Messages that are plain values of the language.</summary>
    private static CelType Message(string name) => name["google.protobuf.".Length..] switch
    {
        "BoolValue" => CelType.Wrapper(CelType.Bool),
        "BytesValue" => CelType.Wrapper(CelType.Bytes),
        "DoubleValue" or "FloatValue" => CelType.Wrapper(CelType.Double),
        "Int32Value" or "Int64Value" => CelType.Wrapper(CelType.Int),
        "UInt32Value" or "UInt64Value" => CelType.Wrapper(CelType.Uint),
        "StringValue" => CelType.Wrapper(CelType.String),
        "Struct" => CelType.Map(CelType.String, CelType.Dyn),
        "ListValue" => CelType.List(CelType.Dyn),
        "Value" or "Any" => CelType.Dyn,
        "Duration" => CelType.Duration,
        "Timestamp" => CelType.Timestamp,
        _ => throw new InvalidOperationException(name),
    };

    private static CelValue ValueOf(JsonElement json)
    {
        var (name, value) = json.EnumerateObject().First() is var form ? (form.Name, form.Value) : default;
        switch (name)
        {
            case "listValue":
                return CelValue.List([.. Elements(value, "values").Select(ValueOf)]);
            case "mapValue":
                return CelValue.Map(Elements(value, "entries").Select(entry => KeyValuePair.Create(ValueOf(entry.GetProperty("key")), ValueOf(entry.GetProperty("value")))));
            case "objectValue":
                return ObjectOf(value);
            default:
                return ScalarOf(name, value);
        }
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement json, string name) => json.TryGetProperty(name, out var array) ? array.EnumerateArray() : default;

    private static CelValue ScalarOf(string name, JsonElement value) => name switch
    {
        "nullValue" => CelValue.Null,
        "boolValue" => CelValue.Bool(value.GetBoolean()),
        "int64Value" => CelValue.Int(long.Parse(value.ToString(), CultureInfo.InvariantCulture)),
        "uint64Value" => CelValue.Uint(ulong.Parse(value.ToString(), CultureInfo.InvariantCulture)),
        "doubleValue" => CelValue.Double(value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
        "stringValue" => CelValue.String(value.GetString()!),
        "bytesValue" => CelValue.Bytes(value.GetBytesFromBase64()),
        "typeValue" => CelValue.Of(CelTypeParser.Parse(value.GetString()!)),
        _ => throw new InvalidOperationException(name),
    };

    private static CelValue ObjectOf(JsonElement json)
    {
        var type = Message(json.GetProperty("@type").GetString()!.Split('/')[1]);
        var value = json.GetProperty("value");
        if (type.Form is CelTypeKind.Duration)
            return CelEnvironment.Default.Compile($"duration('{value}')").Require().Evaluate().Value;
        if (type.Form != CelTypeKind.Wrapper)
            return JsonOf(value);
        return type.Parameters[0].Form switch
        {
            CelTypeKind.Uint => CelValue.Uint(ulong.Parse(value.ToString(), CultureInfo.InvariantCulture)),
            CelTypeKind.Int => CelValue.Int(long.Parse(value.ToString(), CultureInfo.InvariantCulture)),
            CelTypeKind.Bytes => CelValue.Bytes(value.GetBytesFromBase64()),
            _ => JsonOf(value),
        };
    }

    /// <summary>The numbers of google.protobuf.Value are doubles.</summary>
    private static CelValue JsonOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => CelValue.Double(json.GetDouble()),
        JsonValueKind.Array => CelValue.List([.. json.EnumerateArray().Select(JsonOf)]),
        JsonValueKind.Object => CelValue.Map(json.EnumerateObject().Select(member => KeyValuePair.Create(CelValue.String(member.Name), JsonOf(member.Value)))),
        _ => CelJson.Read(json),
    };
}
