using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;
using Sluice.Configuration;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>What somebody says when recording a waiver.</summary>
public sealed record WaiverWords(string Owner, string Reason, DateOnly Expires)
{
    public string? Ticket { get; init; }

    public string? Versions { get; init; }

    public int? MaxUses { get; init; }

    /// <summary>Whatever the bytes are; else the waiver is void once they change.</summary>
    public bool AnyContent { get; init; }
}

/// <summary>Writes waivers as text and adds them to a file, whose comments and order stay.</summary>
public static class WaiverText
{
    private const string Head = "# Exceptions: docs/reference/waivers.md. Each has an owner, a reason and a last day; 'sluice waive' writes them.\nversion: 1\nwaivers:\n";

    /// <summary>One waiver for each place of the finding.</summary>
    /// <exception cref="InvalidOperationException">The content of a place was not hashed: it was screened without <see cref="ScreenOptions.HashesAll"/>, or is no file.</exception>
    public static IReadOnlyList<string> Of(Finding finding, Artifact artifact, WaiverWords words) =>
        [.. finding.AlsoAt.Select(place => place.Entry).Prepend(finding.Entry).Distinct().Select(entry => Of(finding.Rule.Id, entry, artifact, words))];

    /// <summary>The text of a file with more waivers at its end.</summary>
    /// <param name="text">Null for a new file.</param>
    /// <exception cref="ConfigurationException">The list of waivers is not the last part of the file.</exception>
    public static string Append(string name, string? text, IReadOnlyList<string> waivers)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Head + string.Concat(waivers.Select(waiver => Indented(waiver, 2)));
        var problems = new DocumentProblems(name);
        var root = problems.Document(text);
        problems.ThrowIfAny();
        if (root?["waivers"] is not { } list || root.Map!.Keys[^1].Name != "waivers" || (list.Items.Count > 0 && IsFlow(text, list)))
            throw new ConfigurationException([new Diagnostic(name, root?["waivers"]?.Line ?? 1, 1, "a waiver is added at the end", "make 'waivers:' the last key, with one '- rule: …' a waiver below it")]);
        if (list.Items.Count > 0)
            return text.TrimEnd('\n', '\r') + "\n" + string.Concat(waivers.Select(waiver => Indented(waiver, list.Items[0].Column - 3)));
        var lines = text.Split('\n');
        var at = root.Map.Keys[^1].Line - 1;
        return string.Join('\n', lines[..at].Append("waivers:")) + "\n" + string.Concat(waivers.Select(waiver => Indented(waiver, 2)));
    }

    private static bool IsFlow(string text, DocumentNode list) => text.Split('\n')[list.Line - 1].AsSpan(list.Column - 1).StartsWith("[");

    private static string Of(string rule, Entry entry, Artifact artifact, WaiverWords words)
    {
        if (!words.AnyContent && entry.Digest.IsEmpty)
            throw new InvalidOperationException("the content was not hashed");
        var text = new StringBuilder();
        void Line(string key, string? value)
        {
            if (value is not null)
                text.Append(key).Append(": ").Append(value).Append('\n');
        }

        Line("rule", rule);
        Line("path", Quoted(entry.Container is null ? "." : Escaped(string.Join("!/", entry.ContainerChain.Append(entry.Path.Value)))));
        Line("content", words.AnyContent ? "any" : "sha256:" + Convert.ToHexStringLower(entry.Digest.Span));
        Line("artifact", artifact.Manifest?.Name is { } name ? Quoted(Escaped(name)) : null);
        Line("versions", words.Versions is { } versions ? Quoted(versions) : null);
        Line("owner", Quoted(words.Owner));
        Line("reason", Quoted(words.Reason));
        Line("ticket", words.Ticket is { } ticket ? Quoted(ticket) : null);
        Line("expires", words.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Line("max-uses", words.MaxUses?.ToString(CultureInfo.InvariantCulture));
        Line("scope", WaiverFile.NeedsScope(rule) ? "screening" : null);
        return text.ToString();
    }

    /// <summary>Names of files may hold what patterns are made of.</summary>
    private static string Escaped(string path)
    {
        var text = new StringBuilder();
        foreach (var c in path)
            text.Append(c is '*' or '?' or '[' or '{' or '\\' ? "\\" : "").Append(c);
        return text.ToString();
    }

    /// <summary>Double quotes of YAML, whose escapes are those of JSON.</summary>
    private static string Quoted(string text) => '"' + System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';

    private static string Indented(string waiver, int spaces)
    {
        var text = new StringBuilder();
        var lines = waiver.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
            text.Append(' ', spaces).Append(i == 0 ? "- " : "  ").Append(lines[i]).Append('\n');
        return text.ToString();
    }
}
