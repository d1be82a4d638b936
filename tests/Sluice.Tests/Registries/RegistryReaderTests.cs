using System.Net;
using System.Text;
using Sluice.Cli;
using Sluice.Packages;
using Sluice.Registries;
using Sluice.Tests.Support;

namespace Sluice.Tests.Registries;

public sealed class RegistryReaderTests
{
    private static readonly DateTimeOffset Day = new(2025, 5, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_npm_document_tells_publishers_attestations_scripts_and_digests()
    {
        var tarball = "bytes"u8.ToArray();
        var history = Read("npm", "@acme/add", new TestRegistry().Npm(new TestPackage("@acme/add")
            .Version("1.0.1", "2025-06-01", trusted: true, attested: true, maintainers: ["ada"], tarball: tarball).Version("1.0.0", "2025-05-01", "ada", ["ada", "bea"], script: true, dependencies: ["x"])));

        Assert.Equal(["1.0.0", "1.0.1"], history.Versions.Select(version => version.Version));
        var (old, current) = (history.Versions[0], history.Versions[1]);
        Assert.Equal((Day, "ada", false, false, true), (old.Published, old.Publisher, old.IsTrusted, old.IsAttested, old.HasInstallScript));
        Assert.Equal(["ada", "bea"], old.Maintainers);
        Assert.Equal(["x"], old.Dependencies);
        Assert.Equal((true, true, false), (current.IsTrusted, current.IsAttested, current.HasInstallScript));
        Assert.Equal(("sha512", Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(tarball))), (current.Files[0].Algorithm, current.Files[0].Digest));
        Assert.Null(Read("npm", "a", new TestRegistry().Npm(new TestPackage("a").Version("1.0.0", "2025-05-01"))).Versions[0].IsAttested);
    }

    [Fact]
    public void A_Python_index_tells_times_and_digests_of_files()
    {
        var history = Read("pypi", "Acme_Add", new TestRegistry().Answer("/simple/acme-add/", """
            {"meta":{"api-version":"1.1"},"name":"acme-add","files":[
              {"filename":"acme_add-1.0.0.tar.gz","url":"https://files.example/a","hashes":{"sha256":"AB"},"upload-time":"2025-05-01T10:00:00.000000Z","provenance":null},
              {"filename":"acme_add-1.0.0-py3-none-any.whl","url":"https://files.example/b","hashes":{"sha256":"cd"},"upload-time":"2026-05-02T10:00:00Z","provenance":null},
              {"filename":"acme_add-1.1.0-py3-none-any.whl","url":"https://files.example/c","hashes":{},"upload-time":"2025-06-01T10:00:00Z","provenance":"https://files.example/c.provenance"},
              {"filename":"acme_add-0.9.win32.exe","url":"x","hashes":{}}]}
            """));

        Assert.Equal(["1.0.0", "1.1.0"], history.Versions.Select(version => version.Version));
        Assert.Equal((Day, Day.AddDays(366), false), (history.Versions[0].Published, history.Versions[0].Completed, history.Versions[0].IsAttested));
        Assert.Equal([("acme_add-1.0.0.tar.gz", "ab"), ("acme_add-1.0.0-py3-none-any.whl", "cd")], history.Versions[0].Files.Select(file => (file.Name, file.Digest!)));
        Assert.True(history.Versions[1].IsAttested);
    }

    [Fact]
    public void A_registry_of_crates_tells_who_published()
    {
        var history = Read("crates", "acme", new TestRegistry().Answer("/api/v1/crates/acme", """
            {"crate":{"created_at":"2025-05-01T10:00:00Z"},"versions":[{"num":"0.2.0","created_at":"2025-06-01T10:00:00Z","checksum":"ef","published_by":null,"trustpub_data":{"provider":"x"}},{"num":"0.1.0","created_at":"2025-05-01T10:00:00Z","published_by":{"login":"ada"}}]}
            """));

        Assert.Equal([("0.1.0", "ada", false), ("0.2.0", null, true)], history.Versions.Select(version => (version.Version, version.Publisher, version.IsTrusted)));
        Assert.Equal(Day, history.FirstPublished);
    }

    [Fact]
    public void A_NuGet_registry_tells_times_and_dependencies_page_by_page()
    {
        var history = Read("nuget", "Acme.Add", new TestRegistry()
            .Answer("/index.json", """{"version":"3.0.0","resources":[{"@id":"https://registry.example/reg/","@type":"RegistrationsBaseUrl/3.6.0"},{"@id":"https://registry.example/old/","@type":"RegistrationsBaseUrl"}]}""")
            .Answer("/reg/acme.add/index.json", """{"items":[{"@id":"https://registry.example/reg/acme.add/p1.json"},{"items":[{"catalogEntry":{"version":"1.1.0","published":"1900-01-01T00:00:00Z"}}]}]}""")
            .Answer("/reg/acme.add/p1.json", """{"items":[{"catalogEntry":{"version":"1.0.0","published":"2025-05-01T10:00:00+00:00","dependencyGroups":[{"dependencies":[{"id":"Other"}]}]}}]}"""));

        Assert.Equal([("1.0.0", Day), ("1.1.0", (DateTimeOffset?)null)], history.Versions.OrderBy(version => version.Version, StringComparer.Ordinal).Select(version => (version.Version, version.Published)));
        Assert.Equal(["Other"], history.Find("1.0.0")!.Dependencies);
    }

