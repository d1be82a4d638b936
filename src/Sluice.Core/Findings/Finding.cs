using Sluice.Artifacts;

namespace Sluice.Findings;

/// <summary>One thing that a rule found in one place. Values are plain data; no secret is ever part of it.</summary>
public sealed record Finding(Descriptor Rule, Entry Entry, string Message)
{
    public Severity Severity { get; init; } = Rule.Severity;

    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>Counted from 1; null when the place is the entry as a whole.</summary>
    public int? Line { get; init; }

    /// <summary>Counted from 1 in bytes; null when the place is the entry as a whole.</summary>
    public int? Column { get; init; }

    /// <summary>The values that made it a finding, in the order to show. Values are string, bool, int, long or a list of strings.</summary>
    public IReadOnlyList<(string Name, object Value)> Evidence { get; init; } = [];

    /// <summary>What to do here, where it is more exact than <see cref="Descriptor.Fix"/>.</summary>
    public string? Remedy { get; init; }

    /// <summary>What is left to do in this very place; null when the remedy is all.</summary>
    public string? Removal { get; init; }

    /// <summary>All that is to be done, in order.</summary>
    public string Advice => Removal is null ? Remedy ?? Rule.Fix : $"{Remedy ?? Rule.Fix} {Removal}";

    /// <summary>The secret that it is about; null for what is none. Never written anywhere.</summary>
    public SecretValue? Value { get; init; }

    /// <summary>Where else the same thing was found, in the order of the artifact.</summary>
    public IReadOnlyList<Place> AlsoAt { get; init; } = [];

    /// <summary>Why it does not count; null when it does. It is shown all the same.</summary>
    public Waiver? Waiver { get; init; }

    /// <summary>Tells findings of one rule in one entry apart in the fingerprint: a key, a name; never a secret or a line number.</summary>
    public string Subject { get; init; } = "";
}
