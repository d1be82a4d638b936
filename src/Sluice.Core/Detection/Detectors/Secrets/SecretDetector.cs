using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Findings;
using Sluice.Secrets;
using Sluice.Secrets.Generic;
using Sluice.Secrets.Hidden;

namespace Sluice.Detection.Detectors.Secrets;

/// <summary>
/// Runs the scanner over every byte and judges in context what it found: a proven token counts everywhere, a test key in the tests of
/// an open package is no news.
/// </summary>
/// <param name="now">That what says until when it opens something is held against; null for no such comparison.</param>
public sealed class SecretDetector(SecretScanner scanner, DateTimeOffset? now = null) : Detector
{
    /// <summary>No secret is shorter.</summary>
    private const int MinBytes = 20;

    /// <summary>The start of a line farther away is not looked for.</summary>
    private const int LongestLine = 400;

    /// <summary>Of what a secret says of itself, in a message.</summary>
    private const int MaxDetail = 60;

    /// <summary>Debian makes it anew at installation, for a certificate that nobody trusts.</summary>
    private const string SelfMadeKey = "etc/ssl/private/ssl-cert-snakeoil.key";

    /// <summary>In the names of kinds that nobody has to be asked for.</summary>
    private static readonly string[] MadeByAnyone = ["private-key", "web-token", "-url", "connection", "basic-auth", "key-store", "phrase", "pkcs12", "seed", "service-account"];

    /// <summary>Finds the kinds that come with the program.</summary>
    public SecretDetector()
        : this(SecretScanner.BuiltIn)
    {
    }

