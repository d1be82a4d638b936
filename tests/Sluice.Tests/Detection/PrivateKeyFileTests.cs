using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class PrivateKeyFileTests
{
    private const string Closed = """{"name": "@acme/app", "version": "1.0.0", "license": "UNLICENSED"}""";
    private const string Open = """{"name": "app", "version": "1.0.0", "license": "MIT"}""";

    [Fact]
    public void A_key_in_a_binary_form_is_told_with_its_kind_and_size()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var (file, kind) in ((byte[], string)[])[(rsa.ExportPkcs8PrivateKey(), "PKCS #8, RSA 2048"), (rsa.ExportRSAPrivateKey(), "PKCS #1, RSA 2048"), (curve.ExportPkcs8PrivateKey(), "PKCS #8, EC 256"), (curve.ExportECPrivateKey(), "SEC 1, EC 256"), (OpenPgp(rsa, 0), "OpenPGP, RSA 2048")])
        {
            var found = Assert.Single(Find("lib/signing.bin", file));
            Assert.Equal($"is a private key ({kind})", found.Message);
            Assert.Equal(Severity.High, found.Severity);
            Assert.Contains(found.Evidence, detail => detail.Name == "fingerprint");
        }
    }

    [Fact]
    public void A_passphrase_makes_less_of_it()
    {
        using var rsa = RSA.Create(2048);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        foreach (var file in (byte[][])[rsa.ExportEncryptedPkcs8PrivateKey("Zx9-qqLm22Wv", parameters), OpenPgp(rsa, 254), [.. "(21:protected-private-key(3:rsa(1:n257:"u8, .. RandomNumberGenerator.GetBytes(300)]])
            Assert.Equal(Severity.Medium, Assert.Single(Find("lib/signing.bin", file)).Severity);
        Assert.Equal(Severity.High, Assert.Single(Find("keys/0A.key", [.. "(11:private-key(3:rsa(1:n257:"u8, .. RandomNumberGenerator.GetBytes(300)])).Severity);
    }

    [Fact]
    public void What_begins_like_a_key_and_is_none_stays_silent()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=acme.test", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        var (key, secret) = (rsa.ExportPkcs8PrivateKey(), OpenPgp(rsa, 0));
        var publicPacket = OpenPgp(rsa, 0);
        publicPacket[0] = 0x99;
        foreach (var file in (byte[][])
        [
            certificate.RawData, rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey(), request.CreateSigningRequest(), publicPacket,
            key[..^7], [.. key, 1, 2, 3], secret[..^40], [0x95, 0x03, 0x98, 4, .. new byte[1000]], [0x30, 0x82, 0x01, 0x00, .. RandomNumberGenerator.GetBytes(256)], RandomNumberGenerator.GetBytes(64),
        ])
            Assert.Empty(Find("lib/data.bin", file));
    }

    [Fact]
    public void Keys_to_test_with_in_the_tests_of_an_open_package_are_no_news()
    {
        using var rsa = RSA.Create(2048);

        Assert.Equal(Severity.Info, Assert.Single(Find("test/fixtures/key.der", rsa.ExportPkcs8PrivateKey(), Open)).Severity);
    }

    /// <summary>RFC 8032, section 7.1; in pieces, so that no file of this repository holds a key.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc4", "4449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f", "5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b1", "66d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")]
    [InlineData("f5e5767cf153319517630f226876b86c", "8160cc583bc013744c6bf255f5cc0ee5", "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e")]
    public void The_public_half_of_a_pair_is_that_of_the_document(string front, string rest, string publicKey) =>
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519Pair.PublicKeyOf(Convert.FromHexString(front + rest))));

    [Fact]
    public void A_list_of_numbers_is_a_key_of_a_wallet_when_its_halves_belong_together()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        byte[] pair = [.. seed, .. Ed25519Pair.PublicKeyOf(seed)];
        byte[] other = [.. seed, .. RandomNumberGenerator.GetBytes(32)];

        Assert.Equal("is a private key (seed and public key, Ed25519)", Assert.Single(Find("id.json", Numbers(pair))).Message);
        Assert.Single(Find("deploy.js", [.. "const payer = Keypair.fromSecretKey(Uint8Array.from("u8, .. Numbers(pair), .. "));\n"u8]));
        Assert.Single(Find("signing.key", pair));
        Assert.Empty(Find("id.json", Numbers(other)));
        Assert.Empty(Find("signing.key", other));
    }

    /// <summary>What is 255 in all bytes but the signs and the last few carries to the end of the number.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(255)]
    public void Arithmetic_agrees_with_that_of_the_base_library(int low)
    {
        var prime = BigInteger.Pow(2, 255) - 19;
        var random = new Random(low);
        for (var round = 0; round < 200; round++)
        {
            var (x, y) = (new byte[32], new byte[32]);
            x.AsSpan().Fill(255);
            x[0] = (byte)low;
            random.NextBytes(round < 2 ? [] : x);
            random.NextBytes(y);
            (x[31], y[31]) = ((byte)(x[31] & 0x7f), (byte)(y[31] & 0x7f));
            var (a, b, p, q) = (Field25519.Of(x), Field25519.Of(y), new BigInteger(x, true), new BigInteger(y, true));
            Assert.Equal(p * q % prime, new BigInteger((a * b).ToBytes(), true));
            Assert.Equal((p * q - q * q + 2 * prime * prime) * (p * q + p * p) % prime, new BigInteger(((a * b - b * b) * (a * b + a * a)).ToBytes(), true));
            Assert.Equal(BigInteger.ModPow(p, prime - 2, prime), new BigInteger(a.Inverse().ToBytes(), true));
        }
    }

    [Fact]
    public void A_text_full_of_what_looks_like_keys_gets_so_many_proofs_and_is_never_passed()
    {
        var lists = Lists(500, 64);
        var report = Screening.Of(TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(Closed)), ("package/lib/data.js", lists)));
        var proofs = Assert.Single(report.Artifact.Entries.Select(entry => entry.Fact<KeyPairProofs>()).OfType<KeyPairProofs>());

        Assert.Equal((KeyPairProofs.Limit, 500 - KeyPairProofs.Limit), (proofs.Made, proofs.Untried));
        Assert.Equal(Decision.Hold, report.Decision);
        var found = Assert.Single(Find("lib/data.js", lists));
        Assert.Equal((Severity.High, Confidence.Low), (found.Severity, found.Confidence));
    }

    [Fact]
    public void Tables_that_are_no_keys_take_no_proofs()
    {
        Assert.Empty(Find("lib/data.js", Lists(KeyPairProofs.Limit, 64)));
        Assert.Empty(Find("lib/data.js", Lists(500, 63)));
        Assert.Empty(Find("lib/data.js", [.. Enumerable.Range(0, 500).SelectMany(table => Numbers([.. Enumerable.Range(0, 64).Select(i => (byte)(i % 24 + table % 200))]).Append((byte)'\n'))]));
        Assert.Equal(Severity.Info, Assert.Single(Find("test/vectors.js", Lists(500, 64), Open)).Severity);
    }

    [Theory]
    [InlineData(16, 12)]
    [InlineData(20, 15)]
    [InlineData(32, 24)]
    public void A_seed_phrase_is_told_by_its_checksum(int entropyBytes, int words)
    {
        var phrase = Phrase(RandomNumberGenerator.GetBytes(entropyBytes));

        Assert.Equal($"is a private key (seed phrase of {words} words)", Assert.Single(Find("backup.dat", Encoding.ASCII.GetBytes(phrase + "\n"))).Message);
        var named = Assert.Single(Named($"NETWORK=main\nMNEMONIC=\"{phrase}\"\n"));
        Assert.Equal((Severity.Critical, 2), (named.Severity, named.Line));
        Assert.True(SeedPhrase.IsOne(Encoding.ASCII.GetBytes(phrase), out var count) && count == words);
    }

    /// <summary>The vectors of BIP 39; what everyone knows is no secret.</summary>
    [Theory]
    [InlineData("legal winner thank year wave sausage worth useful legal winner thank yellow", true)]
    [InlineData("letter advice cage absurd amount doctor acoustic avoid letter advice cage above", true)]
    [InlineData("legal winner thank year wave sausage worth useful legal winner yellow thank", false)]
    [InlineData("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", false)]
    [InlineData("the quick brown fox jumps over the lazy dog and then goes home", false)]
    public void The_vectors_of_the_document_add_up_and_are_no_news(string phrase, bool addsUp)
    {
        Assert.Equal(addsUp, SeedPhrase.IsOne(Encoding.ASCII.GetBytes(phrase), out _));
        Assert.Empty(Find("backup.dat", Encoding.ASCII.GetBytes(phrase)));
        Assert.All(Named($"MNEMONIC=\"{phrase}\"\n"), found => Assert.Equal(Severity.Info, found.Severity));
    }

    private static List<Finding> Find(string path, byte[] file, string manifest = Closed) =>
        [.. Screening.Of(TestArchive.Tgz(("package/package.json", Encoding.UTF8.GetBytes(manifest)), ("package/" + path, file))).Findings.Select(found => found.Finding).Where(finding => finding.Rule.Id == "exposure/private-key-file")];

    private static List<Finding> Named(string settings) =>
        [.. Screening.Of("deploy.env", Encoding.ASCII.GetBytes(settings)).Findings.Select(found => found.Finding).Where(finding => finding.Rule.Id == "secret/seed-phrase")];

    private static byte[] Numbers(byte[] bytes) => Encoding.ASCII.GetBytes($"[{string.Join(',', bytes)}]");

    private static byte[] Lists(int count, int length)
    {
        var random = new Random(count + length);
        return [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return Numbers(bytes).Append((byte)'\n');
        })];
    }

    private static string Phrase(byte[] entropy)
    {
        using var list = new StreamReader(typeof(SecretRule).Assembly.GetManifestResourceStream("Sluice.Secrets.bip39-english.txt")!);
        var words = list.ReadToEnd().Split('\n');
        var bits = string.Concat(entropy.Append(SHA256.HashData(entropy)[0]).Select(b => Convert.ToString(b, 2).PadLeft(8, '0')))[..(entropy.Length * 8 * 33 / 32)];
        return string.Join(' ', Enumerable.Range(0, bits.Length / 11).Select(i => words[Convert.ToInt32(bits.Substring(i * 11, 11), 2)]));
    }

    /// <summary>A secret key packet of version 4 and the name of its owner.</summary>
    private static byte[] OpenPgp(RSA rsa, byte protection)
    {
        var key = rsa.ExportParameters(true);
        byte[] front = [4, 0x60, 0, 0, 0, 1, .. Number(key.Modulus!), .. Number(key.Exponent!)];
        byte[] secret = protection == 0
            ? [0, .. Number(key.D!), .. Number(key.P!), .. Number(key.Q!), .. Number(key.InverseQ!), 0, 0]
            : [protection, 9, 3, 8, .. RandomNumberGenerator.GetBytes(8), 0x60, .. RandomNumberGenerator.GetBytes(16 + 640)];
        byte[] packet = [.. front, .. secret];
        return [0x95, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet, 0xb4, 4, .. "acme"u8];

        static byte[] Number(byte[] bytes)
        {
            var plain = bytes.AsSpan().TrimStart((byte)0).ToArray();
            var field = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)(plain.Length * 8 - int.Min(7, byte.LeadingZeroCount(plain[0]))));
            return [.. field, .. plain];
        }
    }
}
