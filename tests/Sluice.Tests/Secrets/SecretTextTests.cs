using System.Security.Cryptography;
using System.Text;
using Sluice.Secrets;
using Sluice.Secrets.Checks;

namespace Sluice.Tests.Secrets;

/// <summary>What is computed in large steps is what the definition says.</summary>
public sealed class SecretTextTests
{
    [Fact]
    public void A_word_is_found_where_it_stands_first_in_whatever_case()
    {
        foreach (var word in (string[])["ab", "key_", "-ab-", "abababab", "b"])
        {
            for (var seed = 0; seed < 300; seed++)
            {
                var random = new Random(seed);
                var text = string.Concat(Enumerable.Range(0, random.Next(90)).Select(_ => "abABkeyKEY_-\r@"[random.Next(14)])).Insert(0, seed % 3 == 0 ? word.ToUpperInvariant() : "");

                Assert.Equal(text.IndexOf(word, StringComparison.OrdinalIgnoreCase), SecretText.IndexOfIgnoringCase(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(word)));
            }
        }
    }

    [Fact]
    public void Entropy_is_that_of_Shannon()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var bytes = Noise(seed, 1 + (seed * 7));
            var expected = bytes.CountBy(b => b).Sum(pair => -(double)pair.Value / bytes.Length * Math.Log2((double)pair.Value / bytes.Length));

            Assert.Equal(expected, SecretText.EntropyOf(bytes), 1e-6);
        }

        Assert.Equal(0, SecretText.EntropyOf([]));
        // Right on a bound that a rule may have.
        Assert.Equal(3, SecretText.EntropyOf("abcdefghabcdefghabcdefghabcdefgh"u8));
        Assert.Equal(4, SecretText.EntropyOf("0123456789abcdef0123456789abcdef"u8));
    }

    [Theory]
    [InlineData("0123456789abcdef9876543210fedcba", true)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab7", true)]
    [InlineData("abababababcababababacababababcabababab", true)]
    [InlineData("k3vUfExAmPlEq9Zr2mTn", true)]
    [InlineData("k3vUfq9Zr2mTn7wXp0Lc", false)]
    public void What_was_filled_in_is_told_from_what_was_generated(string value, bool isFilledIn) =>
        Assert.Equal(isFilledIn, SecretText.IsPlaceholder(Encoding.ASCII.GetBytes(value)));

    [Fact]
    public void A_short_digest_is_that_of_the_framework()
    {
        Span<byte> sum = stackalloc byte[ShortSha256.SumBytes];
        for (var length = 0; length <= ShortSha256.MaxBytes; length++)
        {
            var bytes = Noise(length, length);
            ShortSha256.Of(bytes, sum);

            Assert.Equal(SHA256.HashData(bytes), sum);
        }
    }

    private static byte[] Noise(int seed, int length)
    {
        var (random, bytes) = (new Random(seed), new byte[length]);
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)random.Next(1 + (seed % 256));
        return bytes;
    }
}
