using System.Text.Json;

namespace Sluice.Artifacts.Manifests;

/// <summary>manifest.json of a browser extension, in a CRX or in the zip that the stores take.</summary>
public sealed class BrowserExtensionManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) =>
        entry.Path.Value == "manifest.json" && ManifestPlace.IsReadable(entry) && ManifestPlace.IsOutermost(entry) && entry.Container?.Format is "zip" or "crx" or "directory";

    public override Manifest? Read(Entry entry)
    {
        using var document = Parse(entry);
        var json = document?.RootElement ?? default;
        if (json.Field("manifest_version") is null || json.Text("name") is null)
            return null;
        return new Manifest
        {
            Ecosystem = "chrome",
            Kind = ManifestPlace.Kind(entry, IsPacked(entry) ? "crx" : "zip"),
            Entry = entry,
            DescribesArtifact = true,
            Name = json.Text("name"),
            Version = json.Text("version"),
            Homepage = json.Text("homepage_url"),
            PublicKey = json.Text("key"),
            EntryPoints = [.. EntryPoints(json)],
            Permissions = [.. Permissions(json)],
        };
    }

    private static bool IsPacked(Entry entry)
    {
        var root = entry;
        while (root.Container is { } container)
            root = container;
        return root.ContentKind == ContentKind.ChromeExtension;
    }

    /// <summary>Many things are called manifest.json; what is not JSON is none of an extension.</summary>
    private static JsonDocument? Parse(Entry entry)
    {
        try
        {
            return JsonFields.Parse(entry.Bytes);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    /// <summary>"Declare permissions"; those that are optional are asked for later.</summary>
    private static IEnumerable<string> Permissions(JsonElement json)
    {
        foreach (var field in (string[])["permissions", "optional_permissions", "host_permissions", "optional_host_permissions"])
        {
            foreach (var permission in json.Field(field).Texts())
                yield return permission;
        }

        var policy = json.Text("content_security_policy") ?? json.Field("content_security_policy")?.Text("extension_pages") ?? "";
        foreach (var source in policy.Split(';', StringSplitOptions.TrimEntries).Where(directive => directive.StartsWith("script-src", StringComparison.Ordinal)).SelectMany(directive => directive.Split(' ').Skip(1)))
        {
            // "Content Security Policy Level 3", section 2.3.1: what may be run beside the extension's own files.
            if (source == "'unsafe-eval'" || source.Contains("://", StringComparison.Ordinal))
                yield return "runs " + source.Trim('\'');
        }

        foreach (var page in json.Field("externally_connectable")?.Field("matches").Texts() ?? [])
            yield return "page " + page;
        if (json.Field("content_scripts") is not { ValueKind: JsonValueKind.Array } contentScripts)
            yield break;
        foreach (var page in contentScripts.EnumerateArray().SelectMany(group => group.Field("matches").Texts()))
            yield return "page " + page;
    }

    private static IEnumerable<EntryPoint> EntryPoints(JsonElement json)
    {
        var background = json.Field("background") ?? default;
        if (background.Text("service_worker", "page") is { } worker)
            yield return new EntryPoint("background", worker);
        foreach (var script in background.Field("scripts").Texts())
            yield return new EntryPoint("background.scripts", script);
        if ((json.Field("action") ?? json.Field("browser_action"))?.Text("default_popup") is { } popup)
            yield return new EntryPoint("action.default_popup", popup);
        if (json.Field("content_scripts") is not { ValueKind: JsonValueKind.Array } contentScripts)
            yield break;
        foreach (var script in contentScripts.EnumerateArray().SelectMany(group => group.Field("js").Texts()))
            yield return new EntryPoint("content_scripts", script);
    }
}
