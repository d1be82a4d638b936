using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Reporting;

namespace Sluice.Waivers;

/// <summary>Reads and writes baselines as JSON, one finding a line, so that a review sees what comes and goes.</summary>
public static class KnownFindingsFile
{
    private const string DefaultReason = "was there when screening began; revoke it and take it out";

    /// <summary>Nothing is known for ever.</summary>
    private const int DefaultDays = 365;

    /// <exception cref="ConfigurationException">The file is not one.</exception>
    public static KnownFindings Parse(string name, byte[] text, byte[] key)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetString() != KnownFindings.Schema)
                throw new FormatException($"schema is not {KnownFindings.Schema}");
            return new KnownFindings
            {
                Name = name,
                Until = Day(root.GetProperty("until")),
                Reason = root.GetProperty("reason").GetString()!,
                Salt = Guid.Parse(root.GetProperty("salt").GetString()!).ToByteArray(bigEndian: true),
                Key = key,
                Findings = [.. root.GetProperty("findings").EnumerateArray().Select(ReadFinding)],
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            var line = e is JsonException { LineNumber: { } number } ? (int)number + 1 : 1;
            throw new ConfigurationException([new Diagnostic(name, line, 1, $"is not a baseline: {e.Message}", "write it with sluice screen --write-baseline FILE TARGET")]);
        }
    }

    /// <summary>The findings of reports that would stop or warn; what an older file says of them, and of other targets, stays.</summary>
    public static KnownFindings Of(string name, IReadOnlyList<Report> reports, KnownFindings? older, byte[] key, DateTimeOffset now)
    {
        var known = new KnownFindings
        {
            Name = name,
            Until = older?.Until ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(DefaultDays),
            Reason = older?.Reason ?? DefaultReason,
            Salt = older?.Salt ?? RandomNumberGenerator.GetBytes(16),
            Key = key,
            Findings = [],
        };
        var findings = reports.SelectMany(report => Collect(report, known)).ToList();
        var targets = reports.Select(report => report.Target).ToHashSet(StringComparer.Ordinal);
        findings.AddRange(older?.Findings.Where(finding => !targets.Contains(finding.Target)) ?? []);
        var said = older?.Findings.ToLookup(finding => finding.Fingerprint);
        KnownFinding WithWords(KnownFinding finding) => said?[finding.Fingerprint].FirstOrDefault() is { } old ? finding with { Until = old.Until, Reason = old.Reason } : finding;
        return known with { Findings = [.. findings.DistinctBy(finding => finding.Fingerprint).Select(WithWords).OrderBy(finding => finding.Place, StringComparer.Ordinal).ThenBy(finding => finding.Rule, StringComparer.Ordinal)] };
    }

    public static string Write(KnownFindings known)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"schema\": \"{KnownFindings.Schema}\",\n  \"until\": \"{known.Until:yyyy-MM-dd}\",\n  \"reason\": {Quoted(known.Reason)},\n  \"salt\": \"{new Guid(known.Salt, bigEndian: true)}\",\n  \"findings\": [");
        var separator = "\n";
        foreach (var finding in known.Findings)
        {
            text.Append(separator).Append("    ").Append(Line(finding));
            separator = ",\n";
        }

        return text.Append(known.Findings.Count > 0 ? "\n  ]\n}\n" : "]\n}\n").ToString();
    }

    private static IEnumerable<KnownFinding> Collect(Report report, KnownFindings known)
    {
        var counted = report.Findings.Where(IsCounted).Select(reported => reported.Finding);
        var places = counted.SelectMany(finding => finding.AlsoAt.Select(place => finding with { Entry = place.Entry }).Prepend(finding));
        foreach (var group in places.GroupBy(finding => Fingerprint.Of(finding, 0)))
        {
            var first = group.First();
            var values = group.Select(finding => finding.Value).OfType<SecretValue>().Distinct().ToList();
            var names = values.Select(known.NameOf).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
            yield return new KnownFinding(group.Key, first.Rule.Id, SafeText.Of(Place.Of(first.Entry)), report.Target, group.Count(finding => finding.Value is null) + values.Count - names.Count, names);
        }
    }

    /// <summary>What could not be screened is never known.</summary>
    private static bool IsCounted(ReportedFinding reported) =>
        (reported.Action > PolicyAction.Allow || reported.Finding.Waiver?.By == "baseline") && reported.Finding.Rule.Family != "fault";

    private static KnownFinding ReadFinding(JsonElement finding) => new(
        finding.GetProperty("fingerprint").GetString()!,
        finding.GetProperty("rule").GetString()!,
        finding.GetProperty("place").GetString()!,
        finding.GetProperty("target").GetString()!,
        finding.TryGetProperty("count", out var count) ? count.GetInt32() : 0,
        finding.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [])
    {
        Until = finding.TryGetProperty("until", out var until) ? Day(until) : null,
        Reason = finding.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
    };

    private static DateOnly Day(JsonElement day) =>
        DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : throw new FormatException($"'{day}' is not a day such as 2027-01-31");

    private static string Line(KnownFinding finding)
    {
        var parts = new List<string> { $"\"fingerprint\": {Quoted(finding.Fingerprint)}", $"\"rule\": {Quoted(finding.Rule)}", $"\"place\": {Quoted(finding.Place)}", $"\"target\": {Quoted(finding.Target)}" };
        if (finding.Count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"\"count\": {finding.Count}"));
        if (finding.Values.Count > 0)
            parts.Add($"\"values\": {List(finding.Values)}");
        if (finding.Until is { } until)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"\"until\": \"{until:yyyy-MM-dd}\""));
        if (finding.Reason is { } reason)
            parts.Add($"\"reason\": {Quoted(reason)}");
        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Quoted))}]";

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
