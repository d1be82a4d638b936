using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>A git object that was put together again.</summary>
internal sealed record GitObject(string Type, byte[] Bytes)
{
    public static readonly string[] Types = ["blob", "tree", "commit", "tag"];

    /// <summary>The name that git gives the object; SHA-1 is git's choice, not a check of integrity here.</summary>
    public string Id
    {
        get
        {
#pragma warning disable CA5350 // git names objects by SHA-1
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Type} {Bytes.Length}\0")));
            hash.AppendData(Bytes);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
