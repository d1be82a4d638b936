using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>The rules about recorded waivers. <see cref="WaiverMatcher"/> makes the findings once all others are known.</summary>
public sealed class WaiverDetector : Detector
{
    /// <summary>Rules that no waiver covers.</summary>
    internal const string Family = "waiver";

    /// <summary>An exception that nobody looks at again within a quarter is a rule that was switched off.</summary>
    public const int MaxDays = 90;

    public static readonly Descriptor Expired = new("waiver/expired", "Waiver past its last day", Severity.Low,
        "Somebody accepted a finding for a time, and the time is over: the finding counts again.",
        "Fix the finding and delete the waiver, or write a new one with 'sluice waive' and a new reason.");

    public static readonly Descriptor Unused = new("waiver/unused", "Waiver that waives nothing", Severity.Low,
        "The finding is gone, or the bytes changed and nobody has looked at the new ones. A waiver that is left lying waives the next thing that fits.",
        "Delete it; where the finding is still there, look at the new content and write a new waiver with 'sluice waive'.");

    public static readonly Descriptor TooLong = new("waiver/too-long", "Waiver for more than 90 days", Severity.High,
        "An exception that nobody looks at again within a quarter is a rule that was switched off.",
        "Set 'expires' to a day within 90 days from now, and decide again then.");

    public static readonly Descriptor OverBroad = new("waiver/over-broad", "Waiver without bounds", Severity.High,
        "It names neither content nor a place nor an artifact, and so switches the rule off for whatever comes.",
        "Name the path, the artifact or the content; 'sluice waive' writes all three.");

    public override IReadOnlyList<Descriptor> Rules { get; } = [Expired, OverBroad, TooLong, Unused];
}
