using System.Globalization;
using System.Text.Json;
using Sluice.Cel;

namespace Sluice.Policies.Files;

/// <summary>What rules about files can do beside the language: the parts of well-known documents, however deep they lie, and values that come in several forms.</summary>
internal static class DocumentFunctions
{
    private static readonly CelType Items = CelType.List(CelType.Dyn);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("listOf", CelOverload.Unary("list_of", CelType.Dyn, Items, ListOf)),
        new("numberOf", CelOverload.Binary("number_of", CelType.Dyn, CelType.Int, CelType.Int, NumberOf)),
        new("json.parse", CelOverload.Unary("json_parse", CelType.String, CelType.Dyn, ParseJson, CelCallCost.First)),
        new("kubernetes.objects", CelOverload.Unary("kubernetes_objects", CelType.Dyn, Items, KubernetesObjects.Of, CelCallCost.Everything)),
        new("kubernetes.containers", CelOverload.Unary("kubernetes_containers", CelType.Dyn, Items, KubernetesObjects.ContainersOf, CelCallCost.Everything)),
        new("kubernetes.pods", CelOverload.Unary("kubernetes_pods", CelType.Dyn, Items, KubernetesObjects.PodsIn, CelCallCost.Everything)),
        new("terraform.resources", CelOverload.Unary("terraform_resources", CelType.Dyn, Items, TerraformResources.Of, CelCallCost.Everything)),
        new("cloudformation.resources", CelOverload.Unary("cloudformation_resources", CelType.Dyn, Items, CloudFormationResources.Of, CelCallCost.Everything)),
        new("iam.statements", CelOverload.Unary("iam_statements", CelType.Dyn, Items, IamStatements.Of, CelCallCost.Everything)),
        new("network.ingress", CelOverload.Unary("network_ingress", Items, Items, NetworkIngress.Of, CelCallCost.Everything)),
        new("network.isWorld", CelOverload.Unary("network_is_world", CelType.Dyn, CelType.Bool, range => CelValue.Bool(NetworkIngress.IsWorld(range)))),
    ];

    /// <summary>A list as it is, nothing for null, and one element for anything else: many formats take one or several.</summary>
    public static CelValue ListOf(CelValue value) => value.Kind switch
    {
        CelKind.List => value,
        CelKind.Null => CelValue.List(),
        _ => CelValue.List(value),
    };

    /// <summary>A field of a map; null for what is no map or has none.</summary>
    public static CelValue Field(CelValue value, string name) => value.Kind == CelKind.Map && value.AsMap.TryGet(CelValue.String(name), out var field) ? field : CelValue.Null;

    /// <summary>Fields one below the other; null where one is missing.</summary>
    public static CelValue Field(CelValue value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            value = Field(value, name);
        return value;
    }

    public static string TextOf(CelValue value) => value.Kind == CelKind.String ? value.AsString : "";

    public static IEnumerable<CelValue> ItemsOf(CelValue value)
    {
        var list = ListOf(value).AsList;
        for (var i = 0; i < list.Count; i++)
            yield return list[i];
    }

    public static IEnumerable<(string Key, CelValue Value)> MembersOf(CelValue value)
    {
        for (var i = 0; value.Kind == CelKind.Map && i < value.AsMap.Count; i++)
            yield return (TextOf(value.AsMap.KeyAt(i)), value.AsMap.ValueAt(i));
    }

    /// <summary>A map of the function's own; the first value says where it stands.</summary>
    public static CelValue Map(params (string Name, CelValue Value)[] members) =>
        CelValue.Map(members.Select(member => new KeyValuePair<CelValue, CelValue>(CelValue.String(member.Name), member.Value)));

    public static CelValue List(IEnumerable<CelValue> values) => CelValue.List([.. values]);

    /// <summary>Numbers are written as texts, too; what is neither is what the caller says.</summary>
    public static long Number(CelValue value, long otherwise) => value.Kind switch
    {
        CelKind.Int => value.AsInt,
        CelKind.String when long.TryParse(value.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        CelKind.Double when value.AsDouble is var number && number == Math.Floor(number) && Math.Abs(number) < 1e15 => (long)number,
        _ => otherwise,
    };

    public static CelValue Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CelJson.Read(document.RootElement);
    }

    private static CelValue NumberOf(CelValue value, CelValue otherwise) => CelValue.Int(Number(value, otherwise.AsInt));

    private static CelValue ParseJson(CelValue text)
    {
        try
        {
            return Parsed(text.AsString);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return CelValue.Error("not valid JSON");
        }
    }
}
