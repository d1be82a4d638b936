using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Artifacts;
using Sluice.Secrets;
using Sluice.Secrets.Hidden;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Every rule finds its own examples wherever they stand and however the text is written, with all other rules at work.</summary>
public sealed class RulePositionTests
{
    /// <summary>Enough to keep the words of one example away from the next.</summary>
    private static readonly string Filler = string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog and on it goes\n", 12));

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An example of each rule with the kinds that a plain search finds in it alone.</summary>
    private static readonly IReadOnlyList<Example> Examples = [.. SecretScanner.BuiltIn.Rules.SelectMany(rule => rule.Fires.Select(template => (rule, template))).Select((pair, number) => ExampleOf(pair.rule, pair.template, number))];

    /// <summary>What a surer or a wider rule always claims, and which.</summary>
    private static readonly Dictionary<string, string> ToldAs = new()
    {
        // One form for both; unless a checksum tells, the wider door is named.
        ["secret/bitbucket-access-token"] = "secret/atlassian-admin-key",
        // "Front" ends the names of storefronts, whose tokens are public: it is less sure of the service than of the form.
        ["secret/front-api-token"] = "secret/json-web-token",
    };

    [Fact]
    public void Each_kind_is_told_by_its_own_rule_or_by_one_that_is_known_to_claim_it()
    {
        var untold = Examples.Where(example => example.Kinds.Count == 0).Select(example => example.Rule);
        var unexpected = Examples.GroupBy(example => example.Rule)
            .Where(examples => !examples.Any(example => example.Kinds.Contains(examples.Key) || (ToldAs.TryGetValue(examples.Key, out var other) && example.Kinds.Contains(other))));

        Assert.Empty(untold);
        Assert.Empty(unexpected.Select(examples => examples.Key));
    }

    public static TheoryData<string> Positions => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Positions))]
    public void Found_in_a_text(string position) => AssertFound(example => Kinds(Encoding.UTF8.GetBytes(Texts[position](example.Text))));

    public static TheoryData<string> Places => [.. Archives.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void Found_in_an_artifact(string place)
    {
        var report = Screening.Of("artifact", Archives[place]([.. Examples.Select((example, i) => ($"d/{i}", example.Text))]));
        var found = report.Findings.ToLookup(found => FileOf(found.Finding.Entry), found => found.Finding.Rule.Id);

        Assert.Empty(report.Artifact.Unscreened);
        AssertFound(example => [.. found[$"d/{example.Number}"]]);
    }

    private static readonly Dictionary<string, Func<string, string>> Texts = new()
    {
        ["at the start"] = text => text + "\n" + Filler,
        ["in the middle"] = text => Filler + text + "\n" + Filler,
        ["at the end"] = text => Filler + text,
        ["with CRLF"] = text => (Filler + text + "\n" + Filler).Replace("\n", "\r\n", StringComparison.Ordinal),
        ["in a JSON string"] = text => $"{{\"text\": {JsonSerializer.Serialize(Filler + text + "\n" + Filler, Plain)}}}",
        ["in JSON in JSON"] = text => JsonSerializer.Serialize(JsonSerializer.Serialize("first\n" + text + "\nlast", Plain), Plain),
    };

    private static readonly Dictionary<string, Func<(string Path, string Text)[], byte[]>> Archives = new()
    {
        ["UTF-16"] = files => TestArchive.Tar([.. files.Select(file => (file.Path, Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Filler + file.Text + "\n")).ToArray()))]),
        ["base64"] = files => TestArchive.Tar([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Filler + file.Text + "\n")))))]),
        ["base64, short"] = files => TestArchive.Tar([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes($"x: \"{Convert.ToBase64String(Encoding.UTF8.GetBytes("text\n" + file.Text + "\n"))}\"\n")))]),
        ["a source of a map"] = files => TestMap.Bytes(TestMap.Map([.. files.Select(file => ((string?)file.Path, (string?)(Filler + file.Text + "\n")))])),
        ["a zip in a tar"] = files => TestArchive.Tar(("a.zip", TestArchive.Zip([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text + "\n")))]))),
        ["a layer that deletes it later"] = files => ImageBytes.DockerSave(new ImageSpec
        {
            Layers = [TestArchive.Tar([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text + "\n")))]), new TarBytes().File(".wh.d", "").End().ToArray()],
        }),
    };

    private static Example ExampleOf(SecretRule rule, string template, int number)
    {
        // One in a dozen fillings may look made up: such a value is no secret.
        for (var attempt = 0; attempt < RuleExamples.Tries; attempt++)
        {
            var text = ExampleTemplate.Expand(template, number + (attempt * 100_000));
            var kinds = Kinds(Encoding.UTF8.GetBytes(text));
            if (kinds.Contains(rule.Id) || attempt == RuleExamples.Tries - 1)
                return new Example(number, rule.Id, text, kinds);
        }

        return new Example(number, rule.Id, "", []);
    }

    private static HashSet<string> Kinds(byte[] text)
    {
        var stretches = new List<(int, int)>();
        var matches = SecretScanner.BuiltIn.Scan(text, stretches);
        HiddenScanner.AddTo(matches, text, SecretScanner.BuiltIn, null, stretches);
        return [.. matches.Select(match => match.Rule.Id)];
    }

    private static void AssertFound(Func<Example, HashSet<string>> find)
    {
        var missed = Examples.Where(example => !example.Kinds.All(find(example).Contains)).Select(example => example.Rule + ": " + string.Join(' ', example.Kinds) + " but " + string.Join(' ', find(example))).ToList();
        Assert.True(missed.Count == 0, $"{missed.Count} missed: " + string.Join("\n", missed.Take(40)));
    }

    private static string FileOf(Entry entry)
    {
        while (entry.Container is { } container && !entry.Path.Value.StartsWith("d/", StringComparison.Ordinal))
            entry = container;
        return entry.Path.Value;
    }

    private sealed record Example(int Number, string Rule, string Text, HashSet<string> Kinds);
}
