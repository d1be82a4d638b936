using System.Text.Json;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>The full document of a package, as npm's registries and those that follow them serve it. Mirrors may leave out who published and attestations.</summary>
public sealed class NpmRegistry : RegistryReader
{
    public override string Ecosystem => "npm";

    /// <summary>The address of a file on this registry. Documents of mirrors may name the registry that they mirror: the same path is asked here, as npm does for its own.</summary>
    public static Uri FileAddress(Uri registry, string name, PublishedVersion version)
    {
        if (version.Files is [{ Address: { } address }, ..] && Uri.TryCreate(address, UriKind.Absolute, out var told))
            return told.Scheme == registry.Scheme && told.Authority == registry.Authority ? told : new Uri(registry, told.AbsolutePath.TrimStart('/'));
        return new Uri(registry, $"{name}/-/{name[(name.IndexOf('/') + 1)..]}-{Uri.EscapeDataString(version.Version)}.tgz");
    }

    protected override PackageHistory? History(RegistryClient client, Uri registry, string name, CancellationToken cancel) =>
        Json(client, new Uri(registry, Escape(name)), document => Read(name, document), cancel);

    private PackageHistory Read(string name, JsonElement document)
    {
        CheckIsOf(name, document);
        var times = document.Member("time");
        List<(JsonProperty Member, JsonElement Dist)> versions = [.. document.Member("versions").Members().Select(member => (member, member.Value.Member("dist") ?? default))];
        // A registry that has attestations for none may not keep any: that none is there says nothing then.
        var keepsAttestations = versions.Exists(version => version.Dist.Member("attestations") is not null);
        return PackageHistory.Of(Ecosystem, name, versions.Select(version => Version(version.Member.Name, version.Member.Value, version.Dist, times) with
        {
            IsAttested = keepsAttestations ? version.Dist.Member("attestations") is not null : null,
        }), TimeOf(times?.Member("created")));
    }

    /// <summary>A document of another package, or one without versions, says nothing of this one. A package that was taken back has a time for that instead.</summary>
    private static void CheckIsOf(string name, JsonElement document)
    {
        if (document.TextOf("name") != name)
            throw new RegistryException($"the registry answers for '{name}' with a document that is not of this package");
        if (document.Member("versions") is not { ValueKind: JsonValueKind.Object } versions)
        {
            if (document.Member("time")?.Member("unpublished") is null)
                throw new RegistryException($"the registry answers for '{name}' with a document that has no versions");
            return;
        }

        foreach (var version in versions.EnumerateObject())
        {
            if (version.Value.ValueKind != JsonValueKind.Object)
                throw new RegistryException($"the registry answers for '{name}' with a version '{version.Name}' that is no object");
            if (document.Member("time")?.Member(version.Name) is { } time && TimeOf(time) is null)
                throw new RegistryException($"the registry answers for '{name}' with a time of '{version.Name}' that is none");
        }
    }

    private static PublishedVersion Version(string number, JsonElement manifest, JsonElement dist, JsonElement? times)
    {
        var published = TimeOf(times?.Member(number));
        var user = manifest.Member("_npmUser") ?? default;
        return new PublishedVersion
        {
            Version = number,
            Published = published,
            Completed = published,
            Publisher = AccountOf(user),
            IsTrusted = user.Member("trustedPublisher") is not null,
            Maintainers = manifest.Member("maintainers") is { } maintainers ? [.. ((JsonElement?)maintainers).Items().Select(AccountOf).OfType<string>()] : null,
            HasInstallScript = RunsOnInstallation(manifest),
            Commit = manifest.TextOf("gitHead"),
            Dependencies = [.. ((string[])["dependencies", "optionalDependencies"]).SelectMany(field => manifest.Member(field).Members()).Select(member => member.Name).Distinct()],
            Files = [FileOf(dist)],
        };
    }

    private static bool RunsOnInstallation(JsonElement manifest) =>
        manifest.Member("hasInstallScript") is { ValueKind: JsonValueKind.True } || manifest.Member("gypfile") is { ValueKind: JsonValueKind.True }
        || (manifest.Member("scripts") is { } scripts && NpmLifecycle.OnInstallation.Any(name => scripts.Member(name) is not null));

    /// <summary>An object with a name, or, in old documents, <c>name &lt;mail&gt;</c>.</summary>
    private static string? AccountOf(JsonElement account) => account.ValueKind == JsonValueKind.String ? account.GetString()!.Split('<')[0].Trim() : account.TextOf("name");

    private static PublishedFile FileOf(JsonElement dist)
    {
        var address = dist.TextOf("tarball");
        var name = address is null ? "" : address[(address.LastIndexOf('/') + 1)..];
        // Subresource integrity: several may stand there, apart by spaces.
        var integrity = dist.TextOf("integrity")?.Split(' ').FirstOrDefault(text => text.StartsWith("sha512-", StringComparison.Ordinal));
        Span<byte> digest = stackalloc byte[64];
        return integrity is not null && Convert.TryFromBase64String(integrity[7..].Split('?')[0], digest, out var length) && length == 64
            ? new PublishedFile(name, address, "sha512", Convert.ToHexStringLower(digest))
            : new PublishedFile(name, address, null, null);
    }
}
