using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Policies.Facts;
using Sluice.Sources;

namespace Sluice.Reporting;

/// <summary>The contract's words for values and places.</summary>
public static class Words
{
    public static string Of(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Hold => "hold",
        Decision.Deny => "deny",
        _ => "indeterminate",
    };

    public static string Of(PolicyAction action) => action switch
    {
        PolicyAction.Allow => "allow",
        PolicyAction.Warn => "warn",
        PolicyAction.Hold => "hold",
        _ => "deny",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        Severity.Low => "low",
        _ => "info",
    };

    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        _ => "low",
    };

    public static string Of(Waiver waiver) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"waived until {waiver.Until:yyyy-MM-dd} by {(waiver.Owner is { } owner ? owner + " at " : waiver.By == "comment" ? "a comment at " : "")}{waiver.At}: {waiver.Reason}{(waiver.Ticket is { } ticket ? $" ({ticket})" : "")}");

    public static string Of(Visibility visibility) => visibility == Visibility.Public ? "public" : "proprietary";

    public static string Of(SourceComparison source)
    {
        var parts = source.Shares.Where(share => share.Files > 0).Select(share => $"{share.Files} {SourceFacts.WordOf(share.Origin)}");
        var place = source.Folder.Length > 0 ? $", folder {source.Folder}" : "";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source.Tree} at {(source.IsTag ? "tag " : "")}{source.Ref}{place}: {source.Explained:0.0 %} of {source.Files} {(source.Files == 1 ? "file" : "files")} explained ({string.Join(", ", parts)})");
    }

    /// <inheritdoc cref="Place.Of(Entry)"/>
    public static string PlaceOf(Entry entry) => Place.Of(entry);

    public static string PlaceOf(Unscreened unscreened)
    {
        var container = PlaceOf(unscreened.Container);
        if (unscreened.Path is not { } path)
            return container;
        return container.Length == 0 ? path.Value : unscreened.Container.Format == "directory" ? path.Value : $"{container}!/{path.Value}";
    }
}
