using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>What a secret says of itself decides how much it counts: until when, for whom, as what.</summary>
public sealed class StatedSecretsTests
{
    private static readonly string Signature = TestSecret.Alphanumeric(43, 11);

    [Theory]
    [InlineData("sv=2021-10-04&ss=bfqt&srt=sco&sp=rl&se=2001-01-01", Severity.Low)]
    [InlineData("sv=2021-10-04&ss=bfqt&srt=sco&sp=rl&se=2999-01-01", Severity.High)]
    [InlineData("sv=2021-10-04&sr=c&sp=rwl&se=2001-01-01T00%3A00%3A00Z", Severity.Low)]
    public void A_shared_access_signature_that_is_over_stops_no_release(string query, Severity expected)
    {
        var finding = Assert.Single(Found("a.sh", $"curl 'https://acme.blob.core.windows.net/c/a.zip?{query}&sig={Signature}%3D'\n"));

        Assert.Equal((expected, "decoded"), (finding.Severity, finding.Evidence.Single(pair => pair.Name == "proof").Value));
        Assert.Equal(expected == Severity.Low, finding.Message.Contains(", which is over", StringComparison.Ordinal));
    }

    /// <summary>Whoever rotates it needs them all.</summary>
    [Fact]
    public void Every_place_of_a_secret_is_named()
    {
        var line = System.Text.Encoding.ASCII.GetBytes($"token = '{TestSecret.GitHub()}'\n");
        var report = Screening.Of(TestArchive.Tgz([("package/package.json", """{"name": "@acme/app", "version": "1.0.0", "license": "UNLICENSED"}"""u8.ToArray()), .. Enumerable.Range(0, 60).Select(i => ($"package/a{i}.js", line))]));

        var found = Assert.Single(report.Findings, found => found.Finding.Rule.Id == "secret/github-token").Finding;
        Assert.Equal(59, Assert.IsType<List<string>>(found.Evidence.Single(pair => pair.Name == "alsoAt").Value).Count);
    }

