using System.Security.Cryptography;
using System.Text;
using ICSharpCode.SharpZipLib.Checksum;

namespace Sluice.Tests.Support;

/// <summary>Secrets of the right shape, made at run time from a seed: none is in the repository and none opens anything.</summary>
public static class TestSecret
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Thirty random characters and their checksum, as GitHub and npm write tokens.</summary>
    public static string Checked(string prefix, int seed)
    {
        var body = Random(Base62, 30, seed);
        var crc = new Crc32();
        crc.Update(Encoding.ASCII.GetBytes(body));
        return prefix + body + ToBase62(crc.Value);
    }

    public static string Random(string alphabet, int length, int seed)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }

    public static string Alphanumeric(int length, int seed) => Random(Base62, length, seed);

    public static string GitHub(int seed = 1) => Checked("gh" + "p_", seed);

    public static string Npm(int seed = 1) => Checked("np" + "m_", seed);

    public static string AwsId(int seed = 1) => "AK" + "IA" + Random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, seed);

    public static string AwsSecret(int seed = 1) => Random(Base62 + "+/", 40, seed);

    public static string Slack(int seed = 1) => "xo" + "xb-" + Random("0123456789", 12, seed) + "-" + Random("0123456789", 13, seed + 1) + "-" + Alphanumeric(24, seed + 2);

    public static string Stripe(int seed = 1) => "sk_" + "live_" + Alphanumeric(32, seed);

    public static string Google(int seed = 1) => "AI" + "za" + Alphanumeric(35, seed);

    /// <summary>A new key in PKCS #8.</summary>
    public static string PrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string RsaPrivateKey()
    {
        using var key = RSA.Create(1024);
        return key.ExportRSAPrivateKeyPem();
    }

    /// <summary>What the console of Google Cloud hands out for a service account.</summary>
    public static string ServiceAccount(bool isSorted = false)
    {
        var fields = new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["project_id"] = "acme-prod",
            ["private_key_id"] = Random("0123456789abcdef", 40, 1),
            ["private_key"] = PrivateKey() + "\n",
            ["client_email"] = "app@acme-prod.iam.gserviceaccount.com",
            ["client_id"] = Random("123456789", 21, 2),
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        };
        return System.Text.Json.JsonSerializer.Serialize(isSorted ? fields.OrderBy(field => field.Key, StringComparer.Ordinal).ToDictionary() : fields, Indented);
    }

    public static string EncryptedPrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10));
    }

    private static string ToBase62(long value)
    {
        var text = "";
        for (; value > 0; value /= 62)
            text = Base62[(int)(value % 62)] + text;
        return text.PadLeft(6, '0');
    }
}
