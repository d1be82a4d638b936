namespace Sluice.Findings;

/// <summary>A rule: what it is about, why it matters and how to fix it. Feeds reports, documentation and <c>sluice explain</c>.</summary>
/// <param name="Id"><c>family/name</c>, permanent once released.</param>
/// <param name="Name">A short title in sentence case.</param>
/// <param name="Severity">The severity of an ordinary finding; a detector may lower or raise it with context.</param>
/// <param name="Why">One or two sentences: what a stranger can do with it.</param>
/// <param name="Fix">The next thing to do.</param>
public sealed record Descriptor(string Id, string Name, Severity Severity, string Why, string Fix)
{
    /// <summary>When it stays silent or only informs, and what that depends on; null when the rule has no such cases.</summary>
    public string? Exceptions { get; init; }

    public string Family => Id[..Id.IndexOf('/')];
}
