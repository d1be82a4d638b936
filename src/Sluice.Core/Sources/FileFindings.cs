using Sluice.Findings;
using static Sluice.Sources.AlienTexts;

namespace Sluice.Sources;

/// <summary>What is told of a file that is not, or not only, of the source.</summary>
internal sealed class FileFindings(ComparisonContext context)
{
    public Finding Changed(ShippedFile file, LineDifference difference, AlienContent alien) =>
        Alarm(file, $"differs from '{file.Counterpart!.Path}' of {context.SourceName}: {Lines(difference.Added)} added, {difference.Removed} removed{Told(alien)}") with
        {
            Line = difference.Numbers.Count > 0 ? difference.Numbers[0] : null,
            Severity = file.IsCode || CodeFiles.IsRead(file.Path) ? context.Stops : Severity.Medium,
            Evidence = [("source", file.Counterpart.Path), ("added lines", (long)difference.Added), ("removed lines", (long)difference.Removed), ("at lines", difference.Numbers.ConvertAll(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))), .. EvidenceOf(alien)],
        };

    public Finding Mixed(ShippedFile file, double share, AlienContent alien)
    {
        file.Reason = "has a part that is not of the source";
        return Alarm(file, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is made of {context.SourceName} by {Math.Floor(share * 100)} % of its words, but for a part that is not there{Told(alien)}")) with
        {
            Confidence = Confidence.Medium,
            Evidence = [("words of the source", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share:0.000}")), .. EvidenceOf(alien)],
        };
    }

    /// <summary>Code that only the artifact has, in the midst of what the source has.</summary>
    public static Finding Added(ComparisonContext context, ShippedFile file, Severity severity) =>
        new Finding(SourceRules.Mismatch, file.Entry, $"is code that {context.SourceName} does not have{Told(file.NewCode!)}")
        {
            Severity = severity,
            Confidence = Confidence.Medium,
            Evidence = [.. EvidenceOf(file.NewCode!)],
        };

    /// <summary>What the manifest of the release has run, and that of the source has not.</summary>
    public static Finding Started(ComparisonContext context, ShippedFile file, string message)
    {
        var (start, content) = (file.Start!, file.NewCode);
        // A text in which nobody looked for names of the source is too large for that.
        var isJudged = file.Nature is not null || !file.Entry.IsText || file.Origin != FileOrigin.Unexplained;
        return new Finding(SourceRules.Mismatch, file.Entry, content is null ? message : message + Told(content))
        {
            Severity = start is { IsOfPackage: true, IsPattern: false } && isJudged ? context.Stops : Severity.Medium,
            Evidence = [("field", start.Point.Field), .. content is null ? [] : EvidenceOf(content)],
        };
    }

    public Finding Alarm(ShippedFile file, string message) => new(SourceRules.Mismatch, file.Entry, message) { Severity = context.Stops };

    /// <summary>All but a thing or two is of the source: of what no compiler writes somebody has to say why it is there; a word or an address is just what a reader wants to see.</summary>
    public Finding? Odd(ShippedFile file, WordTrace trace, AlienContent alien) => alien switch
    {
        { Weight: 0 } => null,
        { IsGrave: true } => Mixed(file, trace.Share, alien) with { Severity = context.Stops, Confidence = Confidence.Low },
        _ => Mixed(file, trace.Share, alien) with { Severity = Severity.Medium },
    };

    /// <summary>Whatever a build puts together, the source or what it is built with has to be the reason why it starts programs or calls somebody. Of files in which much is other people's, only what few programs know holds.</summary>
    public Finding? Undeclared(ShippedFile file, WordTrace trace, AlienContent alien) =>
        !alien.IsGrave ? null : Alarm(file, $"is declared as generated, and nothing in {context.SourceName} does what it does{Told(alien)}") with
        {
            Severity = trace.IsMixed || (alien.Places.Count > 0 && alien.Weight >= 2) ? context.Stops : Severity.Medium,
            Confidence = Confidence.Low,
            Evidence = [.. EvidenceOf(alien)],
        };

    private static string Lines(int count) => count == 1 ? "1 line" : $"{count} lines";
}
