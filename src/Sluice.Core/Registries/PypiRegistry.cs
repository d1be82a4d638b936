using System.Text;
using System.Text.Json;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>
/// The simple API of Python indexes in JSON (PEP 691, with the times of PEP 700 and the attestations of PEP 740). It does not tell who uploaded, nor what a version depends on. An index that only
/// has pages for people cannot be asked.
/// </summary>
public sealed class PypiRegistry : RegistryReader
{
    private const string Format = "application/vnd.pypi.simple.v1+json";
    private static readonly string[] SourceEndings = [".tar.gz", ".zip", ".tar.bz2", ".tgz"];

    public override string Ecosystem => "pypi";

    /// <summary>PEP 503.</summary>
    public override string Normalize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is not ('-' or '_' or '.'))
                text.Append(char.ToLowerInvariant(letter));
            else if (text.Length > 0 && text[^1] != '-')
                text.Append('-');
        }

        return text.ToString();
    }

    protected override PackageHistory? History(RegistryClient client, Uri registry, string name, CancellationToken cancel)
    {
        var index = registry.AbsolutePath.EndsWith("/simple/", StringComparison.Ordinal) ? registry : new Uri(registry, "simple/");
        return Json(client, new Uri(index, Escape(Normalize(name)) + "/"), document => Read(name, document), cancel, Format);
    }

    private PackageHistory Read(string name, JsonElement document)
    {
        List<(string Version, JsonElement File)> files = [.. document.Member("files").Items()
            .Select(file => (VersionOf(file.TextOf("filename") ?? ""), file)).Where(file => file.Item1 is not null).Select(file => (file.Item1!, file.file))];
        var keepsAttestations = files.Exists(file => file.File.TextOf("provenance") is not null);
        return PackageHistory.Of(Ecosystem, name, files.GroupBy(file => file.Version, file => file.File, StringComparer.Ordinal).Select(version => Version(version.Key, [.. version], keepsAttestations)));
    }

    private static PublishedVersion Version(string number, List<JsonElement> files, bool keepsAttestations)
    {
        var times = files.ConvertAll(file => TimeOf(file.Member("upload-time"))).Where(time => time is not null).ToList();
        return new PublishedVersion
        {
            Version = number,
            Published = times.Min(),
            Completed = times.Max(),
            IsAttested = keepsAttestations ? files.TrueForAll(file => file.TextOf("provenance") is not null) : null,
            Files = [.. files.Select(FileOf)],
        };
    }

    private static PublishedFile FileOf(JsonElement file)
    {
        var digest = file.Member("hashes")?.TextOf("sha256");
        return new PublishedFile(file.TextOf("filename") ?? "", file.TextOf("url"), digest is null ? null : "sha256", digest?.ToLowerInvariant());
    }

    /// <summary>A wheel has it behind the first dash, a source archive behind the last. Null for installers and eggs of the past.</summary>
    private static string? VersionOf(string file)
    {
        if (file.EndsWith(".whl", StringComparison.Ordinal))
            return file.Split('-') is [_, var version, _, ..] ? version : null;
        if (Array.Find(SourceEndings, ending => file.EndsWith(ending, StringComparison.Ordinal)) is not { } end)
            return null;
        var dash = file.LastIndexOf('-');
        return dash > 0 && dash < file.Length - end.Length - 1 ? file[(dash + 1)..^end.Length] : null;
    }
}
