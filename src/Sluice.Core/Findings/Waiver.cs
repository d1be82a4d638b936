namespace Sluice.Findings;

/// <summary>Why a finding does not count, and until when.</summary>
/// <param name="By">Where it is written: <c>baseline</c>, <c>comment</c> or <c>waiver</c>.</param>
/// <param name="Until">The last day on which it holds.</param>
/// <param name="At">The file, or the place of the comment.</param>
public sealed record Waiver(string By, string Reason, DateOnly Until, string At)
{
    /// <summary>Who answers for it; null where the form does not ask for it.</summary>
    public string? Owner { get; init; }

    public string? Ticket { get; init; }
}
