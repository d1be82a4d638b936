using System.Globalization;
using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>
/// Says of each finding whether it was known before (a baseline) or is allowed for a time (a recorded waiver, a comment). Each has a reason and a last day, and
/// what is waived stays in the report.
/// </summary>
internal sealed class WaiverBook
{
    private readonly Artifact _artifact;
    private readonly string _target;
    private readonly ScreenOptions _options;
    private readonly WaiverMatcher _recorded;
    private readonly IReadOnlyList<Finding> _waivedParts;
    private readonly KnownFindings? _known;
    private readonly List<string> _notes = [];
    private readonly HashSet<AllowComment> _used = [];
    private readonly DateOnly _today;

    public WaiverBook(Artifact artifact, string target, ScreenOptions options, DateTimeOffset now)
    {
        (_target, _options, _known) = (target, options, options.Known);
        _today = DateOnly.FromDateTime(now.UtcDateTime);
        _recorded = new WaiverMatcher(options.Waivers, artifact, _today);
        (var left, _waivedParts) = _recorded.Split(artifact.Unscreened);
        _artifact = _waivedParts.Count == 0 ? artifact : artifact with { Unscreened = left };
    }

    /// <summary>As far as comments reach: as a baseline, they are looked at once a year.</summary>
    private DateOnly LastDay => _today.AddDays(366);

    /// <summary>The artifact without the parts that may stay unscreened: each of those is a waived finding.</summary>
    public Artifact Artifact => _artifact;

    /// <summary>What people should know beside the findings. Complete once <see cref="Apply"/> has run.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings)
    {
        var matcher = _known is null ? null : new KnownMatcher(_known);
        var waived = new List<Finding>(findings.Count);
        foreach (var finding in findings)
            waived.Add(Comment(finding) ?? _recorded.Match(finding) ?? Baseline(finding, matcher) ?? finding);
        waived.AddRange(_waivedParts);
        if (matcher is not null)
            NoteGone(matcher);
        waived.AddRange(UselessComments());
        waived.AddRange(_recorded.Problems(_artifact.Root));
        return waived;
    }

    private Finding? Baseline(Finding finding, KnownMatcher? matcher)
    {
        if (matcher?.Match(finding) is not { } entry)
            return null;
        var until = entry.Until ?? _known!.Until;
        return until < _today
            ? finding with { Message = $"{finding.Message} (known until {Day(until)})" }
            : finding with { Waiver = new Waiver("baseline", entry.Reason ?? _known!.Reason, until, _known!.Name) };
    }

    private Finding? Comment(Finding finding)
    {
        if (!_options.AllowComments || finding.Line is not { } line || finding.Entry.Fact<AllowComments>() is not { } comments)
            return null;
        var comment = comments.List.FirstOrDefault(comment => comment.Problem is null && comment.Until <= LastDay && comment.Rule == finding.Rule.Id && line - comment.Line is 0 or 1);
        if (comment is null)
            return null;
        _used.Add(comment);
        return comment.Until < _today
            ? finding with { Message = $"{finding.Message} (allowed until {Day(comment.Until)} by a comment)" }
            : finding with { Waiver = new Waiver("comment", comment.Reason, comment.Until, new Place(finding.Entry, comment.Line).ToString()) };
    }

    private IEnumerable<Finding> UselessComments()
    {
        if (!_options.AllowComments)
            yield break;
        foreach (var entry in _artifact.Entries)
        {
            foreach (var comment in entry.Fact<AllowComments>()?.List ?? [])
            {
                var problem = comment.Problem
                    ?? (!IsRule(comment.Rule) ? $"allows nothing: there is no rule '{comment.Rule}'"
                    : comment.Until < _today ? $"allows nothing any longer: its last day was {Day(comment.Until)}"
                    : comment.Until > LastDay ? $"allows nothing: no comment allows anything for more than a year, {Day(LastDay)} at most"
                    : _used.Contains(comment) ? null
                    : "allows nothing: there is no such finding in its line or the next");
                if (problem is not null)
                    yield return new Finding(AllowCommentDetector.Rule, entry, problem) { Line = comment.Line, Confidence = Confidence.High, Subject = comment.Rule };
            }
        }
    }

    private bool IsRule(string id) => Catalog.Rules.Any(rule => rule.Id == id) || _options.Secrets.Added.Any(rule => rule.Id == id) || _options.Policies.FindingRules.Any(rule => rule.Id == id);

    /// <summary>Only what was found in this very target can be missed here.</summary>
    private void NoteGone(KnownMatcher matcher)
    {
        var gone = matcher.Unmatched.Where(entry => entry.Target == _target).ToList();
        if (gone.Count == 0)
            return;
        var examples = string.Join(", ", gone.Take(3).Select(entry => $"{entry.Rule} in {entry.Place}"));
        _notes.Add($"{_known!.Name}: {gone.Count} known {(gone.Count == 1 ? "finding is" : "findings are")} gone ({examples}{(gone.Count > 3 ? ", …" : "")}); take {(gone.Count == 1 ? "it" : "them")} out, or write the file anew with --write-baseline");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
