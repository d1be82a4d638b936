using System.Text;
using System.Text.Json;
using Sluice.Secrets;
using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class SecretCheckTests
{
    /// <summary>Test vectors of the documents that define the formats; in two pieces, so that no file of this repository holds a key.</summary>
    [Theory]
    [InlineData("bech32", "abcdef1qpzry9x8gf2tvdw0", "s3jn54khce6mua7lmqqqxw")]
    [InlineData("bech32", "A12", "UEL5L")]
    [InlineData("base58-wif", "5HueCGU8rMjxEXxiPuD5", "BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ")]
    [InlineData("base58-wif", "KwdMAjGmerYanjeui5SHS7", "JkmpZvVipYvB2LJGU1ZxJwYvP98617")]
    [InlineData("base58-xprv", "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqj", "iChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi")]
    [InlineData("crc16-base32", "SUACSSL3UAHUDXKFSNVUZRF5UH", "PMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY")]
    public void The_vectors_of_the_documents_hold(string check, string front, string rest)
    {
        Assert.Equal(SecretProof.Structure, ProofOf(check, front + rest));
        var changed = (front + rest).ToCharArray();
        changed[^3] = changed[^3] == changed[^4] ? changed[^5] : changed[^4];
        Assert.True(new string(changed) == front + rest || ProofOf(check, new string(changed)) is null);
    }

    [Fact]
    public void What_a_check_makes_it_proves_and_with_one_character_changed_it_does_not()
    {
        var makers = SecretChecks.Names.Select(SecretChecks.Find).OfType<IExampleMaker>().ToList();
        Assert.InRange(makers.Count, 12, 99);
        foreach (var maker in makers)
        {
            for (var seed = 0; seed < 40; seed++)
            {
                var random = new Random(seed);
                var (front, length) = FrontOf(maker.Name);
                var token = front + maker.Complete(front, length, random);
                var best = ProofOf(maker.Name, token);
                Assert.True(best is SecretProof.Checksum or SecretProof.Structure, $"{maker.Name}: {best}");
                if (maker is EncodedJsonCheck or DecodedCheck or DerKeyCheck)
                    continue;
                var at = token.Length - 2 - random.Next(5);
                var changed = token[..at] + (token[at] == token[at - 1] ? token[at - 2] : token[at - 1]) + token[(at + 1)..];
                Assert.True(changed == token || ProofOf(maker.Name, changed) is null || ProofOf(maker.Name, changed) < best || maker is Crc32Check && best == SecretProof.Structure, $"{maker.Name}: {seed}");
            }
        }
    }

    /// <summary>Against the parser of the base library, on objects with a byte changed, doubled or left out.</summary>
    [Fact]
    public void What_passes_for_JSON_is_what_the_parser_reads()
    {
        var random = new Random(5);
        foreach (var json in (string[])["""{"alg":"HS256","n":-12.5e+3,"a":[1,0,{"b":null}],"t":true,"u":"\u00e9\ud83d\ude00\n"}""", "{}", """ { "a" : [ ] , "b" : { } } """, """{"iss":"https://auth.example","aud":["a","b"],"exp":1893456000}"""])
        {
            Assert.True(JsonSyntax.IsObject(Encoding.UTF8.GetBytes(json)));
            for (var i = 0; i < 400; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(json).ToList();
                var at = random.Next(bytes.Count);
                bytes.RemoveAt(at);
                bytes.InsertRange(at, Enumerable.Range(0, random.Next(3)).Select(_ => (byte)"{}[]\",:0-.eu\\é\0"[random.Next(15)]));
                var isSyntax = JsonSyntax.IsObject([.. bytes]);
                // One half of a character alone is read by the parser, but makes no text.
                Assert.True(isSyntax == IsObject([.. bytes]) || (!isSyntax && Encoding.Latin1.GetString([.. bytes]).Contains("\\ud", StringComparison.Ordinal)));
            }
        }
    }

    private static bool IsObject(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && System.Text.Unicode.Utf8.IsValid(json);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [Fact]
    public void A_token_whose_claims_are_no_text_is_none_and_no_fault()
    {
        var claims = Convert.ToBase64String([.. "{\"iss\":\""u8, 0xff, 0xfe, .. "\"}"u8]).TrimEnd('=');
        var token = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{claims}.{TestSecret.Random("abcdefghijklmnopqrstuvwxyz0123456789", 43, 5)}";

        Assert.Empty(SecretScanner.BuiltIn.Scan(Encoding.ASCII.GetBytes(token)));
    }

    [Fact]
    public void A_key_of_AWS_tells_the_account_it_belongs_to()
    {
        // Q and Y lead to a set highest bit; the account is in the next forty.
        var number = 581_039_954_779L;
        var bits = 1UL << 47 | (ulong)number << 7 | 0x55;
        var encoded = string.Concat(Enumerable.Range(0, 10).Select(i => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(int)(i == 9 ? (bits & 7) << 2 : bits >> (43 - (5 * i)) & 31)]));
        var text = Encoding.ASCII.GetBytes($"aws_access_key_id = AK{"IA"}{encoded}7H5QGE\naws_secret_access_key = {TestSecret.AwsSecret(3)}\n");
        var match = Assert.Single(SecretScanner.BuiltIn.Scan(text), found => found.Rule.Id == "secret/aws-access-key");
        Assert.Equal([("account", "581039954779")], match.Described(text).Details);
    }

    [Fact]
    public void A_web_token_tells_who_issued_it_and_until_when()
    {
        var token = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded("""{"iss":"https://auth.example","role":"service_role","exp":2051222400,"email":"someone@example.com"}""")}.{TestSecret.Random("abcdefghijklmnopqrstuvwxyz0123456789", 43, 5)}";
        var text = Encoding.ASCII.GetBytes($"session = \"{token}\"");
        var match = Assert.Single(SecretScanner.BuiltIn.Scan(text));
        Assert.Equal([("issuer", "https://auth.example"), ("role", "service_role"), ("expires", "2035-01-01T00:00:00Z")], match.Described(text).Details);
    }

    [Theory]
    [InlineData("sv=2021-10-04&ss=bfqt&srt=sco&sp=rl&se=2022-01-01", SecretProof.Checksum)]
    [InlineData("sv=2021-10-04&sr=c&sp=rwl&st=2022-01-01&se=2022-01-03", SecretProof.Checksum)]
    [InlineData("sv=2021-10-04&sr=b&sp=r&st=2022-01-01&se=2022-01-08", SecretProof.Shape)]
    [InlineData("sv=2021-10-04&sr=b&sp=r&st=2022-01-01&se=2032-01-01", SecretProof.Structure)]
    [InlineData("sv=2021-10-04&sr=b&sp=r&se=2023-01-01", SecretProof.Shape)]
    [InlineData("sv=2021-10-04&sr=b&sp=r&se=2099-01-01", SecretProof.Structure)]
    public void A_signed_address_counts_by_what_it_allows(string query, SecretProof proof)
    {
        var text = Encoding.ASCII.GetBytes($"curl 'https://files.example/c/a.zip?{query}&sig={TestSecret.Alphanumeric(43, 11)}%3D'\n");
        var match = Assert.Single(SecretScanner.BuiltIn.Scan(text));
        Assert.Equal("secret/signed-url", match.Rule.Id);
        Assert.Equal(proof, match.Proof);
        Assert.Contains(match.Described(text).Details, detail => detail.Name == "permissions");
    }

    [Fact]
    public void What_everyone_knows_is_told_as_such()
    {
        var emulator = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu" + "Fq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        var text = Encoding.ASCII.GetBytes($"AccountName=devstoreaccount1;AccountKey={emulator};");
        var match = Assert.Single(SecretScanner.BuiltIn.Scan(text), found => found.Described(text).IsWellKnown);
        Assert.StartsWith("secret/azure-storage", match.Rule.Id, StringComparison.Ordinal);
    }

    private static (string Front, int Length) FrontOf(string check) => check switch
    {
        "bech32" => ("nsec" + "1", 58),
        "crc16-base32" => ("S" + "U", 36),
        _ when check.StartsWith("crc32", StringComparison.Ordinal) => ("abc_" + TestSecret.Alphanumeric(24, 3), 6),
        _ when check.StartsWith("json-sentry", StringComparison.Ordinal) => ("x_", 40),
        _ when check.StartsWith("json-mapbox", StringComparison.Ordinal) => ("x.", 40),
        _ => ("", 40),
    };

    private static SecretProof? ProofOf(string check, string token)
    {
        var text = Encoding.ASCII.GetBytes(token);
        return SecretChecks.Find(check)!.Check(text, new PatternMatch(0, text.Length, 0, text.Length)).Proof;
    }

    private static string Encoded(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
