using Sluice.Cel;
using static Sluice.Policies.Files.DocumentFunctions;

namespace Sluice.Policies.Files;

/// <summary>Kubernetes manifests: the objects of lists, and the containers of whatever holds a template of a pod, custom resources included.</summary>
internal static class KubernetesObjects
{
    /// <summary>Where kinds keep the specification of a pod: Pod, PodTemplate, CronJob, all others (Deployment, StatefulSet, Job, Rollout, …).</summary>
    private static readonly string[][] PodPaths = [["spec"], ["template", "spec"], ["spec", "jobTemplate", "spec", "template", "spec"], ["spec", "template", "spec"]];

    private static readonly string[] ContainerKeys = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>The document, or what the list holds that it is, lists in lists too.</summary>
    public static CelValue Of(CelValue document) => List(Objects(document));

    /// <summary><c>container</c>, <c>name</c>, <c>pod</c> (its specification), <c>kind</c> and <c>owner</c> (the name of the object).</summary>
    public static CelValue ContainersOf(CelValue document) => List(
        from item in Objects(document)
        from pod in PodsOf(item)
        from key in ContainerKeys
        from container in ItemsOf(Field(pod, key))
        where container.Kind == CelKind.Map
        select Map(("container", container), ("name", CelValue.String(TextOf(Field(container, "name")))), ("pod", pod), ("kind", Field(item, "kind")), ("owner", Field(item, "metadata", "name"))));

    /// <summary><c>pod</c> (the specification), <c>kind</c> and <c>owner</c>.</summary>
    public static CelValue PodsIn(CelValue document) => List(
        from item in Objects(document)
        from pod in PodsOf(item)
        select Map(("pod", pod), ("kind", Field(item, "kind")), ("owner", Field(item, "metadata", "name"))));

    private static IEnumerable<CelValue> Objects(CelValue document)
    {
        var open = new Stack<CelValue>([document]);
        while (open.TryPop(out var next))
        {
            if (Field(next, "items") is { Kind: CelKind.List } items && TextOf(Field(next, "kind")).EndsWith("List", StringComparison.Ordinal))
            {
                for (var i = items.AsList.Count - 1; i >= 0; i--)
                    open.Push(items.AsList[i]);
            }
            else
            {
                yield return next;
            }
        }
    }

    private static IEnumerable<CelValue> PodsOf(CelValue item) =>
        PodPaths.Select(path => Field(item, path)).Where(spec => ContainerKeys.Any(key => Field(spec, key).Kind == CelKind.List));
}
