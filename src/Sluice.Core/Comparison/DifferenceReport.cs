using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Reporting;

namespace Sluice.Comparison;

/// <summary>Writes a <see cref="ReleaseDifference"/> for people and for programs.</summary>
public static class DifferenceReport
{
    private const int FilesShown = 20;

    public static void WriteText(ReleaseDifference difference, TextWriter output)
    {
        var (old, @new) = (difference.Old, difference.New);
        output.WriteLine($"{SafeText.Of(old.Target)} -> {SafeText.Of(@new.Target)}");
        output.WriteLine($"  size    {ByteSize.Text(old.Artifact.Root.Size)} -> {ByteSize.Text(@new.Artifact.Root.Size)}{Factor(old.Artifact.Root.Size, @new.Artifact.Root.Size)}");
        output.WriteLine($"  unpacked {ByteSize.Text(Unpacked(old))} -> {ByteSize.Text(Unpacked(@new))}{Factor(Unpacked(old), Unpacked(@new))}");
        WriteValues(output, "Manifest", difference.Manifest);
        WriteValues(output, "Scripts", difference.Scripts);
        WriteValues(output, "Dependencies", difference.Dependencies);
        WriteFiles(output, "Added", '+', difference.Added);
        WriteFiles(output, "Removed", '-', difference.Removed);
        WriteFiles(output, "Changed", '~', difference.Changed);
        WriteFindings(output, "New findings", difference.NewFindings);
        WriteFindings(output, "Findings gone", difference.GoneFindings);
        if (difference.IsIncomplete)
            output.WriteLine("\nNot everything could be read: sluice screen names the parts. What is not listed here may differ all the same.");
        else if (IsEmpty(difference))
            output.WriteLine("\nNo difference.");
    }

