using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Policies.Facts;

namespace Sluice.Reporting;

/// <summary>
/// Reads JSON reports back: one object, or one a line. Written once more, they are the same byte for byte. Keys that are not known are passed over: reports
/// gain some over time.
/// </summary>
public sealed class ReportReader
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(Report.Schema);

    private readonly DocumentProblems _problems;
    private readonly DateTimeOffset? _now;
    private readonly TimeProvider _clock;

    private ReportReader(DocumentProblems problems, DateTimeOffset? now, TimeProvider clock) => (_problems, _now, _clock) = (problems, now, clock);

    /// <summary>Whether a file is a report, by its first bytes.</summary>
    public static bool IsReport(ReadOnlySpan<byte> front) =>
        front.TrimStart(" \t\r\n"u8).StartsWith((byte)'{') && front[..Math.Min(front.Length, 128)].IndexOf(Mark) >= 0;

    /// <param name="file">As people name it.</param>
    /// <param name="now">The time that policies see, in place of when the report was written; null for that.</param>
    /// <param name="clock">Tells the time where neither does.</param>
    /// <exception cref="ConfigurationException">With every problem.</exception>
    public static IReadOnlyList<Report> Read(string file, ReadOnlySpan<byte> bytes, DateTimeOffset? now, TimeProvider clock)
    {
        var reports = new List<Report>();
        var text = bytes.Trim(" \t\r\n"u8);
        var isOneALine = text.IndexOf((byte)'\n') is > 0 and var end && text[..end].TrimEnd("\r"u8).EndsWith("}"u8);
        var line = 0;
        if (!isOneALine)
            return [Read(text, new DocumentProblems(file), now, clock)];
        foreach (var range in text.Split((byte)'\n'))
            reports.Add(Read(text[range], new DocumentProblems(string.Create(CultureInfo.InvariantCulture, $"{file} (report {++line})")), now, clock));
        return reports;
    }

    private static Report Read(ReadOnlySpan<byte> json, DocumentProblems problems, DateTimeOffset? now, TimeProvider clock)
    {
        var report = problems.Json(json) is { } root ? new ReportReader(problems, now, clock).ReportOf(root) : null;
        problems.ThrowIfAny();
        return report!;
    }

    private Report? ReportOf(DocumentNode root)
    {
        if (!IsMap(root, "a report") || root["schema"]?.Text != Report.Schema)
        {
            _problems.Add(root, $"this is no report: its schema is not {Report.Schema}", "write one with 'sluice screen TARGET --report json'");
            return null;
        }

        if (Map(root, "artifact") is not { } described || Map(root, "tool") is not { } tool || Map(root, "coverage") is not { } coverage)
            return null;
        var artifact = ArtifactOf(described, coverage);
        if (root["source"] is { Map: not null } source)
            artifact.Root.Learn(RecordedComparison.Of(source));
        var places = new RecordedPlaces(artifact.Root);
        List<ReportedFinding> findings = [.. List(root, "findings").Select(node => Finding(node, places)).OfType<ReportedFinding>()];
        IReadOnlyList<Finding> found = [.. findings.Select(finding => finding.Finding)];
        IReadOnlyList<Fault> faults = [.. List(root, "faults").Select(node => new Fault(Text(node, "part"), Text(node, "path"), Text(node, "message")))];
        var recorded = RecordedSource.Of(root["facts"], described, SourceFacts.Provenance(artifact), found, _now, _clock, _problems);
        return new Report
        {
            Target = Text(root, "target"),
            Tool = new ToolFacts(Text(tool, "version"), Text(tool, "rules")),
            Artifact = artifact,
            Input = new PolicyInput(artifact, found, faults) { Now = recorded.Now, Recorded = recorded },
            Decision = WordAt(root, "decision", Words.Of, Enum.GetValues<Decision>()),
            Reasons = [.. List(root, "reasons").Select(node => new Reason(Text(node, "policy"), Text(node, "rule"), WordAt(node, "action", Words.Of, Enum.GetValues<PolicyAction>()), Text(node, "message")))],
            Findings = findings,
            Coverage = new Coverage((int)Number(coverage, "entries"), Number(coverage, "bytes"), (int)Number(coverage, "containers"), artifact.Unscreened),
            Faults = faults,
            Notes = [.. (root["notes"]?.Items ?? []).Select(note => note.Text ?? "")],
            Run = new RunFacts(TimeSpan.Zero, 0),
        };
    }

    private Artifact ArtifactOf(DocumentNode node, DocumentNode coverage)
    {
        var root = new Entry(new EntryHeader(EntryPath.Label("")), null, 0) { Size = Number(node, "size") };
        if (node["digest"]?.Text is { } digest)
            root.KeepDigest(DigestOf(node["digest"]!, digest));
        var (name, version) = (node["name"]?.Text, node["version"]?.Text);
        return new Artifact
        {
            Root = root,
            Kind = Text(node, "kind"),
            Entries = [root],
            Manifest = name is null && version is null ? null : new() { Ecosystem = "", Kind = Text(node, "kind"), Entry = root, DescribesArtifact = true, Name = name, Version = version },
            Visibility = WordAt(node, "visibility", Words.Of, Enum.GetValues<Visibility>()),
            VisibilityReason = "the report says so",
            Unscreened = [.. List(coverage, "unscreened").Select(part => new Unscreened(root, Text(part, "path") is { Length: > 0 } path ? EntryPath.Label(path) : null, Text(part, "reason")))],
        };
    }

    private byte[]? DigestOf(DocumentNode node, string digest)
    {
        try
        {
            return Convert.FromHexString(digest.AsSpan(digest.IndexOf(':') + 1));
        }
        catch (FormatException)
        {
            _problems.Add(node, "a digest is written as sha256: and hexadecimal digits", null);
            return null;
        }
    }

    private ReportedFinding? Finding(DocumentNode node, RecordedPlaces places)
    {
        if (!IsMap(node, "a finding"))
            return null;
        var severity = WordAt(node, "severity", Words.Of, Enum.GetValues<Severity>());
        var entry = places.At([.. List(node, "container").Select(holder => holder.Text ?? "")], Text(node, "path"));
        var finding = new Finding(RuleOf(node, severity), entry, Text(node, "message"))
        {
            Severity = severity,
            Confidence = WordAt(node, "confidence", Words.Of, Enum.GetValues<Confidence>()),
            Line = (int?)(node["line"]?.Value as long?),
            Column = (int?)(node["column"]?.Value as long?),
            Evidence = [.. (node["evidence"]?.Map is { } evidence ? evidence.Keys.Select(key => (key.Name, Value(evidence[key.Name]))) : [])],
            Remedy = Text(node, "remedy"),
            Waiver = node["waiver"] is { Map: not null } waiver ? WaiverOf(waiver) : null,
        };
        return new ReportedFinding(finding, WordAt(node, "action", Words.Of, Enum.GetValues<PolicyAction>()), Text(node, "fingerprint"));
    }

    /// <summary>A rule that this program does not have, one that a project added, is known by its id alone.</summary>
    private static Dictionary<string, Descriptor> KnownRules => field ??= Catalog.Rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    private Descriptor RuleOf(DocumentNode node, Severity severity)
    {
        var id = Text(node, "rule");
        if (id.IndexOf('/') <= 0)
        {
            _problems.Add(node["rule"] ?? node, "the id of a rule is family/name", null);
            id = "unknown/" + id;
        }

        return KnownRules.GetValueOrDefault(id) ?? new Descriptor(id, id, severity, "", Text(node, "remedy"));
    }

    private static object Value(DocumentNode node) => node.Value switch
    {
        string or bool or long => node.Value,
        IReadOnlyList<DocumentNode> items => (IReadOnlyList<string>)[.. items.Select(item => item.Text ?? "")],
        _ => "",
    };

    private Waiver WaiverOf(DocumentNode node)
    {
        if (!DateOnly.TryParseExact(Text(node, "until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
            _problems.Add(node["until"] ?? node, "a day such as 2026-03-31 is expected", null);
        return new Waiver(Text(node, "by"), Text(node, "reason"), until, Text(node, "at")) { Owner = node["owner"]?.Text, Ticket = node["ticket"]?.Text };
    }

    private T WordAt<T>(DocumentNode node, string key, Func<T, string> wordOf, T[] values)
    {
        var word = Text(node, key);
        foreach (var value in values)
        {
            if (wordOf(value) == word)
                return value;
        }

        _problems.Add(node[key] ?? node, $"'{word}' is not known for '{key}'", Suggestion.For(word, [.. values.Select(wordOf)]));
        return values[0];
    }

    private string Text(DocumentNode node, string key)
    {
        if (node[key]?.Text is { } text)
            return text;
        _problems.Add(node[key] ?? node, $"a text is expected for '{key}'", null);
        return "";
    }

    private long Number(DocumentNode node, string key)
    {
        if (node[key]?.Value is long number)
            return number;
        _problems.Add(node[key] ?? node, $"a whole number is expected for '{key}'", null);
        return 0;
    }

    private IReadOnlyList<DocumentNode> List(DocumentNode node, string key)
    {
        if (node[key] is { Value: IReadOnlyList<DocumentNode> items })
            return items;
        _problems.Add(node[key] ?? node, $"a list is expected for '{key}'", null);
        return [];
    }

    private DocumentNode? Map(DocumentNode node, string key)
    {
        if (node[key] is { Map: not null } map)
            return map;
        _problems.Add(node[key] ?? node, $"an object is expected for '{key}'", null);
        return null;
    }

    private bool IsMap(DocumentNode node, string what)
    {
        if (node.Map is null)
            _problems.Add(node, $"{what} is an object", null);
        return node.Map is not null;
    }

    /// <summary>Entries for the places that a report names; nothing is in them.</summary>
    private sealed class RecordedPlaces(Entry root)
    {
        private readonly Dictionary<string, Entry> _containers = new(StringComparer.Ordinal);
        private int _count;

        public Entry At(IReadOnlyList<string> chain, string path)
        {
            var (container, place) = (root, "");
            foreach (var name in chain)
            {
                place += "\0" + name;
                if (!_containers.TryGetValue(place, out var inner))
                    _containers[place] = inner = Make(name, container);
                container = inner;
            }

            return chain.Count == 0 && path.Length == 0 ? root : Make(path, container);
        }

        private Entry Make(string path, Entry container) => new(new EntryHeader(EntryPath.Label(path)), container, ++_count);
    }
}
