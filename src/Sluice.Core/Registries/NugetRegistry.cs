using System.Text.Json;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>
/// The registrations of NuGet's protocol 3: times and dependencies. Who published is not told, and a package that the registry has countersigned has other bytes than the one that was pushed, so no
/// digest is compared.
/// </summary>
public sealed class NugetRegistry : RegistryReader
{
    private const int MostPages = 200;

    public override string Ecosystem => "nuget";

    public override string Normalize(string name) => name.ToLowerInvariant();

    /// <param name="registry">The service index; its last part may be left out.</param>
    protected override PackageHistory? History(RegistryClient client, Uri registry, string name, CancellationToken cancel)
    {
        var index = registry.AbsolutePath.EndsWith("/index.json/", StringComparison.Ordinal) ? new Uri(registry.GetLeftPart(UriPartial.Path).TrimEnd('/')) : new Uri(registry, "index.json");
        var registrations = Json(client, index, RegistrationsOf, cancel) ?? throw new RegistryException($"{index.GetLeftPart(UriPartial.Path)} is no service index of NuGet");
        return Json(client, new Uri(registrations, $"{Escape(Normalize(name))}/index.json"), document => Read(client, name, document, registry.Scheme, cancel), cancel);
    }

    private static Uri? RegistrationsOf(JsonElement index)
    {
        var found = index.Member("resources").Items()
            .Where(resource => resource.TextOf("@type")?.StartsWith("RegistrationsBaseUrl", StringComparison.Ordinal) == true)
            .MaxBy(resource => resource.TextOf("@type"), StringComparer.Ordinal).TextOf("@id");
        return found is not null && Uri.TryCreate(found.TrimEnd('/') + "/", UriKind.Absolute, out var address) ? address : null;
    }

    private PackageHistory Read(RegistryClient client, string name, JsonElement document, string scheme, CancellationToken cancel)
    {
        var versions = new List<PublishedVersion>();
        foreach (var page in document.Member("items").Items().Take(MostPages))
        {
            if (page.Member("items") is { } leaves)
                versions.AddRange(((JsonElement?)leaves).Items().Select(Version).OfType<PublishedVersion>());
            else if (page.TextOf("@id") is { } address && Uri.TryCreate(address, UriKind.Absolute, out var more) && more.Scheme == scheme)
                versions.AddRange(Json(client, more, found => found.Member("items").Items().Select(Version).OfType<PublishedVersion>().ToList(), cancel) ?? []);
        }

        return PackageHistory.Of(Ecosystem, name, versions);
    }

    private static PublishedVersion? Version(JsonElement leaf)
    {
        var entry = leaf.Member("catalogEntry") ?? default;
        if (entry.TextOf("version") is not { } number)
            return null;
        // What is no longer listed is dated to the year 1900.
        var published = TimeOf(entry.Member("published")) is { Year: > 1900 } time ? time : (DateTimeOffset?)null;
        return new PublishedVersion
        {
            Version = number,
            Published = published,
            Completed = published,
            Dependencies = [.. entry.Member("dependencyGroups").Items().SelectMany(group => group.Member("dependencies").Items()).Select(dependency => dependency.TextOf("id")).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
        };
    }
}