    public static void WriteJson(ReleaseDifference difference, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Options(indented: true)))
        {
            json.WriteStartObject();
            json.WriteString("schema", "urn:sluice:diff:v1");
            WriteSide(json, "old", difference.Old);
            WriteSide(json, "new", difference.New);
            WriteValues(json, "manifest", difference.Manifest);
            WriteValues(json, "scripts", difference.Scripts);
            WriteValues(json, "dependencies", difference.Dependencies);
            WriteFiles(json, "added", difference.Added);
            WriteFiles(json, "removed", difference.Removed);
            WriteFiles(json, "changed", difference.Changed);
            WriteFindings(json, "newFindings", difference.NewFindings);
            WriteFindings(json, "goneFindings", difference.GoneFindings);
            json.WriteBoolean("incomplete", difference.IsIncomplete);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    private static long Unpacked(Report report) => report.Artifact.Entries.Where(entry => entry.Container is not null && !entry.IsTransparent && entry.Origin == Artifacts.EntryOrigin.Member).Sum(entry => entry.Size);

    private static string Factor(long old, long @new) =>
        old > 0 && (@new > old * 1.5 || @new < old / 1.5) ? string.Create(CultureInfo.InvariantCulture, $" ({(double)@new / old:0.0#} times)") : "";

    private static bool IsEmpty(ReleaseDifference difference) =>
        difference.Manifest.Count + difference.Scripts.Count + difference.Dependencies.Count + difference.Added.Count + difference.Removed.Count + difference.Changed.Count == 0;

    private static void WriteValues(TextWriter output, string title, IReadOnlyList<ValueChange> changes)
    {
        if (changes.Count == 0)
            return;
        output.WriteLine($"\n{title}");
        foreach (var change in changes)
        {
            output.WriteLine((change.Old, change.New) switch
            {
                (null, { } added) => $"  + {SafeText.Of(change.Name)}: {SafeText.Of(added)}",
                ({ } removed, null) => $"  - {SafeText.Of(change.Name)}: {SafeText.Of(removed)}",
                _ => $"  ~ {SafeText.Of(change.Name)}: {SafeText.Of(change.Old!)} -> {SafeText.Of(change.New!)}",
            } + Mark(change.Unusual));
        }
    }

    private static void WriteFiles(TextWriter output, string title, char sign, IReadOnlyList<FileChange> changes)
    {
        if (changes.Count == 0)
            return;
        output.WriteLine($"\n{title}: {changes.Count} {(changes.Count == 1 ? "file" : "files")}");
        foreach (var change in changes.OrderByDescending(change => change.Unusual.Count > 0).ThenByDescending(change => Math.Abs((change.NewSize ?? 0) - (change.OldSize ?? 0))).ThenBy(change => change.Path, StringComparer.Ordinal).Take(FilesShown))
            output.WriteLine($"  {sign} {SafeText.Of(change.Path)}  {Sizes(change)}{Modes(change)}{(change.OldPath is { } old && change.NewPath is not null && old != change.NewPath ? $"  (was {SafeText.Of(old)})" : "")}{Mark(change.Unusual)}");
        if (changes.Count > FilesShown)
            output.WriteLine($"  … and {changes.Count - FilesShown} more, smaller in size (--report json lists all)");
    }

    private static string Mark(IReadOnlyList<string> unusual) => unusual.Count == 0 ? "" : $"  unusual here: {string.Join(", ", unusual)}";

    private static string Sizes(FileChange change) => change switch
    {
        { OldSize: null } => ByteSize.Text(change.NewSize ?? 0),
        { NewSize: null } => ByteSize.Text(change.OldSize ?? 0),
        _ when change.OldSize == change.NewSize => ByteSize.Text(change.NewSize.Value),
        _ => $"{ByteSize.Text(change.OldSize.Value)} -> {ByteSize.Text(change.NewSize.Value)}",
    };

    private static string Modes(FileChange change) =>
        change is { OldMode: { } old, NewMode: { } now } && old != now ? $"  mode {Convert.ToString(old, 8)} -> {Convert.ToString(now, 8)}" : "";

    private static void WriteFindings(TextWriter output, string title, IReadOnlyList<ReportedFinding> findings)
    {
        var shown = findings.Where(finding => finding.Action > PolicyAction.Allow).ToList();
        if (shown.Count == 0)
            return;
        output.WriteLine($"\n{title}");
        foreach (var finding in shown)
            output.WriteLine($"  {Words.Of(finding.Action)}  {finding.Finding.Rule.Id}  {SafeText.Of(Words.PlaceOf(finding.Finding.Entry))} {SafeText.Of(finding.Finding.Message)}");
    }

    private static void WriteSide(Utf8JsonWriter json, string name, Report report)
    {
        json.WriteStartObject(name);
        json.WriteString("target", SafeText.Of(report.Target));
        json.WriteString("digest", report.Artifact.Root.Digest.IsEmpty ? null : "sha256:" + Convert.ToHexStringLower(report.Artifact.Root.Digest.Span));
        json.WriteNumber("size", report.Artifact.Root.Size);
        json.WriteNumber("unpacked", Unpacked(report));
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyList<ValueChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("name", SafeText.Of(change.Name));
            json.WriteString("old", change.Old is { } old ? SafeText.Of(old) : null);
            json.WriteString("new", change.New is { } now ? SafeText.Of(now) : null);
            WriteUnusual(json, change.Unusual);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFiles(Utf8JsonWriter json, string name, IReadOnlyList<FileChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("path", SafeText.Of(change.Path));
            if (change.OldPath is { } old && change.NewPath is not null && old != change.NewPath)
                json.WriteString("oldPath", SafeText.Of(old));
            WriteNumber(json, "oldSize", change.OldSize);
            WriteNumber(json, "newSize", change.NewSize);
            WriteNumber(json, "oldMode", change.OldMode);
            WriteNumber(json, "newMode", change.NewMode);
            WriteUnusual(json, change.Unusual);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnusual(Utf8JsonWriter json, IReadOnlyList<string> unusual)
    {
        if (unusual.Count == 0)
            return;
        json.WriteStartArray("unusual");
        foreach (var rule in unusual)
            json.WriteStringValue(rule);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static void WriteFindings(Utf8JsonWriter json, string name, IReadOnlyList<ReportedFinding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
            JsonReport.WriteFinding(json, finding);
        json.WriteEndArray();
    }
}
