using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Secrets;

/// <summary>
/// Values that guard nothing because everyone has them: the examples of documentation that are neither marked nor made up, and the keys
/// that a tool for development gives to all its users. Kept as the first eight bytes of their SHA-256; of private keys, of the fingerprint of their public half.
/// </summary>
internal static class WellKnownSecrets
{
    private static readonly ulong[] Digests =
    [
        0x7f75367e78812551, // the example of jwt.io
        0xda816f9f2c16e6c5, // the older example of jwt.io
        0x0011cc25eb432071, // Azure storage emulator
        0xaa6547439583c3a2, // Azure Cosmos DB emulator
        0xbc1a50966c9e6486, // Hardhat and Anvil, first account
        0x8335c55334821eef, // Hardhat and Anvil, second account
        0xb26ab6529d20ebeb, // Hardhat and Anvil, third account
        0x578592185588730b, // Ganache, first account
        0x2243ae4c73014469, // BIP 32, test vector 1
        0xfa146b83df550394, // BIP 32, test vector 2
        0xecb0e7ba498c5920, // BIP 39, test vectors whose words differ
        0x3a64bcd9cea43c0a,
        0xaf565e166362ba8c,
        0xd6da54d12db9eac8,
        0x6d828debd306e21a,
        0xb2e71100d10bee74,
        0xdcda1ddf8b6f1688,
        0xd16d608fce743a04,
        0x9c5d0a6656e5d3f3, // Ganache, for tests
        0xb83e96417f61cb14, // Truffle, examples
        0x9d6a2b9d1f01d457, // Bitcoin wiki, wallet import format
        0x28981d08ecff66aa, // secp256k1 private key 1, compressed
        0xbf1725a8f98bea37, // Supabase, local development, anon
        0x70541e07fd4f900b, // Supabase, local development, service role
        0xa66c437e81edcdd2, // Vagrant, key of new machines, by its fingerprint
        0xd1033eda26e05a83, // the key that the npm package ssh2 tries the platform with, by its fingerprint
    ];

    public static bool Contains(ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, digest);
        return Digests.AsSpan().Contains(BinaryPrimitives.ReadUInt64BigEndian(digest));
    }
}
