using System.Text;
using Sluice.Secrets;
using Sluice.Secrets.Patterns;

namespace Sluice.Tests.Secrets;

/// <summary>Texts that are made to slow the search down cost a few steps a byte, and twice as long a text costs about twice as much: not four times. Counted, not timed.</summary>
public sealed class HostileTextTests
{
    private const int Bytes = 4_000;

    /// <summary>Honest text costs less than one. At as many a search is given up, when it is long enough.</summary>
    private const int FewSteps = SecretSearch.StepsPerByte;

    private static readonly string[] Separators = ["", "-"];

    /// <summary>Its own automata: building them is a step too, and counts in the first search alone.</summary>
    private static readonly SecretScanner Scanner = new(RulePack.BuiltIn);

    public static TheoryData<string> Separated => [.. Separators];

    /// <summary>Nothing but beginnings of the examples of a rule, short and long, with and without something between them.</summary>
    [Theory]
    [MemberData(nameof(Separated))]
    public void Text_aimed_at_a_rule_costs_few_steps_a_byte(string separator)
    {
        var slow = new List<string>();
        foreach (var rule in Scanner.Rules)
        {
            var example = ExampleTemplate.Expand(rule.Fires[0], 7);
            foreach (var length in (int[])[6, example.Length * 2 / 3, example.Length])
            {
                var piece = example[..Math.Min(length, example.Length)] + separator;
                var (once, twice) = (StepsOf(piece, Bytes), StepsOf(piece, 2 * Bytes));
                if (once > FewSteps * Bytes || twice > (3 * once) + Bytes)
                    slow.Add($"{rule.Id}: {once / Bytes} and {twice / Bytes / 2} steps a byte");
            }
        }

        Assert.Empty(slow);
    }

    /// <summary>Aimed at what all rules share: names, addresses, fixed bytes, escapes, armours, tokens without end.</summary>
    [Theory]
    [InlineData("password_secret_token_key=")]
    [InlineData("https://u:p@")]
    [InlineData("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:")]
    [InlineData("postgres+mysql.http://")]
    [InlineData("\\u0022\\n\\x22%22a1b2c3d4e5f6a7b8")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n")]
    [InlineData("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.")]
    [InlineData("eyJ-")]
    [InlineData("eyJ.")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9-eyJ.")]
    [InlineData("xoxb-1-xoxp-2-")]
    [InlineData("IQoJb3JpZ2lu%")]
    [InlineData("sk_live_sk_test_sk-ant-api03-")]
    [InlineData("a:5432:a:a:")]
    [InlineData("/hooks/://a")]
    [InlineData("token: token: token: ")]
    [InlineData("AzCaACDb+AStAPIM?sig=7Q~")]
    public void Text_aimed_at_the_search_costs_few_steps_a_byte(string piece)
    {
        const int many = 16 * Bytes;
        var (once, twice) = (StepsOf(piece, many), StepsOf(piece, 2 * many));

        Assert.InRange(once, 0, FewSteps * many);
        Assert.InRange(twice, 0, 3 * once);
    }

    /// <summary>Walks that would all go over the same bytes, up to the longest match, and come to nothing.</summary>
    [Fact]
    public void A_rule_that_may_go_on_for_long_is_not_followed_from_every_place()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("wide-", 100_000)));

        Assert.Empty(Wide("wide-[a-z-]{100,4000}[0-9]{30}", "wide").Scan(text, null, out var steps));
        Assert.InRange(steps, 0, FewSteps * text.Length);
    }

    /// <summary>Everything matches, and nothing counts: each has to be looked at.</summary>
    [Fact]
    public void A_text_that_cannot_be_searched_at_such_a_cost_ends_in_a_fault_and_not_in_silence()
    {
        Assert.Throws<InvalidDataException>(() => Wide("wide-[a-z-]{100,4000}", "wide", entropy: 8).Scan(Wides()));
    }

    /// <summary>What has to stand near and stands nowhere is not looked for behind each match.</summary>
    [Fact]
    public void Matches_without_their_word_cost_few_steps_however_many_they_are()
    {
        var text = Wides();

        Assert.Empty(Wide("wide-[a-z-]{100,4000}", "elsewhere").Scan(text, null, out var steps));
        Assert.InRange(steps, 0, FewSteps * text.Length);
    }

    private static byte[] Wides() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("wide-", 300)) + " ", 300)));

    private static SecretScanner Wide(string pattern, string nearby, double entropy = 0) =>
        new(RuleSet.Of([CompiledRule.Of(SecretScanner.BuiltIn.Rules[0] with { Id = "secret/wide", Pattern = pattern, Assigned = [], Nearby = [nearby], Proof = null, Entropy = entropy })]));

    [Fact]
    public void What_begins_within_a_secret_of_the_same_rule_is_a_part_of_it()
    {
        var text = Encoding.ASCII.GetBytes(ExampleTemplate.Expand("{jwt}.", 3) + ExampleTemplate.Expand("{jwt}", 4));

        Assert.Single(SecretScanner.BuiltIn.Scan(text), match => match.Rule.Id == "secret/json-web-encryption" || match.Offset == 0);
    }

    /// <summary>Nothing is dropped because there is much that looks like it: of the same kind, of its neighbours, cut off, or with a wrong checksum.</summary>
    [Theory]
    [InlineData("secret/github-token")]
    [InlineData("secret/stripe-key")]
    [InlineData("secret/aws-access-key")]
    [InlineData("secret/json-web-token")]
    public void One_secret_among_a_hundred_thousand_that_look_like_it_is_found(string rule)
    {
        const int before = 70_000, behind = 30_000;
        var template = Scanner.Rules.Single(known => known.Id == rule).Fires[0];
        var (real, cut) = (ExampleTemplate.Expand(template, 5), ExampleTemplate.Expand(template, 6));
        cut = cut[..(cut.Length * 2 / 3)] + " ";
        var front = string.Concat(Enumerable.Repeat(cut, before));
        var text = Encoding.ASCII.GetBytes(front + real + "\n" + string.Concat(Enumerable.Repeat(cut, behind)));

        Assert.Contains(Scanner.Scan(text), match => match.Rule.Id == rule && match.Offset >= front.Length && match.Offset < front.Length + real.Length);
    }

    /// <summary>Of the second search: the first builds automata.</summary>
    private static long StepsOf(string piece, int bytes)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, (bytes / piece.Length) + 1)));
        Scanner.Scan(text, null);
        Scanner.Scan(text, null, out var steps);
        return steps;
    }
}
