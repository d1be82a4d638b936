using Sluice.Cel;
using static Sluice.Policies.Files.DocumentFunctions;

namespace Sluice.Policies.Files;

/// <summary>
/// The resources of what <c>terraform show -json</c> prints of a plan or a state (https://developer.hashicorp.com/terraform/internals/json-format), and of a stored state:
/// <c>resource</c>, <c>name</c> (the address), <c>type</c>, <c>values</c>. Of a plan what will be there, not what was.
/// </summary>
internal static class TerraformResources
{
    public static CelValue Of(CelValue document)
    {
        var resources = new List<CelValue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in (CelValue[])[Field(document, "planned_values", "root_module"), Field(document, "values", "root_module")])
            AddModules(root, resources, seen);
        foreach (var change in ItemsOf(Field(document, "resource_changes")))
        {
            var after = Field(change, "change", "after");
            if (after.Kind == CelKind.Map && TextOf(Field(change, "mode")) != "data" && seen.Add(TextOf(Field(change, "address"))))
                resources.Add(Resource(change, TextOf(Field(change, "address")), after));
        }

        foreach (var stored in ItemsOf(Field(document, "resources")).Where(stored => TextOf(Field(stored, "mode")) != "data"))
        {
            foreach (var instance in ItemsOf(Field(stored, "instances")))
                resources.Add(Resource(stored, $"{TextOf(Field(stored, "type"))}.{TextOf(Field(stored, "name"))}", Field(instance, "attributes")));
        }

        return List(resources);
    }

    private static void AddModules(CelValue root, List<CelValue> resources, HashSet<string> seen)
    {
        var open = new Stack<CelValue>([root]);
        while (open.TryPop(out var module))
        {
            foreach (var resource in ItemsOf(Field(module, "resources")).Where(resource => TextOf(Field(resource, "mode")) != "data"))
            {
                seen.Add(TextOf(Field(resource, "address")));
                resources.Add(Resource(resource, TextOf(Field(resource, "address")), Field(resource, "values")));
            }

            foreach (var child in ItemsOf(Field(module, "child_modules")).Reverse())
                open.Push(child);
        }
    }

    private static CelValue Resource(CelValue resource, string address, CelValue values) =>
        Map(("resource", resource), ("name", CelValue.String(address)), ("type", CelValue.String(TextOf(Field(resource, "type")))), ("values", values.Kind == CelKind.Map ? values : CelValue.Map([])));
}
