using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class PrivateKeyTests
{
    [Fact]
    public void A_key_tells_its_kind_its_size_and_the_fingerprint_of_its_public_half()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        var ofRsa = Assert.Single(Find("a.pem", rsa.ExportPkcs8PrivateKeyPem()));
        Assert.Equal(("RSA 2048", Fingerprint(rsa.ExportSubjectPublicKeyInfo())), (Evidence(ofRsa, "key"), Evidence(ofRsa, "fingerprint")));
        Assert.Equal("RSA 2048", Evidence(Assert.Single(Find("a.env", "KEY=\"" + rsa.ExportRSAPrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal) + "\"")), "key"));
        var ofCurve = Assert.Single(Find("a.pem", curve.ExportECPrivateKeyPem()));
        Assert.Equal(("EC 384", Fingerprint(curve.ExportSubjectPublicKeyInfo())), (Evidence(ofCurve, "key"), Evidence(ofCurve, "fingerprint")));
    }

    [Fact]
    public void A_key_of_OpenSSH_has_the_fingerprint_that_servers_show_and_a_cipher_protects_it()
    {
        byte[] publicKey = [.. Field("ssh-ed25519"u8), .. Field(RandomNumberGenerator.GetBytes(32))];
        var plain = Assert.Single(Find("id", OpenSsh("none", publicKey)));
        var sealedKey = Assert.Single(Find("id", OpenSsh("aes256-ctr", publicKey)));

        var fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(publicKey)).TrimEnd('=');
        Assert.All([plain, sealedKey], finding => Assert.Equal(("ssh-ed25519", fingerprint), (Evidence(finding, "key"), Evidence(finding, "fingerprint"))));
        Assert.Equal((Severity.High, Severity.Medium), (plain.Severity, sealedKey.Severity));
        Assert.Contains(" protected by a password", sealedKey.Message, StringComparison.Ordinal);
    }

    /// <summary>In comments, differences, mails, listings and pages.</summary>
    [Theory]
    [InlineData("# ", "")]
    [InlineData("// ", "")]
    [InlineData(" * ", "")]
    [InlineData(";; ", "")]
    [InlineData("> ", "")]
    [InlineData("+", "")]
    [InlineData("-", "")]
    [InlineData("    12 | ", "")]
    [InlineData("", "<br>")]
    [InlineData("", "\\par")]
    [InlineData("<li>", "</li>")]
    public void A_key_is_found_with_something_before_or_behind_each_line(string before, string behind)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = new[] { rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), curve.ExportECPrivateKeyPem(), OpenSsh("none", [.. Field("ssh-ed25519"u8), .. Field(RandomNumberGenerator.GetBytes(32))]) };
        foreach (var (key, end) in keys.SelectMany(key => new[] { (key, "\n"), (key, "\r\n") }))
        {
            var lines = key.TrimEnd().Split('\n').Select(line => before + line.TrimEnd('\r') + behind);

            var found = Assert.Single(Find("a.txt", "first" + end + string.Join(end, lines) + end + "last" + end));
            Assert.Equal(Severity.High, found.Severity);
            Assert.NotNull(Evidence(found, "fingerprint"));
        }
    }

    /// <summary>Line numbers count: each is other than the one before.</summary>
    [Fact]
    public void A_key_is_found_in_a_listing_and_under_a_password()
    {
        using var rsa = RSA.Create(2048);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

        Assert.Equal(Severity.High, Assert.Single(Find("a.txt", string.Join('\n', rsa.ExportPkcs8PrivateKeyPem().Split('\n').Select((line, i) => $"{i + 1,6}\t{line}")))).Severity);
        Assert.Equal(Severity.Medium, Assert.Single(Find("a.txt", string.Join('\n', rsa.ExportEncryptedPkcs8PrivateKeyPem("long enough", parameters).Split('\n').Select(line => "# " + line)))).Severity);
    }

    [Fact]
    public void What_is_not_whole_behind_signs_of_comments_is_no_key()
    {
        using var rsa = RSA.Create(2048);
        var lines = rsa.ExportPkcs8PrivateKeyPem().Split('\n');
        Assert.Empty(Find("a.sh", string.Join('\n', lines.Where((_, i) => i != 4).Select(line => "# " + line))));
        Assert.Empty(Find("a.sh", string.Join('\n', new[] { lines[0], "Put the text of your own key here, all lines of it,", "as your provider sent it to you some time ago", lines[^1] }.Select(line => "# " + line))));
        Assert.Empty(Find("a.d.ts", "For example, " + lines[0] + "\\n" + lines[1] + "\\n" + lines[2] + "..." + lines[^1]));
    }

    [Theory]
    [InlineData("sha256:bde93142b0780b2a66d27977d35f4f542e71cc538d491fe6609e2380b747a027")]
    [InlineData("sha256:2e34b0e307895ba04174b3e7ff71dac7865d4140b3cd088921312e509ca89d22")]
    public void Keys_that_everybody_has_are_known_by_their_fingerprint(string fingerprint) =>
        Assert.True(WellKnownSecrets.Contains(Encoding.ASCII.GetBytes(fingerprint)));

    [Fact]
    public void What_the_first_tools_encrypted_is_a_key_too()
    {
        var body = string.Join('\n', Convert.ToBase64String(RandomNumberGenerator.GetBytes(608)).Chunk(64).Select(line => new string(line)));
        const string frame = "RSA PRIVATE KEY-----";

        var found = Assert.Single(Find("a.pem", $"-----BEGIN {frame}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}\n\n{body}\n-----END {frame}\n"));
        Assert.Equal(Severity.Medium, found.Severity);
    }

    [Fact]
    public void A_key_is_found_without_its_frame_and_what_is_public_is_not()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var key in (byte[][])[rsa.ExportPkcs8PrivateKey(), rsa.ExportRSAPrivateKey(), curve.ExportPkcs8PrivateKey(), curve.ExportECPrivateKey()])
            Assert.Equal("secret/private-key-der", Assert.Single(Find("pay.properties", "merchant.key=" + Convert.ToBase64String(key))).Rule.Id);
        var request = new CertificateRequest("CN=acme.test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        foreach (var open in (byte[][])[rsa.ExportSubjectPublicKeyInfo(), certificate.RawData])
            Assert.Empty(Find("pay.properties", "merchant.cert=" + Convert.ToBase64String(open)));
        Assert.Equal("secret/rsa-key-xml", Assert.Single(Find("a.config", rsa.ToXmlString(true))).Rule.Id);
        Assert.Empty(Find("a.config", rsa.ToXmlString(false)));
    }

    [Theory]
    [InlineData("", Severity.Critical)]
    [InlineData("changeit", Severity.Critical)]
    [InlineData("Zx9-qqLm22Wv", Severity.High)]
    public void A_store_that_opens_for_everybody_is_worse(string password, Severity severity)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=acme.test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        var report = Screening.Of(TestArchive.Tgz(("package/package.json", """{"name": "@acme/app", "version": "1.0.0", "license": "UNLICENSED"}"""u8.ToArray()), ("package/server.p12", certificate.Export(X509ContentType.Pkcs12, password))));

        Assert.Equal(severity, Assert.Single(report.Findings, found => found.Finding.Rule.Id == "exposure/key-store").Finding.Severity);
    }

    /// <summary>A store by itself is of a kind that is known: what can be said of it is said.</summary>
    [Fact]
    public void A_store_alone_is_screened()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=acme.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));

        var report = Screening.Of("server.p12", certificate.Export(X509ContentType.Pkcs12, "Zx9-qqLm22Wv"));

        Assert.Contains("exposure/key-store", Screening.Rules(report));
        Assert.Empty(report.Artifact.Unscreened);
    }

    /// <summary>Keys and certificates in DER begin like a store.</summary>
    [Fact]
    public void Other_sequences_are_no_store()
    {
        using var key = RSA.Create(1024);
        foreach (var bytes in (byte[][])[key.ExportRSAPrivateKey(), key.ExportPkcs8PrivateKey(), key.ExportSubjectPublicKeyInfo(), [0x30, 0x82, 4, 0, 2, 1, 3, 0x30, .. new byte[60]]])
            Assert.NotEqual(ContentKind.KeyStore, ContentSniffer.Sniff(bytes));
    }

    private static List<Finding> Find(string file, string text) =>
        [.. Screening.Of(file, Encoding.ASCII.GetBytes(text)).Findings.Select(found => found.Finding).Where(finding => finding.Rule.Id.StartsWith("secret/", StringComparison.Ordinal))];

    private static string? Evidence(Finding finding, string name) => finding.Evidence.FirstOrDefault(pair => pair.Name == name).Value as string;

    private static string Fingerprint(byte[] publicKey) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(publicKey));

    private static byte[] Field(ReadOnlySpan<byte> bytes)
    {
        var field = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, bytes.Length);
        bytes.CopyTo(field.AsSpan(4));
        return field;
    }

    private static string OpenSsh(string cipher, byte[] publicKey)
    {
        byte[] body = [.. "openssh-key-v1\0"u8, .. Field(Encoding.ASCII.GetBytes(cipher)), .. Field(Encoding.ASCII.GetBytes(cipher == "none" ? "none" : "bcrypt")), .. Field([]), 0, 0, 0, 1, .. Field(publicKey), .. Field(RandomNumberGenerator.GetBytes(160))];
        return $"-----BEGIN OPENSSH PRIVATE KEY-----\n{string.Join('\n', Convert.ToBase64String(body).Chunk(70).Select(line => new string(line)))}\n-----END OPENSSH PRIVATE KEY-----\n";
    }
}