    public override IReadOnlyList<Descriptor> Rules => field ??= [.. scanner.Rules.Concat(GenericRules.All).Select(rule => rule.Descriptor).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>What a container accounts for is scanned as the entries in it.</summary>
    public override bool Wants(Entry entry) => entry is { HasAllBytes: true, IsAccountedFor: false, Size: >= MinBytes };

    public override IEnumerable<Finding> Inspect(Entry entry)
    {
        Note(entry, Find(entry, entry.Bytes.Span), entry.Bytes.Span, 0);
        return [];
    }

    public override IEnumerable<Finding> InspectWindow(Entry entry, ReadOnlyMemory<byte> window, long offset)
    {
        // What lies within the overlap was seen whole in the window before.
        var matches = Find(entry, window.Span);
        if (offset > 0)
            matches.RemoveAll(match => match.Offset + match.Length <= SlidingWindow.OverlapBytes);
        Note(entry, matches, window.Span, offset);
        return [];
    }

    public override IEnumerable<Finding> Conclude(Artifact artifact)
    {
        var seen = new HashSet<Sighting>();
        var names = new NameSearch(scanner);
        var parts = ConfiguredSecrets(artifact);
        foreach (var entry in artifact.Entries)
        {
            foreach (var match in names.Find(entry))
            {
                if (Judge(artifact, entry, match) is { } judged)
                    yield return ReportName(entry, match, judged);
            }

            foreach (var noted in entry.Fact<NotedSecrets>()?.List ?? [])
            {
                if (entry.Fact<ImageConfigFacts>() is not null && parts.Contains((entry, noted.Text, noted.Match.Rule.Descriptor.Severity)))
                    continue;
                // A literal of a class stands in its bytes and among its constants: told once.
                var isNew = seen.Add(new Sighting(FileOf(entry), noted.Match.Rule.Id, noted.Match.Value!.Digest)) || entry.Origin != EntryOrigin.Decoded;
                if (isNew && Judge(artifact, entry, noted.Match, noted.IsDocumentation) is { } judged)
                    yield return Report(entry, noted.Match, noted.Line, judged);
            }

            foreach (var rest in entry.Fact<NotedSecrets>()?.Rests ?? [])
            {
                if (seen.Add(new Sighting(FileOf(entry), rest.First.Rule.Id, rest.Value.Digest)) && JudgeValid(artifact, entry, rest.First) is { } judged)
                    yield return ReportRest(entry, rest, judged);
            }
        }
    }

    /// <summary>What the variables, labels and steps of an image hold is told there, rather than somewhere in a line of JSON. None makes less of it.</summary>
    private static HashSet<(Entry Configuration, TextDigest Text, Severity Least)> ConfiguredSecrets(Artifact artifact)
    {
        var secrets = new HashSet<(Entry, TextDigest, Severity)>();
        foreach (var entry in artifact.Entries)
        {
            if (entry is not { Origin: EntryOrigin.Decoded, Container: { } configuration } || configuration.Fact<ImageConfigFacts>() is null)
                continue;
            foreach (var noted in entry.Fact<NotedSecrets>()?.List ?? [])
            {
                for (var least = noted.Match.Rule.Descriptor.Severity; least >= Severity.Info; least--)
                    secrets.Add((configuration, noted.Text, least));
            }
        }

        return secrets;
    }

    /// <summary>In texts also what only its name gives away.</summary>
    private List<SecretMatch> Find(Entry entry, ReadOnlySpan<byte> text)
    {
        var stretches = new List<(int Start, int End)>();
        var matches = scanner.Scan(text, stretches);
        SourceKind? source = entry.IsText ? SourceKind.Of(entry.Path) : null;
        if (source is { } kind)
            GenericScanner.AddTo(matches, text, kind with { IsTable = kind.IsTable && entry.HasAllBytes }, scanner);
        HiddenScanner.AddTo(matches, text, scanner, source, stretches);
        return matches;
    }

    private static void Note(Entry entry, List<SecretMatch> matches, ReadOnlySpan<byte> text, long offset)
    {
        if (matches.Count == 0)
            return;
        var noted = entry.Fact<NotedSecrets>();
        if (noted is null)
            entry.Learn(noted = new NotedSecrets { IsManual = offset == 0 && ManualPage.IsOne(entry.Path, text) });
        foreach (var match in matches)
        {
            if (!noted.HasRoomFor(match, text))
                continue;
            var line = entry is { IsText: true, HasAllBytes: true } ? LineOf(entry, match) : (int?)null;
            noted.List.Add(new NotedSecret(match.Described(text) with { Offset = match.Offset + offset }, line, TextDigest.Of(match.Form is null ? text[match.Part] : text.Slice((int)match.Offset, match.Length)), IsInDocumentation(text[..(int)match.Offset])));
        }
    }

    /// <summary>A line of the comments that documentation is made from: <c> * </c> and <c>///</c>.</summary>
    private static bool IsInDocumentation(ReadOnlySpan<byte> before)
    {
        var line = before[Math.Max(0, before.Length - LongestLine)..];
        line = line.LastIndexOf((byte)'\n') is >= 0 and var start ? line[(start + 1)..].TrimStart(" \t"u8) : default;
        return line.StartsWith("* "u8) || line.StartsWith("///"u8);
    }

    /// <summary>What holds it and has a name of its own. The parts of a workbook stand for each other.</summary>
    private static Entry FileOf(Entry entry)
    {
        while (entry.Container is { } container && (entry.Origin == EntryOrigin.Decoded || container.Fact<WorkbookFacts>() is not null))
            entry = container;
        return entry;
    }

    private static int LineOf(Entry entry, SecretMatch match) => entry.Bytes.Span[..(int)match.Offset].Count((byte)'\n') + 1;

    private static Finding ReportName(Entry entry, SecretMatch match, (Severity Severity, Confidence Confidence) judged) =>
        new(match.Rule.Descriptor, entry, $"has {Article.Before(match.Secret.Kind)} {match.Secret} in its name")
        {
            Severity = judged.Severity,
            Confidence = judged.Confidence,
            Evidence = [("kind", match.Secret.Kind), ("length", match.Secret.Length), ("prefix", match.Secret.Prefix)],
            Subject = "name",
        };

    private Finding Report(Entry entry, SecretMatch match, int? line, (Severity Severity, Confidence Confidence) judged) =>
        new(match.Rule.Descriptor, entry, $"holds {Article.Before(match.Secret.Kind)} {match.Secret}{Remark(match)}{(IsOver(match) ? ", which is over" : "")}{FormOf(match)}")
        {
            Severity = judged.Severity,
            Confidence = judged.Confidence,
            Line = line,
            Value = match.Value,
            Evidence = [("kind", match.Secret.Kind), ("length", match.Secret.Length), ("prefix", match.Secret.Prefix), ("proof", match.ProofWord), ("offset", match.Offset), .. match.IsEncrypted ? [("protected", "by a password")] : ((string, object)[])[], .. match.Details.Select(detail => (detail.Name, (object)detail.Value))],
        };

    /// <summary>One more of them changes the value, so that none hides behind those that are known.</summary>
    private static Finding ReportRest(Entry entry, SecretRest rest, (Severity Severity, Confidence Confidence) judged) =>
        new(rest.First.Rule.Descriptor, entry, $"holds {rest.Count} more of the kind '{rest.First.Secret.Kind}', which are not told one by one")
        {
            Severity = judged.Severity,
            Confidence = judged.Confidence,
            Value = rest.Value,
            Evidence = [("kind", rest.First.Secret.Kind), ("count", (long)rest.Count)],
            Subject = $"rest of {rest.Count}",
        };

    private static string FormOf(SecretMatch match) => match.Form switch
    {
        HiddenForm.Base64 => ", written in base64",
        HiddenForm.Hexadecimal => ", written in hexadecimal",
        HiddenForm.Escapes => ", written with escapes",
        HiddenForm.Pieces => ", written in pieces",
        _ => "",
    };

    private static string Remark(SecretMatch match) =>
        match.IsWellKnown ? " that everyone knows: an example, or the default of a tool"
        : match.Details.Count > 0 ? (match.IsEncrypted ? " protected by a password" : "") + " with " + string.Join(", ", match.Details.Select(detail => $"{detail.Name} {Shortened(detail.Value)}"))
        : match is { Proof: SecretProof.Checksum, ProofWord: "checksum" } ? " whose checksum holds"
        : match.IsEncrypted ? " protected by a password"
        : match.Doubt is { } doubt ? " " + doubt
        : "";

    private bool IsOver(SecretMatch match) => match.Expires < now;

    private static string Shortened(string value) => value.Length > MaxDetail ? value[..MaxDetail] + "…" : value;

    /// <summary>What opens nothing any more is told and stops no release.</summary>
    private (Severity Severity, Confidence Confidence)? Judge(Artifact artifact, Entry entry, SecretMatch match, bool isDocumentation = false) =>
        JudgeValid(artifact, entry, match, isDocumentation) is { } judged ? IsOver(match) && judged.Severity > Severity.Low ? (Severity.Low, judged.Confidence) : judged : null;

    /// <summary>Null where it is nothing to speak of.</summary>
    private static (Severity Severity, Confidence Confidence)? JudgeValid(Artifact artifact, Entry entry, SecretMatch match, bool isDocumentation = false)
    {
        isDocumentation |= IsDocumentation(entry);
        var worst = match.Rule.Descriptor.Severity;
        if (match.Rule.Public is not null || match.IsWellKnown)
            return (Severity.Info, Confidence.High);
        if (match.Proof == SecretProof.Checksum)
            return (worst, Confidence.High);
        var place = Placement.Of(artifact, entry);
        if (match.IsForExample)
            return (place.IsSample || place.IsThirdParty || isDocumentation || artifact.Visibility == Visibility.Public ? Severity.Info : Severity.Low, Confidence.Medium);
        // A package manager writes digests and identifiers there, and names them as it likes; what names itself is another matter.
        if ((match.Band is not null || match.Rule is { Assigned.Count: > 0, Confidence: not Confidence.High }) && SourceKind.Of(entry.Path).Syntax == Syntax.Lock)
            return (Severity.Low, Confidence.Low);
        // Its name and its looks are no proof: it warns at most.
        if (match.Band is { } band)
            return (place.IsSample || place.IsThirdParty || isDocumentation ? Severity.Info : worst, band);
        if (match.Proof == SecretProof.Shape)
            return (place.IsSample || place.IsThirdParty || artifact.Visibility == Visibility.Public ? Severity.Info : Severity.Low, Confidence.Low);
        if (place.IsSample)
            return (place.IsThirdParty || (artifact.Visibility == Visibility.Public && !IsIssued(match.Rule)) ? Severity.Info : Severity.Low, Confidence.Medium);
        // Whoever writes a manual makes up its keys.
        if (entry.Fact<NotedSecrets>() is { IsManual: true } && !IsIssued(match.Rule))
            return (Severity.Info, Confidence.Low);
        // Cryptographic libraries carry keys to test themselves with when they are loaded.
        if (place.IsThirdParty && entry.ContentKind == ContentKind.Elf && entry.Path.Name.Contains(".so", StringComparison.Ordinal))
            return (Severity.Info, Confidence.Medium);
        if ((isDocumentation || match.IsNested) && artifact.Visibility == Visibility.Public)
            return (isDocumentation && !IsIssued(match.Rule) ? Severity.Info : Severity.Low, Confidence.Medium);
        // Its source is open, and the key in it.
        if (artifact.Visibility == Visibility.Public && IsCompiled(FileOf(entry)))
            return (Severity.Medium, Confidence.Medium);
        if (place.IsThirdParty || entry.Path.Value.EndsWith(SelfMadeKey, StringComparison.Ordinal))
            return (Severity.Low, Confidence.Medium);
        return (match.IsEncrypted && worst > Severity.Medium ? Severity.Medium : worst, match.Rule.Confidence);
    }

    /// <summary>A vendor made it for an account: nobody makes one up for a test, as one does with keys, passwords and addresses.</summary>
    private static bool IsIssued(SecretRule rule) => rule is { Assigned.Count: 0, Confidence: Confidence.High } && rule.Descriptor.Severity >= Severity.High && !Array.Exists(MadeByAnyone, rule.Id.Contains);

    /// <summary>Read by people alone: what stands in it is an example. No program takes a key from a declaration.</summary>
    private static bool IsDocumentation(Entry entry) =>
        entry.Path.Extension is ".md" or ".mdx" or ".markdown" or ".rst" or ".adoc" || entry.Path.HasExtension(".d.ts") || entry.Path.HasExtension(".d.mts") || entry.Path.HasExtension(".d.cts") || entry.Fact<NotedSecrets>() is { IsManual: true };

    private static bool IsCompiled(Entry entry) =>
        entry.ContentKind is ContentKind.Elf or ContentKind.PortableExecutable or ContentKind.MachO or ContentKind.MachOUniversal or ContentKind.WebAssembly or ContentKind.JavaClass or ContentKind.PythonBytecode;

    /// <summary>Searches names and the targets of links. A folder counts where it is an entry, and once for the files in it where it is none.</summary>
    private sealed class NameSearch(SecretScanner scanner)
    {
        private readonly HashSet<Seen> _seen = [];
        private byte[] _buffer = new byte[512];

        public List<SecretMatch> Find(Entry entry)
        {
            // The name of the artifact is the caller's; what is transparent has none of its own.
            if (entry.Container is null || entry.IsTransparent)
                return [];
            var text = Encode(entry.Path.Value, entry.LinkTarget);
            if (text.Length < MinBytes || scanner.Scan(text) is not { Count: > 0 } matches)
                return [];
            var container = entry.Container;
            var found = new List<SecretMatch>();
            foreach (var match in matches)
            {
                if (_seen.Add(new Seen(container, TextDigest.Of(text.Slice((int)match.Offset, match.Length)))))
                    found.Add(match);
            }

            return found;
        }

        private ReadOnlySpan<byte> Encode(string path, string? target)
        {
            var most = Encoding.UTF8.GetMaxByteCount(path.Length + 1 + (target?.Length ?? 0));
            if (_buffer.Length < most)
                _buffer = new byte[most];
            var length = Encoding.UTF8.GetBytes(path, _buffer);
            if (target is null)
                return _buffer.AsSpan(0, length);
            _buffer[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(target, _buffer.AsSpan(length));
            return _buffer.AsSpan(0, length);
        }
    }

    /// <summary>A secret in the names of what a container holds.</summary>
    private sealed record Seen(Entry Container, TextDigest Value);

    /// <summary>A secret in a file, wherever in it.</summary>
    private sealed record Sighting(Entry File, string Rule, string Value);
}
