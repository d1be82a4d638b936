using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>
/// One kind of credential, as its rule file describes it (<c>docs/reference/secret-rules.md</c>). Immutable; <see cref="SecretRuleFile"/>
/// reads them, <see cref="CompiledRule"/> makes them searchable.
/// </summary>
public sealed record SecretRule
{
    /// <summary><c>secret/service-kind</c>.</summary>
    public required string Id { get; init; }

    /// <summary>As the vendor calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Who issues it.</summary>
    public required string Service { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>How sure a match alone makes it: low and medium ones never deny by themselves.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Completes the sentence "Whoever has it can …".</summary>
    public required string Holder { get; init; }

    /// <summary>Steps to revoke and rotate it, in order.</summary>
    public required IReadOnlyList<string> Revoke { get; init; }

    /// <summary>The vendor's own page; empty for none.</summary>
    public required string Link { get; init; }

    /// <summary>The syntax is that of <see cref="Patterns.PatternParser"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>Words of which one must be part of the name that the value is assigned to; empty when the pattern stands for itself.</summary>
    public IReadOnlyList<string> Assigned { get; init; } = [];

    /// <summary>Words of which one must stand within <see cref="SecretScanner.NearbyBytes"/> bytes; empty for no such condition.</summary>
    public IReadOnlyList<string> Nearby { get; init; } = [];

    /// <summary>Bits of Shannon entropy that a character of the secret has at least; 0 for no such condition.</summary>
    public double Entropy { get; init; }

    /// <summary>The name of a check in code; null when there is none.</summary>
    public string? Proof { get; init; }

    /// <summary>Secrets of other kinds look the same: it leaves them to a kind that knows more (<see cref="Claims"/>).</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Why it is public by design; null when it is a secret.</summary>
    public string? Public { get; init; }

    /// <summary>Templates (<see cref="ExampleTemplate"/>) in which it is found.</summary>
    public IReadOnlyList<string> Fires { get; init; } = [];

    /// <summary>Templates of what looks like it and is none.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    public Descriptor Descriptor => field ??= new Descriptor(
        Id,
        Name,
        Public is null ? Severity : Severity.Info,
        $"Whoever has it can {Holder}.",
        string.Join(' ', Link.Length == 0 ? Revoke : [.. Revoke, $"See {Link}."]))
    {
        Exceptions = Public is null ? null : $"Only informs: {Public}.",
    };
}