    [Fact]
    public void A_web_token_that_is_over_is_told_so()
    {
        Assert.Equal((Severity.Medium, false), Of(4_000_000_000));
        Assert.Equal((Severity.Low, true), Of(1_500_000_000));

        static (Severity, bool) Of(long expires)
        {
            var finding = Assert.Single(Found("a.txt", $"session: {Token(new { iss = "https://idp.acme.test", exp = expires })}\n"));
            return (finding.Severity, finding.Message.Contains(", which is over", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("supabase", "service_role", "secret/supabase-service-role-key", Severity.Critical)]
    [InlineData("supabase", "anon", "secret/supabase-anon-key", Severity.Info)]
    [InlineData("someone", "service_role", "secret/json-web-token", Severity.Medium)]
    public void The_role_in_a_key_of_Supabase_says_what_it_opens_whatever_its_name(string issuer, string role, string rule, Severity severity)
    {
        var finding = Assert.Single(Found("a.js", $"const key = \"{Token(new { iss = issuer, @ref = "abcdefghijklmnopqrst", role, iat = 1700000000, exp = 4000000000 })}\";\n"));

        Assert.Equal((rule, severity), (finding.Rule.Id, finding.Severity));
    }

    [Fact]
    public void A_token_whose_checksum_does_not_hold_is_told_so()
    {
        var token = TestSecret.GitHub();
        var finding = Assert.Single(Found("a.txt", $"t={token[..^1]}{(token[^1] == 'A' ? 'B' : 'A')}\n"));

        Assert.Contains("whose checksum does not hold", finding.Message, StringComparison.Ordinal);
        Assert.True(finding.Severity < Severity.High);
    }

    [Theory]
    [InlineData("Expires=4000000000&Signature={0}__&Key-Pair-Id=K2JCJMDEHXQW5F")]
    [InlineData("Expires=4000000000&Key-Pair-Id=K2JCJMDEHXQW5F&Signature={0}__")]
    public void A_signed_address_of_CloudFront_is_told(string query) =>
        Assert.Equal("secret/signed-url", Assert.Single(Found("a.txt", $"https://d111111abcdef8.cloudfront.net/x?{string.Format(System.Globalization.CultureInfo.InvariantCulture, query, TestSecret.Alphanumeric(340, 3))}\n")).Rule.Id);

    [Theory]
    [InlineData("2999-01-01T00:00:00Z", Severity.Medium)]
    [InlineData("2001-01-01T00:00:00Z", Severity.Low)]
    public void A_signed_assertion_counts_until_it_is_over(string end, Severity expected)
    {
        var finding = Assert.Single(Found("response.xml", Assertion(end)), finding => finding.Rule.Id == "secret/saml-signed-assertion");

        Assert.Equal((expected, "https://idp.acme.test"), (finding.Severity, finding.Evidence.Single(pair => pair.Name == "issuer").Value));
        Assert.Empty(Found("metadata.xml", Assertion(end).Replace("Assertion", "Descriptor", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("postgres://svc:{0}@db.acme.io/x", "secret/postgres-url")]
    [InlineData("mysql://svc:{0}@db.acme.io/x", "secret/mysql-url")]
    [InlineData("machine git.acme.io login bob password {0}", "secret/netrc-password")]
    public void A_password_of_letters_alone_counts_where_its_place_names_it(string template, string rule)
    {
        foreach (var password in new[] { TestSecret.Random("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", 16, 5), "Qx$" + TestSecret.Random("bcdfghjklmnpqrstvwxz", 10, 6) })
            Assert.Equal((rule, Severity.High), Assert.Single(Found("a.txt", Filled(password) + "\n").Select(finding => (finding.Rule.Id, finding.Severity))));
        Assert.All(["password", "yourpassword", "correcthorsebattery", "$DATABASE_PASSWORD", "$(cat-password)", "changemeplease"], word => Assert.DoesNotContain(Found("a.txt", Filled(word) + "\n"), finding => finding.Severity >= Severity.High));

        string Filled(string password) => string.Format(System.Globalization.CultureInfo.InvariantCulture, template, password);
    }

    [Fact]
    public void A_key_of_a_curve_is_known_by_its_fingerprint_in_every_form()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        byte[] der = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20, .. seed];
        var frame = "PRIVATE KEY-----";
        var pem = Assert.Single(Found("a.pem", $"-----BEGIN {frame}\n{Convert.ToBase64String(der)}\n-----END {frame}\n"));

        Assert.StartsWith("sha256:", (string)pem.Evidence.Single(pair => pair.Name == "fingerprint").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_web_key_is_known_by_its_thumbprint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = key.ExportParameters(true);
        var json = JsonSerializer.Serialize(new { kty = "EC", crv = "P-256", x = Url(parts.Q.X!), y = Url(parts.Q.Y!), d = Url(parts.D!) });
        var expected = "sha256:" + Url(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{Url(parts.Q.X!)}}","y":"{{Url(parts.Q.Y!)}}"}""")));

        foreach (var text in new[] { json, JsonSerializer.Serialize(new { key = json }) })
        {
            var finding = Assert.Single(Found("a.json", text));
            Assert.Equal(("EC P-256", expected), (finding.Evidence.Single(pair => pair.Name == "key").Value, finding.Evidence.Single(pair => pair.Name == "fingerprint").Value));
        }
    }

    [Fact]
    public void A_key_in_pieces_is_told_once()
    {
        var lines = TestSecret.PrivateKey().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(Found("a.js", $"const key =\n{string.Join(" +\n", lines.Select(line => $"  \"{line}\\n\""))};\n"));
    }

    private static List<Finding> Found(string name, string text) =>
        [.. Screening.Of(name, Encoding.UTF8.GetBytes(text)).Findings.Select(found => found.Finding).Where(finding => finding.Rule.Family == "secret")];

    private static string Token(object claims) => $"{Url(JsonSerializer.SerializeToUtf8Bytes(new { alg = "HS256", typ = "JWT" }))}.{Url(JsonSerializer.SerializeToUtf8Bytes(claims))}.{Signature}";

    private static string Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Assertion(string end) =>
        $"""
        <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a"><saml2:Issuer>https://idp.acme.test</saml2:Issuer>
        <ds:Signature><ds:SignatureValue>{Convert.ToBase64String(Enumerable.Range(0, 256).Select(i => (byte)(i * 37)).ToArray())}</ds:SignatureValue></ds:Signature>
        <saml2:Subject><saml2:NameID>bob</saml2:NameID></saml2:Subject><saml2:Conditions NotOnOrAfter="{end}"/><saml2:AuthnStatement/></saml2:Assertion>
        """;
}
