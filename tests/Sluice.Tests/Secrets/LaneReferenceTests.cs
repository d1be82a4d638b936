using System.Text;
using System.Text.RegularExpressions;
using Sluice.Artifacts;
using Sluice.Detection.Detectors.Secrets;
using Sluice.Secrets;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>The lanes that come upon a rule by what stands around its matches, against plain ways to the same result; and the windows of a large content.</summary>
public sealed class LaneReferenceTests
{
    /// <summary>What may stand between a name and its value.</summary>
    private const string Between = "[-=:,>|(\"'`\\\\)\\]}\\[{<&;$! \\t\\r\\n]";

    /// <summary>A tag that ends, an arrow, or one of the others.</summary>
    private static readonly string Sign = $"(?:</[-\\w.]+>|<-|{Between.Replace("-", "", StringComparison.Ordinal)})";


    private static readonly IReadOnlyList<CompiledRule> Rules = RulePack.BuiltIn.Rules;

    /// <summary>The rest of the name, then operators and quotes, and at most three words: calls, types, numbers, or such as say nothing.</summary>
    private static readonly Regex Lead = new($@"\A[-\w.]*(?:{Sign}*(?:[-\w.]+(?=\()|(?i:[0-9]+|value|bearer|basic|token|default|defaultvalue|login|quot|string|str|text|bytes|as|static|optional|option|undefined|null|none|get|set|init|private)(?![-\w.]))){{0,3}}{Sign}*\z", RegexOptions.CultureInvariant);

    /// <summary>A line that ends so goes on in the next, where a value stands alone.</summary>
    private static readonly Regex Continued = new(@"(?:</key>[ \t\r]*\n[ \t]*<string>|[=:(|>-][ \t\r]*\n(?:[ \t]+[""'`]?|[""'`])|\n[ \t]*""?value""?:[^\n]*)\z", RegexOptions.CultureInvariant);

    private static readonly Regex Pieces = new("[-0-9A-Za-z_+./~]+|[^\\s\"'`=,;(){}<>\\\\]+", RegexOptions.CultureInvariant);

    public static TheoryData<int> Seeds => [1, 2, 3];