    [Theory]
    [InlineData("npm")]
    [InlineData("pypi")]
    [InlineData("crates")]
    public void A_package_that_is_not_there_has_no_versions(string ecosystem) => Assert.False(Read(ecosystem, "nobody", new TestRegistry()).IsKnown);

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a?b")]
    [InlineData("a%2f..")]
    [InlineData("")]
    [InlineData(".hidden")]
    public void A_name_that_no_package_can_have_is_not_asked_for(string name)
    {
        var registry = new TestRegistry();

        Assert.Throws<RegistryException>(() => Read("npm", name, registry));
        Assert.Empty(registry.Asked);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"b","versions":{"1.0.0":{}}}""")]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"name":"a","versions":[]}""")]
    [InlineData("""{"name":"a","versions":{"1.0.0":null}}""")]
    [InlineData("""{"name":"a","versions":{"1.0.0":{}},"time":{"1.0.0":"yesterday"}}""")]
    [InlineData("""{"name":"a","versions":{"1.0.0":{}},"time":{"1.0.0":5}}""")]
    public void An_answer_that_says_nothing_of_the_package_is_none(string document) =>
        Assert.Throws<RegistryException>(() => Read("npm", "a", new TestRegistry().Answer("/a", document)));

    [Fact]
    public void A_package_that_was_taken_back_has_no_versions() =>
        Assert.False(Read("npm", "a", new TestRegistry().Answer("/a", """{"name":"a","time":{"unpublished":{"time":"2026-01-01T00:00:00Z"}}}""")).IsKnown);

    [Fact]
    public void Redirects_stay_within_the_scheme_and_end()
    {
        var registry = new TestRegistry().Answer("/a", "/b", 302).Answer("/b", """{"name":"a","versions":{"1.0.0":{}},"time":{}}""").Answer("/c", "http://elsewhere.example/c", 301).Answer("/d", "/d", 307);

        Assert.True(Read("npm", "a", registry).IsKnown);
        Assert.Throws<RegistryException>(() => Read("npm", "c", registry));
        Assert.Throws<RegistryException>(() => Read("npm", "d", registry));
    }

    [Fact]
    public void JSON_that_is_deeper_than_any_document_is_refused() =>
        Assert.Throws<RegistryException>(() => Read("npm", "a", new TestRegistry().Answer("/a", string.Concat(Enumerable.Repeat("{\"versions\":", 5000)))));

    [Fact]
    public void A_real_connection_is_compressed_bounded_and_ends_in_time()
    {
        using var listener = Listening(out var port);
        var serving = Task.Run(async () =>
        {
            while (listener.IsListening)
                await Serve(await listener.GetContextAsync());
        });
        var client = RegistryHttp.Client(address => address.AbsolutePath == "/secret" ? "token" : null);
        var address = new Uri($"http://127.0.0.1:{port}/");
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal("hello", Encoding.UTF8.GetString(client.Get(new Uri(address, "gzip"), "application/json", 1000, cancel)!));
        Assert.Equal("Bearer token", Encoding.UTF8.GetString(client.Get(new Uri(address, "secret"), "application/json", 1000, cancel)!));
        Assert.Equal("", Encoding.UTF8.GetString(client.Get(new Uri(address, "open"), "application/json", 1000, cancel)!));
        Assert.Null(client.Get(new Uri(address, "missing"), "application/json", 1000, cancel));
        Assert.Contains("more than", Assert.Throws<RegistryException>(() => client.Get(new Uri(address, "bomb"), "application/json", 1 << 20, cancel)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", Assert.Throws<RegistryException>(() => client.Get(new Uri($"http://user:pass@127.0.0.1:{port}/wrong?key=pass"), "application/json", 1000, cancel)).Message, StringComparison.Ordinal);
        listener.Stop();
        Assert.Throws<RegistryException>(() => client.Get(new Uri(address, "gzip"), "application/json", 1000, cancel));
        _ = serving.Exception;
    }

    /// <summary>A port that is free may be another's by the time it is asked for.</summary>
    private static HttpListener Listening(out int port)
    {
        while (true)
        {
            var listener = new HttpListener();
            port = FreePort();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private static async Task Serve(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var body = request.Url!.AbsolutePath switch
        {
            "/gzip" => TestArchive.Gzip("hello"u8.ToArray()),
            "/bomb" => TestArchive.Gzip(new byte[8 << 20]),
            "/secret" or "/open" => Encoding.UTF8.GetBytes(request.Headers["Authorization"] ?? ""),
            _ => [],
        };
        response.StatusCode = request.Url.AbsolutePath switch { "/missing" => 404, "/wrong" => 400, _ => 200 };
        if (request.Url.AbsolutePath is "/gzip" or "/bomb")
            response.Headers["Content-Encoding"] = "gzip";
        try
        {
            await response.OutputStream.WriteAsync(body);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client has heard enough.
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static PackageHistory Read(string ecosystem, string name, TestRegistry registry) => registry.Lookup(ecosystem).Find(ecosystem, name, TestContext.Current.CancellationToken);
}
