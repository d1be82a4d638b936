using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>What stands around a secret lowers it where it is worth less, and never where the secret proves itself.</summary>
public sealed class SecretContextCases : DetectorCases
{
    private const string Url = "secret/postgres-url", Ado = "secret/ado-net-connection-string", Firebase = "secret/firebase-web-key", Maps = "secret/google-maps-browser-key";

    private static readonly string[] Real = ["db.acme-cloud.io", "10.2.3.4", "192.0.20.1", "127.acme.io", "example.com.acme.io", "notexample.com", "localhost.acme.io", "203.0.113.acme.io", "test.acme.io"];

    private static readonly string[] Nobodys = ["localhost", "LOCALHOST", "127.0.0.1", "127.8.1.4", "db.example.com", "example.org", "db.example", "db.acme.test", "db.invalid", "192.0.2.7", "198.51.100.9", "203.0.113.200"];

    public override IEnumerable<DetectorCase> All => [.. Hosts, .. LockFiles, .. Public];

    private static IEnumerable<DetectorCase> Hosts =>
    [
        .. Real.Select(host => Fires(Url, "at " + host, Closed("a.js", Address(host)), Severity.High, Decision.Deny)),
        .. Nobodys.Select(host => Fires(Url, "at " + host, Closed("a.js", Address(host)), Severity.Low, Decision.Allow)),
        Fires(Url, "at a name for examples with a port, in an open package", Open("a.js", Address("db.example.com:5432")), Severity.Info, Decision.Allow),
        Silent(Url, "at a name for examples, in an open package", Open("a.js", Address("db.example.com:5432"))),
        Fires("secret/mongodb-url", "of a replica set with one real host", Closed("a.js", $"mongodb://app:{TestSecret.Alphanumeric(20, 4)}@localhost:27017,db.acme-cloud.io:27017/x"), Severity.High, Decision.Deny),
        Fires("secret/mongodb-url", "of a replica set on this machine", Closed("a.js", $"mongodb://app:{TestSecret.Alphanumeric(20, 4)}@localhost:27017,127.0.0.1:27018/x"), Severity.Low, Decision.Allow),
        Fires(Ado, "to a real server", Closed("a.config", $"\"Server=tcp:sql.acme-cloud.io,1433;User Id=app;Password={TestSecret.Alphanumeric(18, 5)}\""), Severity.High, Decision.Deny),
        Fires(Ado, "to this machine", Closed("a.config", $"\"Server=localhost;User Id=app;Password={TestSecret.Alphanumeric(18, 5)}\""), Severity.Low, Decision.Allow),
        Fires(Ado, "to a real server, beside a string to this machine", Closed("a.config", $"\"Server=localhost\" \"Server=sql.acme-cloud.io;User Id=app;Password={TestSecret.Alphanumeric(18, 5)}\""), Severity.High, Decision.Deny),
        Fires("secret/gitlab-token", "in an address for examples", Closed("a.sh", "git clone https://oauth2:gl" + $"pat-{TestSecret.Alphanumeric(20, 6)}@git.example/x.git"), Severity.High, Decision.Deny),
        Fires("secret/github-app-installation-token", "proven, in an address of this machine", Open("test/a.sh", $"https://x:{TestSecret.Checked("gh" + "s_", 5)}@localhost/a"), Severity.High, Decision.Deny),
    ];

    private static IEnumerable<DetectorCase> LockFiles =>
    [
        Fires("secret/heroku-legacy-api-key", "known by its name alone, in a lock file", Closed("poetry.lock", $"heroku_api_key = \"{TestSecret.Random("0123456789abcdef", 8, 7)}-{TestSecret.Random("0123456789abcdef", 4, 8)}-4{TestSecret.Random("0123456789abcdef", 3, 9)}-a{TestSecret.Random("0123456789abcdef", 3, 9)}-{TestSecret.Random("0123456789abcdef", 12, 3)}\""), Severity.Low, Decision.Allow),
        Fires("secret/npm-token", "in a lock file", Open("yarn.lock", $"resolved \"https://registry.acme.test/a.tgz?t={TestSecret.Npm()}\""), Severity.High, Decision.Deny),
    ];

    private static IEnumerable<DetectorCase> Public =>
    [
        Fires(Firebase, "in the configuration of a page", Closed("a.js", $"initializeApp({{ apiKey: \"{TestSecret.Google()}\", authDomain: \"acme.firebaseapp.com\" }})"), Severity.Info, Decision.Allow),
        Silent("secret/google-api-key", "of Firebase, in the configuration of a page", Closed("a.js", $"initializeApp({{ apiKey: \"{TestSecret.Google()}\", authDomain: \"acme.firebaseapp.com\" }})")),
        Silent("secret/google-api-key", "of Maps, in the address of its script", Closed("a.html", $"<script src=\"https://maps.googleapis.com/maps/api/js?v=3&key={TestSecret.Google()}&libraries=places\">")),
        Fires(Maps, "in the address of its script", Closed("a.html", $"<script src=\"https://maps.googleapis.com/maps/api/js?v=3&key={TestSecret.Google()}&libraries=places\">"), Severity.Info, Decision.Allow),
        Fires("secret/google-api-key", "of a server", Closed("a.py", $"gemini = Client(api_key='{TestSecret.Google()}')"), Severity.Low, Decision.Allow),
    ];

    private static string Address(string host) => $"connect('postgres://app:{TestSecret.Alphanumeric(20, 3)}@{host}/shop')";

    private static DetectorCase Fires(string rule, string name, Func<byte[]> build, Severity atLeast, Decision decision) =>
        new(rule, name, true, "artifact", build) { AtLeast = atLeast, Decision = decision };

    private static DetectorCase Silent(string rule, string name, Func<byte[]> build) => new(rule, name, false, "artifact", build);

    private static Func<byte[]> Closed(string file, string text) => Package("UNLICENSED", file, text);

    private static Func<byte[]> Open(string file, string text) => Package("MIT", file, text);

    private static Func<byte[]> Package(string licence, string file, string text) =>
        () => TestArchive.Npm($$"""{"name": "acme", "version": "1.0.0", "license": "{{licence}}", "files": ["*"]}""", ("index.js", "1"), (file, text));
}
