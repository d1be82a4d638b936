using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Tries whether a key store opens without a password, or with one that stands in the documentation of a tool.</summary>
internal static class TrivialPasswords
{
    /// <summary>Each is tried on each store: few.</summary>
    private static readonly string[] Passwords = ["", "changeit", "password", "changeme", "secret", "123456"];

    /// <summary>A store may ask for as many rounds of its derivation as it likes.</summary>
    private static readonly Pkcs12LoaderLimits Limits = new(Pkcs12LoaderLimits.Defaults) { MacIterationLimit = 20_000, IndividualKdfIterationLimit = 20_000, TotalKdfIterationLimit = 40_000 };

    public static bool OpenPkcs12(ReadOnlySpan<byte> store)
    {
        foreach (var password in Passwords)
        {
            try
            {
                foreach (var certificate in X509CertificateLoader.LoadPkcs12Collection(store, password, X509KeyStorageFlags.EphemeralKeySet, Limits))
                    certificate.Dispose();
                return true;
            }
            catch (CryptographicException)
            {
                // Another password, or more rounds than are tried: then it stays what it was.
            }
        }

        return false;
    }

    /// <summary>Twenty bytes at the end are a digest of the password, a phrase and what comes before (sun.security.provider.JavaKeyStore).</summary>
    public static bool OpenJavaStore(ReadOnlySpan<byte> store)
    {
        if (store.Length <= SHA1.HashSizeInBytes)
            return false;
        var content = store[..^SHA1.HashSizeInBytes];
        foreach (var password in Passwords)
        {
            if (store.EndsWith(Digest([.. Encoding.BigEndianUnicode.GetBytes(password), .. "Mighty Aphrodite"u8, .. content])))
                return true;
        }

        return false;
    }

#pragma warning disable CA5350 // The format has no other digest.
    private static byte[] Digest(byte[] bytes) => SHA1.HashData(bytes);
#pragma warning restore CA5350
}
