using System.Text;
using System.Text.RegularExpressions;
using Sluice.Artifacts;
using Sluice.Secrets;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>The engine against plain ways to the same result, which look at every byte.</summary>
public sealed class EngineReferenceTests
{
    private static readonly IReadOnlyList<CompiledRule> Rules = RulePack.BuiltIn.Rules;

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    /// <summary>The longest match that nothing forbidden follows, found by asking a regular expression about every end.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_pattern_matches_what_a_regular_expression_matches(int seed)
    {
        for (var i = seed; i < Rules.Count; i += 23)
        {
            var program = PatternProgram.Of(PatternParser.Parse(Rules[i].Pattern));
            var matcher = new PatternMatcher(program);
            var whole = Whole(Rules[i].Pattern);
            foreach (var text in Near(Rules[i].Rule, seed).Where(text => text.Length < 160))
            {
                var bytes = Encoding.Latin1.GetBytes(text);
                for (var start = 0; start < text.Length; start += 1 + (start / 8))
                {
                    var ends = Enumerable.Range(start + 1, text.Length - start).Where(end => (end == text.Length || !program.ForbiddenBehind.Contains(bytes[end])) && whole.IsMatch(text.AsSpan(start, end - start)));
                    Assert.Equal(ends.Select(end => (int?)end).LastOrDefault(), matcher.Match(bytes, start)?.End);
                }
            }
        }
    }

    /// <summary>Where in the match the secret stands: as a backtracking search finds it, which tries what is written first.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_secret_of_a_match_is_the_one_that_a_regular_expression_finds(int seed)
    {
        var found = 0;
        foreach (var rule in Rules.Where(rule => rule.Program.HasSecretPart))
        {
            var matcher = new PatternMatcher(rule.Program);
            var whole = new Regex($"\\A(?:{rule.Pattern})\\z", RegexOptions.CultureInvariant);
            foreach (var text in Near(rule.Rule, seed).Where(text => text.Length < 2000))
            {
                var bytes = Encoding.Latin1.GetBytes(text);
                for (var start = 0; start < text.Length; start++)
                {
                    if (!SecretText.StartsWord(bytes, start) || matcher.Match(bytes, start) is not { } match)
                        continue;
                    // In a choice without a part that is the secret, all of it is.
                    var expected = whole.Match(text[start..match.End]);
                    var secret = expected.Groups["secret"] is { Success: true } part ? part : expected;
                    Assert.True(expected.Success);
                    Assert.Equal((secret.Index + start, secret.Index + start + secret.Length), (match.SecretStart, match.SecretEnd));
                    found++;
                }
            }
        }

        Assert.True(found > 300, $"{found}");
    }

    /// <summary>A rule that stands for itself is tried at the start of every word, and counts where a stretch leads to it.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_rule_is_found_wherever_its_pattern_matches(int seed)
    {
        for (var i = seed; i < Rules.Count; i += 5)
        {
            if (Rules[i].Lane is SearchLane.Assignment or SearchLane.Address)
                continue;
            var scanner = new SecretScanner(RuleSet.Of([Rules[i]]));
            foreach (var text in Near(Rules[i].Rule, seed))
            {
                var bytes = Encoding.Latin1.GetBytes(text);
                var expected = Everywhere(Rules[i], bytes);
                var actual = scanner.Scan(bytes);
                Assert.All(actual, match => Assert.Contains(expected, other => other.Offset == match.Offset && other.Length == match.Length));
                Assert.All(expected, match => Assert.True(actual.Exists(other => Overlap(other, match)), $"{match.Rule.Id} at {match.Offset}"));
            }
        }
    }

    /// <summary>What any rule finds by itself, something finds with all rules together, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_rules_together_find_what_each_finds_alone(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            text.Append(Noise(random, random.Next(0, 120)));
            var rule = Rules[random.Next(Rules.Count)].Rule;
            text.Append(ExampleTemplate.Expand(rule.Fires[random.Next(rule.Fires.Count)], random.Next()));
            text.Append(random.Next(3) switch { 0 => "\n", 1 => " ", _ => "" });
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var together = SecretScanner.BuiltIn.Scan(bytes);
        var alone = Rules.SelectMany(rule => new SecretScanner(RuleSet.Of([rule])).Scan(bytes)).ToList();

