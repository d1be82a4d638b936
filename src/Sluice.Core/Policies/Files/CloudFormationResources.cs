using Sluice.Cel;
using static Sluice.Policies.Files.DocumentFunctions;

namespace Sluice.Policies.Files;

/// <summary>The resources of a CloudFormation template as <c>name</c>, <c>type</c>, <c>values</c>. A reference to a parameter is its default: what is created when nobody says otherwise.</summary>
internal sealed class CloudFormationResources
{
    private readonly Dictionary<string, CelValue> _defaults = new(StringComparer.Ordinal);

    private CloudFormationResources(CelValue document)
    {
        foreach (var (name, parameter) in MembersOf(Field(document, "Parameters")))
        {
            if (Field(parameter, "Default") is { Kind: not CelKind.Null } value)
                _defaults[name] = value;
        }
    }

    public static CelValue Of(CelValue document)
    {
        var resources = new CloudFormationResources(document);
        return List(MembersOf(Field(document, "Resources")).Select(resource => Map(
            ("name", CelValue.String(resource.Key)),
            ("type", CelValue.String(TextOf(Field(resource.Value, "Type")))),
            ("values", Field(resource.Value, "Properties") is { Kind: CelKind.Map } values ? resources.Resolved(values) : CelValue.Map([])))));
    }

    /// <summary>Resolved as it is looked at, so that aliases cost nothing.</summary>
    private CelValue Resolved(CelValue value)
    {
        if (value.Kind == CelKind.Map)
            return value.AsMap.Count == 1 && _defaults.TryGetValue(TextOf(Field(value, "Ref")), out var known) ? known : CelValue.Of(new ResolvedMap(this, value.AsMap));
        return value.Kind == CelKind.List ? CelValue.Of(new ResolvedList(this, value.AsList)) : value;
    }

    private sealed class ResolvedMap(CloudFormationResources resources, CelMap map) : CelMap, Facts.IStandsFor
    {
        public CelValue Original => CelValue.Of(map);

        public override int Count => map.Count;

        public override CelValue KeyAt(int index) => map.KeyAt(index);

        public override CelValue ValueAt(int index) => resources.Resolved(map.ValueAt(index));

        public override bool TryGet(CelValue key, out CelValue value)
        {
            var isThere = map.TryGet(key, out value);
            value = isThere ? resources.Resolved(value) : value;
            return isThere;
        }
    }

    private sealed class ResolvedList(CloudFormationResources resources, CelList list) : CelList, Facts.IStandsFor
    {
        public CelValue Original => CelValue.Of(list);

        public override int Count => list.Count;

        public override CelValue this[int index] => resources.Resolved(list[index]);
    }
}
