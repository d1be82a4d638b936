using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Configuration;
using Sluice.Registries;

namespace Sluice.Tests.Support;

/// <summary>A registry that lives in memory and remembers what it was asked.</summary>
public sealed class TestRegistry : HttpMessageHandler
{
    public const string Address = "https://registry.example/";

    private readonly Dictionary<string, (int Status, byte[] Body)> _answers = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public List<string?> Tokens { get; } = [];

    /// <param name="path">With the leading slash, as it is sent.</param>
    public TestRegistry Answer(string path, string body, int status = 200) => Answer(path, Encoding.UTF8.GetBytes(body), status);

    public TestRegistry Answer(string path, byte[] body, int status = 200)
    {
        _answers[path] = (status, body);
        return this;
    }

    public TestRegistry Npm(TestPackage package) => Answer("/" + package.Name.Replace("/", "%2F", StringComparison.Ordinal), package.Packument());

    public RegistryClient Client(Func<Uri, string?>? tokenOf = null) => new(new HttpClient(this, disposeHandler: false), tokenOf ?? (_ => null));

    public PackageLookup Lookup(string ecosystem = "npm", params string[] internalNames) =>
        new(new Dictionary<string, string> { [ecosystem] = Address }, () => Client(), [.. internalNames.Select(name => Glob.TryParse(name, out var glob, out _) ? glob : throw new ArgumentException(name))]);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add(path);
        Tokens.Add(request.Headers.Authorization?.Parameter);
        var (status, body) = _answers.TryGetValue(path, out var answer) ? answer : (404, "{}"u8.ToArray());
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        if (status is >= 300 and < 400)
            response.Headers.Location = new Uri(Encoding.UTF8.GetString(body), UriKind.RelativeOrAbsolute);
        return response;
    }
}

/// <summary>A package as an npm registry tells of it.</summary>
public sealed class TestPackage(string name)
{
    private readonly JsonObject _versions = [];
    private readonly JsonObject _times = [];

    public string Name => name;

    /// <param name="published">A day, or a moment of RFC 3339.</param>
    /// <param name="more">Of the version's manifest.</param>
    public TestPackage Version(string version, string published, string? publisher = null, string[]? maintainers = null, bool attested = false, bool trusted = false, bool script = false, string[]? dependencies = null, byte[]? tarball = null, string? commit = null)
    {
        var dist = new JsonObject { ["tarball"] = $"{TestRegistry.Address}{name}/-/{name[(name.IndexOf('/') + 1)..]}-{version}.tgz" };
        if (tarball is not null)
            dist["integrity"] = "sha512-" + Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(tarball));
        if (attested)
            dist["attestations"] = new JsonObject { ["url"] = $"{TestRegistry.Address}-/attestations/{name}@{version}", ["provenance"] = new JsonObject { ["predicateType"] = "https://slsa.dev/provenance/v1" } };
        var manifest = new JsonObject { ["name"] = name, ["version"] = version, ["dist"] = dist };
        if (publisher is not null)
            manifest["_npmUser"] = new JsonObject { ["name"] = publisher, ["email"] = $"{publisher}@mail.example" };
        if (trusted)
            manifest["_npmUser"] = new JsonObject { ["name"] = "Pipelines", ["email"] = "pipelines@mail.example", ["trustedPublisher"] = new JsonObject { ["id"] = "pipelines" } };
        if (maintainers is not null)
            manifest["maintainers"] = new JsonArray([.. maintainers.Select(account => (JsonNode)new JsonObject { ["name"] = account, ["email"] = $"{account}@mail.example" })]);
        if (commit is not null)
            manifest["gitHead"] = commit;
        if (script)
            manifest["scripts"] = new JsonObject { ["postinstall"] = "node setup.js" };
        if (dependencies is not null)
            manifest["dependencies"] = new JsonObject(dependencies.Select(dependency => KeyValuePair.Create(dependency, (JsonNode?)"^1.0.0")));
        _versions[version] = manifest;
        _times[version] = published.Contains('T', StringComparison.Ordinal) ? published : published + "T10:00:00.000Z";
        return this;
    }

    public string Packument() => new JsonObject { ["_id"] = name, ["name"] = name, ["time"] = _times.DeepClone(), ["versions"] = _versions.DeepClone() }.ToJsonString();
}