        Assert.NotEmpty(together);
        Assert.All(together, match => Assert.Contains(alone, other => other.Rule.Id == match.Rule.Id && other.Offset == match.Offset && other.Length == match.Length));
        Assert.All(alone, match => Assert.True(together.Exists(other => Overlap(other, match)), $"{match.Rule.Id} at {match.Offset}"));
    }

    /// <summary>Examples across both edges of each window of a content that is looked at piece by piece, cut at any byte.</summary>
    [Fact]
    public void Nothing_is_lost_at_the_edges_of_windows()
    {
        const int stride = SlidingWindow.Bytes - SlidingWindow.OverlapBytes;
        const int windows = 6;
        var random = new Random(7);
        var content = new byte[(windows * stride) + SlidingWindow.OverlapBytes];
        Array.Fill(content, (byte)'\n');
        var expected = new HashSet<string>();
        for (var window = 1; window <= windows; window++)
        {
            foreach (var edge in (int[])[window * stride, (window * stride) + SlidingWindow.OverlapBytes])
            {
                var (rule, text) = Own(random);
                if (edge + text.Length < content.Length)
                {
                    text.CopyTo(content, edge - random.Next(1, text.Length));
                    expected.Add(rule);
                }
            }
        }

        var report = Screening.Of("app.log", content, new ScreenOptions { Limits = new ReadLimits { BufferedBytes = 1 << 20 } });

        Assert.Empty(expected.Except(Screening.Rules(report)));
    }

    /// <summary>Some patterns need automata larger than .NET allows; on texts as short as these backtracking does as well.</summary>
    private static Regex Whole(string pattern)
    {
        try
        {
            return new Regex($"\\A(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex($"\\A(?:{pattern})\\z", RegexOptions.CultureInvariant);
        }
    }

    private static (string Rule, byte[] Text) Own(Random random)
    {
        while (true)
        {
            var rule = Rules[random.Next(Rules.Count)].Rule;
            var text = Encoding.UTF8.GetBytes(ExampleTemplate.Expand(rule.Fires[0], random.Next()));
            if (SecretScanner.BuiltIn.Scan(text).Exists(match => match.Rule.Id == rule.Id))
                return (rule.Id, text);
        }
    }

    private static List<SecretMatch> Everywhere(CompiledRule rule, byte[] text)
    {
        var found = new List<SecretMatch>();
        var matcher = new PatternMatcher(rule.Program);
        for (var at = 0; at < text.Length; at++)
        {
            if (SecretText.StartsWord(text, at) && matcher.Match(text, at) is { } match && IsLedTo(rule, text, match) && SecretJudge.Of(rule, text, match, new SecretAnswers()) is { } judged)
                found.Add(SecretJudge.Describe(rule, text, judged, null));
        }

        return found;
    }

    /// <summary>The property that rules of this lane state: a stretch of sixteen with a digit, or of twenty with both cases, in the match.</summary>
    private static bool IsLedTo(CompiledRule rule, byte[] text, PatternMatch match)
    {
        if (rule.Lane != SearchLane.Token)
            return true;
        var stretches = Regex.Matches(Encoding.Latin1.GetString(text, match.Start, match.End - match.Start), "[0-9A-Za-z_+-]{16,}", RegexOptions.NonBacktracking);
        return stretches.Any(stretch => stretch.Value.Any(char.IsAsciiDigit) || (stretch.Length >= 20 && IsMixed(stretch.Value[(stretch.Value.LastIndexOf('_') + 1)..] is { Length: >= 20 } behind ? behind : stretch.Value)));

        static bool IsMixed(string letters) => letters.Count(char.IsAsciiLetterUpper) * 5 >= letters.Length && letters.Count(char.IsAsciiLetterLower) * 5 >= letters.Length;
    }

    /// <summary>Examples of a rule as they are, with something before and behind, cut, with a byte changed, and twice.</summary>
    private static IEnumerable<string> Near(SecretRule rule, int seed)
    {
        var random = new Random(seed);
        foreach (var template in rule.Fires.Concat(rule.Silent))
        {
            var text = ExampleTemplate.Expand(template, random.Next());
            yield return text;
            yield return Noise(random, 30) + text + Noise(random, 30);
            yield return text[..random.Next(1, text.Length + 1)];
            yield return text[..random.Next(0, text.Length)] + (char)random.Next(1, 256) + text[random.Next(0, text.Length)..];
            yield return text + text;
        }
    }

    private static string Noise(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abcXYZ012_-+/=.:,;'\"\\n\n %<>{}()@"[random.Next(32)]));

    private static bool Overlap(SecretMatch a, SecretMatch b) => a.Offset < b.Offset + b.Length && b.Offset < a.Offset + a.Length;
}
