using Sluice.Artifacts.Documents;
using Sluice.Configuration;

namespace Sluice.Policies;

/// <summary>What a rule does to a release that it catches: as written, or less while it is being tried.</summary>
public enum PolicyMode
{
    Enforce,

    /// <summary>Whatever its action is, it only warns.</summary>
    Warn,

    /// <summary>It is evaluated and shown in explanations, and has no effect.</summary>
    Audit,
}

/// <summary>An expression as it stands in a policy file.</summary>
internal sealed record PolicyText(string Text, DocumentNode Node);

/// <summary>An expression that the rules of a policy use by name.</summary>
internal sealed record NamedExpression(string Name, PolicyText Expression);

/// <summary>A policy file as it is written; nothing is compiled yet.</summary>
internal sealed record PolicyDocument
{
    public required string File { get; init; }

    public required string Name { get; init; }

    public required PolicyMatch Match { get; init; }

    /// <summary>In the order of the file: each may use those before it.</summary>
    public required IReadOnlyList<NamedExpression> Variables { get; init; }

    /// <summary>Plain values that expressions see as <c>params</c>; null for none.</summary>
    public DocumentNode? Parameters { get; init; }

    public required IReadOnlyList<RuleDocument> Rules { get; init; }
}

/// <summary>Which artifacts a policy is about, and which files in them. What is null or empty does not narrow it.</summary>
internal sealed record PolicyMatch(IReadOnlyList<string> Kinds, IReadOnlyList<Glob> Names)
{
    public static readonly PolicyMatch Everything = new([], []);

    /// <summary>Paths in the innermost container.</summary>
    public IReadOnlyList<Glob> Files { get; init; } = [];

    /// <summary>What files are for, read off their content (<see cref="DocumentKinds"/>).</summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>The rules are asked of each document of each such file, and of nothing else.</summary>
    public bool IsOfFiles => Files.Count > 0 || Documents.Count > 0;
}

internal sealed record RuleDocument
{
    public required string Id { get; init; }

    public required DocumentNode Node { get; init; }

    public required string Title { get; init; }

    public required Findings.Severity Severity { get; init; }

    /// <summary>A list: the rule is asked for each of its items, which is <c>it</c>. Null: once.</summary>
    public PolicyText? Each { get; init; }

    /// <summary>The rule is about nothing else. Null: always.</summary>
    public PolicyText? When { get; init; }

    /// <summary>What must be true.</summary>
    public required PolicyText Check { get; init; }

    /// <summary>What people are told when it is not. Null: the title.</summary>
    public PolicyText? Message { get; init; }

    public required PolicyAction Action { get; init; }

    public required PolicyAction OnError { get; init; }

    public required PolicyMode Mode { get; init; }

    /// <summary>Before that day the rule only warns.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>The last day on which the rule has an effect.</summary>
    public DateOnly? Until { get; init; }

    public string? Remedy { get; init; }

    /// <summary>What a stranger can do where the rule is not kept; null for what follows from the rest.</summary>
    public string? Why { get; init; }
}
