using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class SecretCases : DetectorCases
{
    private const string PrivateKey = "secret/private-key";
    private const string ServiceAccount = "secret/gcp-service-account";

    public override IEnumerable<DetectorCase> All => [.. Keys, .. ServiceAccounts, .. Tokens];

    private static IEnumerable<DetectorCase> Keys =>
    [
        Fires(PrivateKey, "a key file", () => Package(("server.pem", TestSecret.PrivateKey()))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(PrivateKey, "a key of an older form", () => Package(("id", TestSecret.RsaPrivateKey()))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "with a short word in it by chance", () => Package(("server.pem", "-----BEGIN PRIVATE KEY-----\nMII" + TestSecret.Alphanumeric(80, 3) + "BxXXXt" + TestSecret.Alphanumeric(60, 4) + "\n-----END PRIVATE KEY-----\n"))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "in a string with escaped line ends", () => Package(("a.json", $$"""{"private_key": "{{TestSecret.PrivateKey().Replace("\n", "\\n", StringComparison.Ordinal)}}\n"}"""))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "concatenated in code", () => Package(("a.js", "const k = \"" + TestSecret.RsaPrivateKey().Replace("\n", "\\n\" +\n  \"", StringComparison.Ordinal) + "\";"))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "in a binary", () => Package(("a.bin", "\0\u0001\0\0" + TestSecret.PrivateKey() + "\0\0"))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "with a password", () => Package(("server.pem", TestSecret.EncryptedPrivateKey()))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires(PrivateKey, "in the format of PuTTY", () => Package(("a.ppk", "PuTTY-User-Key-" + "File-3: ssh-ed25519\nEncryption: none\nComment: me\nPublic-Lines: 1\n" + TestSecret.Alphanumeric(64, 1) + "\nPrivate-Lines: 1\n" + TestSecret.Alphanumeric(48, 2) + "\nPrivate-MAC: 00\n"))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "a test key in a closed package", () => Package(("test/server.pem", TestSecret.PrivateKey()))) with { Decision = Decision.Allow },
        new(PrivateKey, "a host key in an image", true, "image.tar", () => ImageBytes.LayoutTar(new ImageSpec { Layers = [TestArchive.Tar(("etc/ssh/ssh_host_key", System.Text.Encoding.ASCII.GetBytes(TestSecret.PrivateKey())))] })) { AtLeast = Severity.High, Decision = Decision.Deny },
        new(PrivateKey, "the key that Debian makes for nobody", true, "image.tar", () => ImageBytes.LayoutTar(new ImageSpec { Layers = [TestArchive.Tar(("etc/ssl/private/ssl-cert-snakeoil.key", System.Text.Encoding.ASCII.GetBytes(TestSecret.PrivateKey())))] })) { Decision = Decision.Allow },
        Silent(PrivateKey, "a header that is only mentioned", () => Package(("a.js", "if (pem.startsWith('-----BEGIN PRIVATE KEY-----')) parse(pem.split('-----END PRIVATE KEY-----')[0])"))),
        Silent(PrivateKey, "a key that is left out", () => Package(("README.md", "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----"))),
        Silent(PrivateKey, "a public key", () => Package(("a.pem", TestSecret.PrivateKey().Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal)))),
        Silent(PrivateKey, "a test key in an open package", () => Open(("test/fixtures/server.pem", TestSecret.PrivateKey()))),
        Silent(PrivateKey, "in the documentation of an open package", () => Open(("README.md", TestSecret.PrivateKey()))) with { Decision = Decision.Allow },
        Silent(PrivateKey, "in the declarations of an open package", () => Open(("types.d.ts", "/** @example " + TestSecret.PrivateKey() + "\n */"))) with { Decision = Decision.Allow },
        new(PrivateKey, "among the jars that an application depends on", true, "app.jar", () => TestArchive.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"u8.ToArray()), ("BOOT-INF/lib/tls.jar", TestArchive.Zip(("tls/Probe.class", TestProgram.JavaClass(TestSecret.PrivateKey())))))) { Decision = Decision.Allow },
        new(PrivateKey, "among the classes of the application", true, "app.jar", () => TestArchive.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"u8.ToArray()), ("BOOT-INF/classes/a/Probe.class", TestProgram.JavaClass(TestSecret.PrivateKey())))) { Decision = Decision.Deny },
        Fires(PrivateKey, "in a library of an open package, which tests itself with it", () => OpenProgram("prebuilds/tls.so", TestProgram.Elf(System.Text.Encoding.ASCII.GetBytes(TestSecret.PrivateKey())))) with { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Fires(PrivateKey, "in a script of an open package", () => OpenProgram("lib/tls.js", System.Text.Encoding.ASCII.GetBytes($"module.exports = `{TestSecret.PrivateKey()}`"))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "in a recorded answer in an open package", () => Open(("answers.json", Recorded(TestSecret.PrivateKey())))) with { Decision = Decision.Allow },
        Fires(PrivateKey, "in a recorded answer in a closed package", () => Package(("answers.json", Recorded(TestSecret.PrivateKey())))) with { Decision = Decision.Deny },
        Fires(PrivateKey, "in the documentation of a closed package", () => Package(("README.md", TestSecret.PrivateKey()))) with { Decision = Decision.Deny },
        Silent(PrivateKey, "a placeholder of the right length", () => Package(("a.pem", "-----BEGIN PRIVATE KEY-----\nM" + new string('A', 200) + "\n-----END PRIVATE KEY-----"))),
    ];

    private static IEnumerable<DetectorCase> ServiceAccounts =>
    [
        Fires(ServiceAccount, "the file of the console", () => Package(("key.json", TestSecret.ServiceAccount()))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires(ServiceAccount, "its fields in another order", () => Package(("key.json", TestSecret.ServiceAccount(isSorted: true)))) with { Decision = Decision.Deny },
        Fires(ServiceAccount, "as a string in a string", () => Package(("a.json", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["credentials"] = TestSecret.ServiceAccount() })))) with { Decision = Decision.Deny },
        Fires(ServiceAccount, "in base64", () => Package(("a.yaml", "key: " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(TestSecret.ServiceAccount()))))) with { Decision = Decision.Deny },
        Fires(ServiceAccount, "as options of a client", () => Package(("a.js", $"init({{ clientEmail: 'app@acme.iam.gserviceaccount.com', privateKey: `{TestSecret.PrivateKey()}` }})"))) with { Decision = Decision.Deny },
        Fires(ServiceAccount, "as settings", () => Package(("app.conf", $"EMAIL=app@acme.iam.gserviceaccount.com\nKEY=\"{TestSecret.PrivateKey().Replace("\n", "\\n", StringComparison.Ordinal)}\"\n"))) with { Decision = Decision.Deny },
        Fires(ServiceAccount, "in the tests of a closed package", () => Package(("test/key.json", TestSecret.ServiceAccount()))) with { Decision = Decision.Allow },
        Silent(ServiceAccount, "in the tests of an open package", () => Open(("test/fixtures/key.json", TestSecret.ServiceAccount()))),
        Silent(ServiceAccount, "without its key", () => Package(("key.json", """{"type": "service_account", "client_email": "app@acme.iam.gserviceaccount.com", "private_key": "-----BEGIN PRIVATE KEY-----\nYOUR KEY HERE\n-----END PRIVATE KEY-----\n"}"""))),
        Silent(ServiceAccount, "a key of something else beside the address", () => Package(("a.json", $$"""[{"client_email": "app@acme.iam.gserviceaccount.com"}, {"key": "{{TestSecret.PrivateKey().Replace("\n", "\\n", StringComparison.Ordinal)}}"}]"""))),
        Silent(PrivateKey, "the key of a service account, which has a rule of its own", () => Package(("key.json", TestSecret.ServiceAccount()))),
    ];

    private static IEnumerable<DetectorCase> Tokens =>
    [
        Fires("secret/github-token", "proven by its checksum in a test of an open package", () => Open(("test/a.js", $"const t = '{TestSecret.GitHub()}'"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires("secret/github-app-installation-token", "in a URL", () => Package((".gitmodules", $"url = https://x:{TestSecret.Checked("gh" + "s_", 5)}@git.example/a"))) with { Decision = Decision.Deny },
        Fires("secret/github-fine-grained-token", "in a script", () => Package(("a.sh", "T=github_" + "pat_" + TestSecret.Alphanumeric(22, 1) + "_" + TestSecret.Alphanumeric(59, 2)))) with { Decision = Decision.Deny },
        Fires("secret/github-token", "behind a flood of tokens that are none", () => Open(("a.txt", string.Join('\n', Enumerable.Range(0, 200).Select(i => "gh" + "p_" + TestSecret.Alphanumeric(36, i)).Append(TestSecret.GitHub()))))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent("secret/github-token", "a wrong checksum in an open package", () => Open(("README.md", "gh" + "p_" + TestSecret.Alphanumeric(36, 3)))),
        Silent("secret/github-token", "a placeholder", () => Package(("README.md", "gh" + "p_" + new string('x', 36)))),
        Silent("secret/github-token", "part of a longer word", () => Package(("a.js", "a" + TestSecret.GitHub() + "bc"))),
        Fires("secret/npm-token", "in a configuration", () => Open((".npmrc", "//registry.example/:_authToken=" + TestSecret.Npm()))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Silent("secret/npm-token", "the names of environment variables", () => Package(("a.js", "process.env.npm_package_config_registryauthtokenwithlongname"))),
        Fires("secret/aws-access-key", "with its secret", () => Package(("a.py", $"aws_access_key_id = '{TestSecret.AwsId()}'\naws_secret_access_key = '{TestSecret.AwsSecret()}'\n"))) with { AtLeast = Severity.High, Decision = Decision.Deny },
        Fires("secret/aws-access-key", "the identifier alone", () => Package(("a.py", $"id = '{TestSecret.AwsId(4)}' # sha1 {TestSecret.Random("0123456789abcdef", 40, 1)}"))) with { Decision = Decision.Allow },
        Silent("secret/aws-access-key", "the example of the documentation", () => Package(("a.py", "AK" + "IAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))),
        Fires("secret/slack-token", "a bot token", () => Package(("a.js", TestSecret.Slack()))) with { Decision = Decision.Deny },
        Silent("secret/slack-token", "a placeholder", () => Package(("a.js", "xo" + "xb-123456789012-1234567890123-xxxxxxxxxxxxxxxxxxxxxxxx"))),
        Fires("secret/stripe-key", "a live key", () => Package(("a.js", TestSecret.Stripe()))) with { Decision = Decision.Deny },
        Silent("secret/stripe-key", "a test key", () => Package(("a.js", TestSecret.Stripe().Replace("live", "test", StringComparison.Ordinal)))),
        Fires("secret/google-api-key", "in a closed package", () => Package(("a.js", $"key: \"{TestSecret.Google()}\""))) with { Decision = Decision.Allow },
        Silent("secret/google-api-key", "in an open package", () => Open(("a.js", $"key: \"{TestSecret.Google()}\""))),
    ];

    private static DetectorCase Fires(string rule, string name, Func<byte[]> build) => new(rule, name, true, "artifact", build);

    private static DetectorCase Silent(string rule, string name, Func<byte[]> build) => new(rule, name, false, "artifact", build);

    private static byte[] OpenProgram(string path, byte[] program) =>
        TestArchive.Tgz(("package/package.json", """{"name": "acme", "version": "1.0.0", "license": "MIT"}"""u8.ToArray()), ("package/index.js", "1"u8.ToArray()), ("package/" + path, program));

    /// <summary>JSON whose one value is JSON.</summary>
    private static string Recorded(string key) =>
        System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["data"] = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["pem"] = key }) });

    private static byte[] Package(params (string, string)[] files) => TestArchive.Npm("""{"name": "acme", "version": "1.0.0", "license": "UNLICENSED", "files": ["*"]}""", [("index.js", "1"), .. files]);

    private static byte[] Open(params (string, string)[] files) => TestArchive.Npm("""{"name": "acme", "version": "1.0.0", "license": "MIT", "files": ["*"]}""", [("index.js", "1"), .. files]);
}
