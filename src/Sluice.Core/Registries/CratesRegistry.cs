using System.Text.Json;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>The web API of crate registries: times, publishers, digests. It does not tell what a version depends on, nor of attestations.</summary>
public sealed class CratesRegistry : RegistryReader
{
    public override string Ecosystem => "crates";

    protected override PackageHistory? History(RegistryClient client, Uri registry, string name, CancellationToken cancel) =>
        Json(client, new Uri(registry, "api/v1/crates/" + Escape(name)), document => PackageHistory.Of(Ecosystem, name, document.Member("versions").Items().Select(Version).OfType<PublishedVersion>(), TimeOf(document.Member("crate")?.Member("created_at"))), cancel);

    private static PublishedVersion? Version(JsonElement version)
    {
        if (version.TextOf("num") is not { } number)
            return null;
        var published = TimeOf(version.Member("created_at"));
        return new PublishedVersion
        {
            Version = number,
            Published = published,
            Completed = published,
            Publisher = version.Member("published_by")?.TextOf("login"),
            IsTrusted = version.Member("trustpub_data") is not null,
            Files = version.TextOf("checksum") is { } checksum ? [new PublishedFile("", null, "sha256", checksum)] : [],
        };
    }
}
