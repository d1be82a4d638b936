using System.Text;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>What the search learns from the many values before it never hides the next.</summary>
public sealed class AmongDecoysTests
{
    private const int Decoys = 60;

    /// <summary>No word that stands near a decoy stands near what comes behind it.</summary>
    private static readonly string Apart = "\n" + new string(' ', SecretScanner.NearbyBytes) + "\n";

    /// <summary>Decoys with a character changed, so that sums do not hold, and decoys without the words that have to stand near.</summary>
    [Fact]
    public void A_secret_of_every_kind_is_found_behind_many_that_are_nearly_one()
    {
        var scanner = SecretScanner.BuiltIn;
        var missed = new List<string>();
        foreach (var rule in scanner.Rules)
        {
            var example = ExampleTemplate.Expand(rule.Fires[0], 11);
            var alone = Found(scanner, Apart + example);
            var decoys = string.Concat(Enumerable.Range(0, Decoys).Select(seed => Decoy(rule, seed)));
            var text = decoys + Apart + example;
            if (!alone.IsSubsetOf(Found(scanner, text, decoys.Length)))
                missed.Add(rule.Id);
        }

        Assert.Empty(missed);
    }

    /// <summary>And one with its word in the midst of thousands without.</summary>
    [Fact]
    public void The_one_value_that_has_its_word_near_is_found_among_thousands_that_have_none()
    {
        var rule = SecretScanner.BuiltIn.Rules.First(rule => rule is { Id: "secret/knock-secret-key" });
        var values = Enumerable.Range(0, 3_000).Select(seed => "a" + "=sk_" + TestSecret.Alphanumeric(43, seed) + "\n");
        var many = string.Concat(values);
        var text = many + Apart + ExampleTemplate.Expand(rule.Fires[0], 3) + Apart + many;

        Assert.Equal([rule.Id], Found(SecretScanner.BuiltIn, text).Select(match => match.Id).Where(id => id == rule.Id));
    }

    /// <summary>One seed whose checksum holds, among thousands whose does not.</summary>
    [Theory]
    [InlineData("secret/nats-user-seed")]
    [InlineData("secret/xrp-secret")]
    [InlineData("secret/bitcoin-wif")]
    [InlineData("secret/nostr-secret-key")]
    public void The_one_value_that_adds_up_is_found_among_thousands_that_do_not(string id)
    {
        var rule = SecretScanner.BuiltIn.Rules.First(rule => rule.Id == id);
        var many = string.Concat(Enumerable.Range(0, 3_000).Select(seed => Broken(ExampleTemplate.Expand(rule.Fires[0], seed)) + "\n"));
        var real = ExampleTemplate.Expand(rule.Fires[0], 3_001);

        var found = SecretScanner.BuiltIn.Scan(Encoding.UTF8.GetBytes(many + real + "\n" + many)).Where(match => match.Rule.Id == id);

        Assert.InRange(Assert.Single(found).Offset, many.Length, many.Length + real.Length);
    }

    private static string Decoy(SecretRule rule, int seed)
    {
        var example = ExampleTemplate.Expand(rule.Fires[0], 100 + seed);
        foreach (var word in rule.Nearby)
            example = seed % 2 == 0 ? example : example.Replace(word, new string('q', word.Length), StringComparison.OrdinalIgnoreCase);
        return (seed % 3 == 0 ? example : Broken(example)) + "\n";
    }

    /// <summary>With another character eight before the end.</summary>
    private static string Broken(string example)
    {
        var at = Array.FindLastIndex(example.ToCharArray(), Math.Max(0, example.Length - 8), char.IsAsciiLetterOrDigit);
        return at < 0 ? example : example[..at] + (example[at] is 'a' or 'A' ? (char)(example[at] + 2) : char.IsAsciiLetterUpper(example[at]) ? 'A' : 'a') + example[(at + 1)..];
    }

    /// <summary>Kinds and places behind a place, the places counted from the end.</summary>
    private static HashSet<(string Id, long FromEnd)> Found(SecretScanner scanner, string text, int from = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. scanner.Scan(bytes).Where(match => match.Offset >= from).Select(match => (match.Rule.Id, bytes.Length - match.Offset))];
    }
}
