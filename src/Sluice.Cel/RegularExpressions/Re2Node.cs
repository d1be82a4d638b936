namespace Sluice.Cel;

/// <summary>A part of a regular expression.</summary>
internal abstract record Re2Node;

/// <summary>One character of a set.</summary>
internal sealed record SetNode(CodePointSet Set) : Re2Node;

internal sealed record SequenceNode(IReadOnlyList<Re2Node> Parts) : Re2Node;

internal sealed record AlternationNode(IReadOnlyList<Re2Node> Choices) : Re2Node;

/// <param name="Most">-1 for any number.</param>
internal sealed record RepeatNode(Re2Node Inner, int Least, int Most, bool IsLazy) : Re2Node;

internal sealed record CaptureNode(Re2Node Inner) : Re2Node;

/// <summary>A place between characters, in the syntax of .NET.</summary>
internal sealed record PlaceNode(string Pattern) : Re2Node;
