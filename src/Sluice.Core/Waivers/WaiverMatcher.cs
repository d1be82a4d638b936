using System.Globalization;
using Sluice.Artifacts;
using Sluice.Detection.Detectors.Faults;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>Holds findings, and parts that were not screened, against the recorded waivers of one artifact, and says what is wrong with the waivers themselves.</summary>
internal sealed class WaiverMatcher
{
    private readonly List<Clause> _clauses;
    private readonly DateOnly _today;

    public WaiverMatcher(IReadOnlyList<RecordedWaiver> waivers, Artifact artifact, DateOnly today)
    {
        _today = today;
        _clauses = [.. waivers.Where(waiver => waiver.IsFor(artifact)).Select(waiver => new Clause(waiver))];
    }

    /// <summary>The finding with its waiver, or with a word on the one that has expired; null when none is about it.</summary>
    public Finding? Match(Finding finding)
    {
        if (finding.Rule.Family == WaiverDetector.Family)
            return null;
        var clauses = _clauses.FindAll(clause => clause.Waiver.Rule == finding.Rule.Id && clause.Waiver.Covers(finding.Entry));
        if (clauses.Find(clause => clause.Waiver.Expires >= _today && clause.HasUsesLeft) is { } valid)
        {
            valid.Uses++;
            return finding with { Waiver = valid.Waiver.Applied };
        }

        foreach (var clause in clauses)
            clause.Uses++;
        return clauses.Count == 0 ? null : finding with { Message = $"{finding.Message} ({Void(clauses[0].Waiver)})" };
    }

    /// <summary>The parts that stay unscreened, and a waived finding for each of the others.</summary>
    public (IReadOnlyList<Unscreened> Left, IReadOnlyList<Finding> Waived) Split(IReadOnlyList<Unscreened> parts)
    {
        var left = new List<Unscreened>();
        var waived = new List<Finding>();
        foreach (var part in parts)
        {
            var finding = new Finding(IncompleteDetector.Rule, part.Container, $"was not screened{(part.Path is { } path ? $" at {path.Value}" : "")}: {part.Reason}") { Subject = part.Path?.Value ?? "" };
            if (Match(finding) is { Waiver: not null } matched)
                waived.Add(matched);
            else
                left.Add(part);
        }

        return (left, waived);
    }

    /// <summary>Findings about the waivers: expired, too long, over-broad, unused. Complete once every finding was matched.</summary>
    public IEnumerable<Finding> Problems(Entry root)
    {
        foreach (var clause in _clauses)
        {
            var waiver = clause.Waiver;
            if (waiver.Expires < _today)
                yield return About(waiver, root, WaiverDetector.Expired, $"expired on {Day(waiver.Expires)}");
            else if (clause.Uses == 0)
                yield return About(waiver, root, WaiverDetector.Unused, "waived nothing: there is no such finding, or the bytes have changed");
            if (waiver.Expires > _today.AddDays(WaiverDetector.MaxDays))
                yield return About(waiver, root, WaiverDetector.TooLong, $"runs until {Day(waiver.Expires)}, {waiver.Expires.DayNumber - _today.DayNumber} days ahead");
            if (waiver.IsOverBroad)
                yield return About(waiver, root, WaiverDetector.OverBroad, "covers any content in any place of any artifact");
        }
    }

    private static Finding About(RecordedWaiver waiver, Entry root, Descriptor rule, string message) => new(rule, root, $"{waiver.Place.File}:{waiver.Place.Line}: the waiver of {waiver.Rule} {message}")
    {
        Evidence = [("file", waiver.Place.File), ("line", waiver.Place.Line), ("rule", waiver.Rule), ("owner", waiver.Owner), ("expires", Day(waiver.Expires))],
        Subject = $"{waiver.Rule}\n{waiver.Path}\n{waiver.Content}",
    };

    private string Void(RecordedWaiver waiver) =>
        waiver.Expires < _today ? $"waived until {Day(waiver.Expires)}" : $"waived {waiver.MaxUses} times, which is as often as {waiver.Place.File}:{waiver.Place.Line} allows";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class Clause(RecordedWaiver waiver)
    {
        public RecordedWaiver Waiver => waiver;

        public int Uses { get; set; }

        public bool HasUsesLeft => waiver.MaxUses is not { } most || Uses < most;
    }
}