    /// <summary>Every way to write an assignment, ways that are none, with noise around.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_value_is_found_where_its_name_leads_to_it_and_nowhere_else(int seed)
    {
        var random = new Random(seed);
        var (wrong, found) = (new List<string>(), 0);
        for (var i = seed; i < Rules.Count; i += 3)
        {
            if (Rules[i].Lane != SearchLane.Assignment)
                continue;
            var scanner = new SecretScanner(RuleSet.Of([Rules[i]]));
            foreach (var text in Written(Rules[i], scanner, random))
            {
                var bytes = Encoding.Latin1.GetBytes(text);
                var expected = Assigned(Rules[i], bytes).Order().ToList();
                var actual = scanner.Scan(bytes).ConvertAll(match => (int)match.Offset);
                found += actual.Count;
                if (expected.Count > 0 != actual.Count > 0 || actual.Except(expected).Any())
                    wrong.Add($"{Rules[i].Rule.Id}: {string.Join(' ', expected)} but {string.Join(' ', actual)} in {text}");
            }
        }

        Assert.True(found > 1000);
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join("\n", wrong.Take(12))}");
    }

    /// <summary>An address is tried at the start of every word of its scheme; here at every byte of the text.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_address_is_found_wherever_its_pattern_matches(int seed)
    {
        var random = new Random(seed);
        foreach (var rule in Rules.Where(rule => rule.Lane == SearchLane.Address))
        {
            var scanner = new SecretScanner(RuleSet.Of([rule]));
            foreach (var template in rule.Rule.Fires.Concat(rule.Rule.Silent))
            {
                var example = ExampleTemplate.Expand(template, random.Next());
                foreach (var text in (string[])[example, Noise(random, 40) + "\n" + example + "\n" + Noise(random, 40), "https://u:p@" + example, "x+http." + example, example + example, example.Replace("://", "://://", StringComparison.Ordinal)])
                {
                    var bytes = Encoding.Latin1.GetBytes(text);
                    var expected = Everywhere(rule, bytes);
                    var actual = scanner.Scan(bytes).ConvertAll(match => (int)match.Offset);
                    Assert.Empty(actual.Except(expected.Select(match => match.Start)));
                    Assert.All(expected, match => Assert.Contains(actual, at => at < match.End && expected.Exists(other => other.Start == at && match.Start < other.End)));
                }
            }
        }
    }

    /// <summary>The example of every rule across both edges of a window, cut at any byte, all through one detector.</summary>
    [Fact]
    public void No_rule_loses_its_example_at_the_edge_of_a_window()
    {
        const int window = 4 * SlidingWindow.OverlapBytes;
        const int stride = window - SlidingWindow.OverlapBytes;
        var random = new Random(11);
        var examples = SecretScanner.BuiltIn.Rules.Select(rule => Own(rule, random)).Where(example => example is not null).Select(example => example!.Value).ToList();
        var content = new byte[((examples.Count + 1) * stride) + window];
        Array.Fill(content, (byte)'\n');
        for (var i = 0; i < examples.Count; i++)
        {
            // By turns at the end of one window and at the start of the next.
            var edge = ((i + 1) * stride) + (i % 2 == 0 ? 0 : SlidingWindow.OverlapBytes);
            examples[i].Text.CopyTo(content, edge - random.Next(1, examples[i].Text.Length));
        }

        var report = Screening.Of("app.bin", new byte[64]);
        var detector = new SecretDetector();
        var entry = report.Artifact.Entries[^1];
        for (var at = 0; at + window <= content.Length; at += stride)
            Assert.Empty(detector.InspectWindow(entry, content.AsMemory(at, window), at));
        var found = detector.Conclude(report.Artifact).Select(finding => finding.Rule.Id).ToHashSet();

        Assert.True(examples.Count > Rules.Count * 9 / 10);
        Assert.Empty(examples.Select(example => example.Rule).Except(found));
    }

    private static (string Rule, byte[] Text)? Own(SecretRule rule, Random random)
    {
        for (var attempt = 0; attempt < RuleExamples.Tries; attempt++)
        {
            var text = Encoding.UTF8.GetBytes(ExampleTemplate.Expand(rule.Fires[0], random.Next()));
            if (text.Length < SlidingWindow.OverlapBytes && SecretScanner.BuiltIn.Scan(text).Exists(match => match.Rule.Id == rule.Id))
                return (rule.Id, text);
        }

        return null;
    }

    private static IEnumerable<string> Written(CompiledRule rule, SecretScanner scanner, Random random)
    {
        var text = ExampleTemplate.Expand(rule.Rule.Fires[0], random.Next());
        if (scanner.Scan(Encoding.Latin1.GetBytes(text)) is not [var match, ..])
            yield break;
        var value = text[(int)match.Offset..((int)match.Offset + match.Length)];
        var name = rule.Rule.Assigned[random.Next(rule.Rule.Assigned.Count)];
        var camel = Regex.Replace(name, "_([a-z0-9])", letter => letter.Groups[1].Value.ToUpperInvariant());
        foreach (var written in (string[])[name, name.ToUpperInvariant(), camel, name.Replace('_', '-'), name.Replace('_', ' '), "my_" + name + "_value", "other"])
        {
            foreach (var form in (string[])["{0}={1}", "{0} = \"{1}\"", "\"{0}\": \"{1}\"", "\\\"{0}\\\": \\\"{1}\\\"", "<{0}>{1}</{0}>", "--{0} {1}", "set('{0}', '{1}')", "{0} is {1}", "{0} {1}", "{0}\n{1}", "{0}.default({1})", "{0}: Bearer {1}", "{0} login {1}", "{0}: value: token: basic: {1}", "{0}: &'static str = \"{1}\"", "{0} <- '{1}'", "{0} {{ get; set; }} = \"{1}\"", "{0}{{\"{1}\"}}", "{0} As String = \"{1}\"", "{0}[40] = \"{1}\"", "<key>{0}</key>\n\t<string>{1}</string>", "- name: {0}\n  value: {1}", "{0}:\n  {1}", "{0}\n  {1}", "{0}: one two = {1}", "{0}: value token basic bearer: {1}", "{0} <-value {1}", "{0} = 12 </b> get(\"{1}\")", "{0}</b>=</c>{1}", "x/{0}={1}", "{0}=a/{1}"])
            {
                var line = form.Replace("{0}", written, StringComparison.Ordinal).Replace("{1}", value, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
                yield return random.Next(3) switch { 0 => line, 1 => Noise(random, 50) + "\n" + line + "\n" + Noise(random, 30), _ => line + "; " + line };
            }
        }
    }

    /// <summary>Where the pattern matches at the start of a piece that a name leads to.</summary>
    private static IEnumerable<int> Assigned(CompiledRule rule, byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var matcher = new PatternMatcher(rule.Program);
        foreach (var start in Pieces.Matches(text).Concat(Regex.Matches(text, "[-0-9A-Za-z_+./~]+")).Concat(Regex.Matches(text, "[^\\s\"'`=,;(){}<>\\\\]+")).Select(piece => piece.Index).Distinct())
        {
            if (start > 0 && Regex.IsMatch(text.AsSpan(start - 1, 1), Between) && IsLedTo(rule, text, start) && matcher.Match(bytes, start) is { } match && SecretJudge.Of(rule, bytes, match, new SecretAnswers()) is not null)
                yield return start;
        }
    }

    private static bool IsLedTo(CompiledRule rule, string text, int start)
    {
        var front = Math.Max(0, start - SecretScanner.NameBytes);
        var line = text[front..start];
        if (!Continued.IsMatch(line))
            line = line[(line.LastIndexOf('\n') + 1)..];
        else if (line.Count(b => b == '\n') > 1)
            line = line[(line.LastIndexOf('\n', line.LastIndexOf('\n') - 1) + 1)..];
        foreach (var name in rule.Names.Select(Encoding.ASCII.GetString))
        {
            foreach (Match named in Regex.Matches(line, "(?=(" + string.Join("[-_. ]*", name.Select(letter => Regex.Escape(letter.ToString()))) + "))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            {
                var rest = line[(named.Index + named.Groups[1].Length)..];
                var word = Regex.Match(line[..named.Index], "[-\\w.]*\\z").Value + line[named.Index..];
                if (Lead.IsMatch(rest) && (Regex.IsMatch(rest, "[=:,>|(]|<-|[{][\"'`]") || Regex.IsMatch(rest, "[^-\\w.]login[^-\\w.]") || (word[0] == '-' && line[^1] is ' ' or '"' or '\'')))
                    return true;
            }
        }

        return false;
    }

    private static List<(int Start, int End)> Everywhere(CompiledRule rule, byte[] text)
    {
        var matcher = new PatternMatcher(rule.Program);
        var found = new List<(int, int)>();
        for (var at = 0; at < text.Length; at++)
        {
            if (SecretText.StartsWord(text, at) && matcher.Match(text, at) is { } match && SecretJudge.Of(rule, text, match, new SecretAnswers()) is { } judged)
                found.Add((judged.Start, judged.End));
        }

        return found;
    }

    private static string Noise(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abcXYZ012_-+/=.:,;'\"|\n <>{}()@&$"[random.Next(31)]));
}
