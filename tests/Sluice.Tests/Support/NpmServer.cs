using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Sluice.Tests.Support;

/// <summary>A real registry of npm packages on a port of its own, which the real npm publishes to. It is empty at the start and gone after the tests.</summary>
public sealed class NpmServer : IAsyncLifetime
{
    private const int MostStarts = 5;
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "real", "registry");
    private static readonly string Program = Path.Combine(Folder, "node_modules", "verdaccio", "bin", "verdaccio");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private Process? _process;

    /// <summary>With a slash at its end.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // ./test has fetched it; a run of the tests alone fetches it once.
        if (!File.Exists(Program))
            TemporaryFolder.Output(Folder, "npm", "install", "--no-save", "--ignore-scripts", "--loglevel", "error", "--cache", Path.Combine(Repository.Root, ".build", "npm-cache"));
        _folder.File("registry.yaml", """
            storage: ./store
            auth: { htpasswd: { file: ./htpasswd, max_users: 100, algorithm: bcrypt, rounds: 4 } }
            uplinks: {}
            packages: { '**': { access: $all, publish: $authenticated, unpublish: $authenticated } }
            web: { enable: false }
            log: { type: stdout, format: pretty, level: error }

            """);
        for (var starts = 1; !await Start(); starts++)
            Assert.True(starts < MostStarts, "the registry does not start");
        using var answer = await _http.PutAsJsonAsync(Address + "-/user/org.couchdb.user:ann", new { name = "ann", password = Guid.NewGuid().ToString("N") });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        _folder.File("npmrc", $"noproxy=127.0.0.1\n{Address["http:".Length..]}:_authToken={token}\nupdate-notifier=false\n");
    }

    /// <summary>Publishes a folder with npm, and gives the tarball that the registry then has.</summary>
    public byte[] Publish(string folder)
    {
        Npm(folder, "publish");
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "package.json")));
        var (name, version) = (manifest.RootElement.GetProperty("name").GetString()!, manifest.RootElement.GetProperty("version").GetString());
        return _http.GetByteArrayAsync(new Uri($"{Address}{name}/-/{name}-{version}.tgz")).GetAwaiter().GetResult();
    }

    /// <summary>Runs npm as the user of this registry, whatever the machine is configured with.</summary>
    public void Npm(string folder, params string[] arguments) =>
        TemporaryFolder.Output(folder, "npm", [.. arguments, "--registry", Address, "--userconfig", Path.Combine(_folder.Path, "npmrc"), "--cache", Path.Combine(_folder.Path, "cache"), "--loglevel", "error"]);

    /// <summary>Where the registry keeps the tarballs of a package.</summary>
    public string StoreOf(string name) => Path.Combine(_folder.Path, "store", name);

    public ValueTask DisposeAsync()
    {
        Stop();
        _http.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>False when somebody else took the port in between: the server ends by itself then.</summary>
    private async Task<bool> Start()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        var start = new ProcessStartInfo("node", [Program, "-c", "registry.yaml", "-l", Address.TrimEnd('/')]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        // A pipe that nobody reads fills up, and the server waits.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!_process.HasExited)
        {
            if (await Answers())
                return true;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Stop();
        return false;
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address + "-/ping"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode && !_process!.HasExited;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }
}
