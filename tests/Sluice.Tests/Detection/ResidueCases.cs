using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class ResidueCases : DetectorCases
{
    private const string Rule = "exposure/residue";

    public override IEnumerable<DetectorCase> All => [.. Credentials, .. Data, .. Junk, .. Images];

    private static IEnumerable<DetectorCase> Credentials =>
    [
        Denied("an environment file with secrets", (".env", $"PORT=3000\nAPI_TOKEN={TestSecret.Alphanumeric(32, 1)}\n")),
        Denied("an environment file with a database password", ("config/.env.production", $"DATABASE_URL=postgres://svc:{TestSecret.Alphanumeric(14, 2)}@db.example/x\n")),
        Denied("an environment file with exported and quoted values", ("deploy.env", $"export CLIENT_SECRET=\"{TestSecret.Alphanumeric(20, 3)}\"\n")),
        Warned("an environment file without secrets", (".env", "NODE_ENV=production\nPORT=3000\n")),
        Silent("an example of an environment file", (".env.example", $"API_TOKEN={TestSecret.Alphanumeric(32, 1)}\n")),
        Silent("an environment file of comments", (".env", "# nothing here\nAPI_TOKEN=\n")),
        Silent("the manifest of a crate as it was written", ("crate/Cargo.toml.orig", "[package]\nname = \"acme\"\n")),
        Silent("a type declaration called env", ("env.d.ts", "declare const API_TOKEN: string")),
        Warned("placeholders instead of secrets", (".env", "API_TOKEN=<your-token>\nSECRET=changeme\nKEY=${FROM_CI}\n")),
        Denied("an npm configuration with a login", (".npmrc", $"//registry.example/:_authToken={TestSecret.Alphanumeric(36, 4)}\n")),
        Warned("an npm configuration of settings", (".npmrc", "save-exact=true\n")),
        Warned("an npm configuration that reads the environment", (".npmrc", "//registry.example/:_authToken=${NPM_TOKEN}\n")),
        Denied("a configuration for the Python index", (".pypirc", $"[pypi]\nusername = __token__\npassword = pypi-{TestSecret.Alphanumeric(60, 5)}\n")),
        Denied("a netrc", (".netrc", $"machine git.example login me password {TestSecret.Alphanumeric(12, 6)}1\n")),
        Denied("a Git credential store", (".git-credentials", $"https://me:{TestSecret.Alphanumeric(20, 7)}@git.example\n")),
        Denied("a Docker login", (".docker/config.json", """{"auths": {"registry.example": {"auth": "bWU6c2VjcmV0LXZhbHVl"}}}""")),
        Silent("a Docker configuration without login", (".docker/config.json", """{"auths": {"registry.example": {}}, "credsStore": "desktop"}""")),
        Denied("a Kubernetes login", (".kube/config", "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    client-key-data: TUlJ\n")),
        Denied("settings of an application with a password", ("appsettings.Production.json", """{"ConnectionStrings": {"Main": "Server=db;User Id=sa;Password=Tr0ub4dor;"}}""")),
        Silent("settings of an application", ("appsettings.json", """{"Logging": {"LogLevel": {"Default": "Information"}}, "ConnectionStrings": {"Main": "Server=db;Integrated Security=true"}}""")),
        Denied("a Terraform state", ("infra/terraform.tfstate", """{"version": 4, "terraform_version": "1.9.0", "resources": [{"type": "x"}]}""")),
        Warned("credentials among fixtures", ("test/fixtures/.npmrc", $"//registry.example/:_authToken={TestSecret.Alphanumeric(36, 4)}\n")),
        Silent("credentials in a bundled dependency", ("node_modules/b/.npmrc", $"//registry.example/:_authToken={TestSecret.Alphanumeric(36, 4)}\n")),
        Open("an npm configuration of settings in an open package", (".npmrc", "save-exact=true\n")),
    ];

    private static IEnumerable<DetectorCase> Data =>
    [
        Denied("a Git repository", (".git/HEAD", "ref: refs/heads/main\n"), (".git/config", "[core]\n"), (".git/objects/ab/cd", "x")),
        Silent("files that tell Git what to do", (".gitignore", "node_modules\n"), (".gitattributes", "* text=auto\n")),
        Denied("a dump of a database", ("db/backup.sql", "-- MySQL dump 10.13\nINSERT INTO users VALUES (1,'a');\n")),
        Silent("a schema", ("db/schema.sql", "-- MySQL dump 10.13\nCREATE TABLE users (id int);\n")),
        Silent("statements that fill tables", ("db/seed.sql", "INSERT INTO roles VALUES (1,'admin');\n")),
        Denied("a core dump", ("core", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0004\0>\0\0\0")),
        Silent("a program", ("tool", "\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0>\0\0\0")),
        Denied("a heap snapshot", ("a.heapsnapshot", """{"snapshot":{"meta":{"node_fields":[]}}}""")),
        Denied("a history of typed commands", (".bash_history", "ls\n")),
        Warned("a log", ("run.log", "2026-01-02 10:11:12 INFO start\n2026-01-02 10:11:13 INFO go\n2026-01-02 10:11:14 WARN stop\n")),
        Silent("a text that is called log", ("math.log", "The logarithm of a product\nis the sum of the logarithms.\nHere is why.\n")),
    ];

    private static IEnumerable<DetectorCase> Junk =>
    [
        new(Rule, "a folder view of macOS", true, "artifact", () => TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(Closed)), ("package/index.js", [65]), ("package/.DS_Store", [0, 0, 0, 1, .. "Bud1"u8, .. new byte[40]]))) { Decision = Decision.Allow },
        Warned("a backup copy", ("index.js.orig", "1")),
        Warned("settings of an editor", (".idea/workspace.xml", "<x/>"), (".idea/misc.xml", "<x/>")),
        Silent("an editor settings file for everybody", (".editorconfig", "root = true\n")),
    ];

    private static IEnumerable<DetectorCase> Images =>
    [
        new(Rule, "an environment file in a layer, whatever licence the base image has", true, "image.tar", () => Image(("app/.env", $"API_TOKEN={TestSecret.Alphanumeric(32, 1)}\n"))) { AtLeast = Severity.High, Decision = Decision.Deny },
        new(Rule, "a list of keys that may log in", true, "image.tar", () => Image(("root/.ssh/authorized_keys", "ssh-ed25519 AAAA me\n"))) { AtLeast = Severity.High, Decision = Decision.Deny },
        new(Rule, "an empty list of keys", false, "image.tar", () => Image(("root/.ssh/authorized_keys", ""))),
        new(Rule, "an example and logs of the system", false, "image.tar", () => Image(("app/.env.example", "OPENAI_API_KEY=sk-xxxx\nA=changeme\n"), ("var/log/dpkg.log", "2026-01-02 10:11:12 a\n2026-01-02 10:11:12 a\n2026-01-02 10:11:12 a\n"))),
        new(Rule, "a dot file of a system package", false, "image.tar", () => Image(("usr/lib/node_modules/npm/.npmrc", "save=true\n"))),
    ];

    private const string Closed = """{"name": "acme", "version": "1.0.0", "license": "UNLICENSED", "files": ["*"]}""";

    private static DetectorCase Denied(string name, params (string, string)[] files) => new(Rule, name, true, "artifact", () => Package(Closed, files)) { AtLeast = Severity.High, Decision = Decision.Deny };

    private static DetectorCase Warned(string name, params (string, string)[] files) => new(Rule, name, true, "artifact", () => Package(Closed, files)) { Decision = Decision.Allow };

    private static DetectorCase Silent(string name, params (string, string)[] files) => new(Rule, name, false, "artifact", () => Package(Closed, files));

    private static DetectorCase Open(string name, params (string, string)[] files) => new(Rule, name, false, "artifact", () => Package(Closed.Replace("UNLICENSED", "MIT", StringComparison.Ordinal), files));

    private static byte[] Image(params (string Path, string Text)[] files) => ImageBytes.LayoutTar(new ImageSpec
    {
        Layers = [TestArchive.Tar([.. files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))])],
        Labels = new Dictionary<string, string> { ["org.opencontainers.image.licenses"] = "MIT" },
    });

    private static byte[] Package(string manifest, (string, string)[] files) => TestArchive.Npm(manifest, [("index.js", "1"), .. files]);
}
