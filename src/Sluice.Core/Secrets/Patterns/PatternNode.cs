namespace Sluice.Secrets.Patterns;

/// <summary>The syntax tree of a pattern.</summary>
internal abstract record PatternNode;

/// <summary>One byte of a set.</summary>
internal sealed record OneOf(ByteSet Set) : PatternNode;

internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

internal sealed record Alternatives(IReadOnlyList<PatternNode> Choices) : PatternNode;

/// <param name="Max">At most <see cref="PatternParser.MaxRepetition"/>: no pattern matches without end.</param>
internal sealed record Repeated(PatternNode Part, int Min, int Max) : PatternNode
{
    /// <summary>As <see cref="Max"/> of what only looks ahead.</summary>
    public const int WithoutEnd = int.MaxValue;
}

/// <summary><c>(?&lt;secret&gt;…)</c>: the part of the match that is the secret.</summary>
internal sealed record SecretPart(PatternNode Part) : PatternNode;

/// <summary>The pattern does not belong to the language. <see cref="Column"/> counts from 1.</summary>
public sealed class PatternException(string message, int column) : Exception(message)
{
    public int Column { get; } = column;
}
