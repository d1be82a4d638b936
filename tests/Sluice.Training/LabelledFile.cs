namespace Sluice.Training;

/// <summary>A stretch of a file of which it is known whether it is a credential.</summary>
/// <param name="Kind">The id of the rule that finds it where that is a specific one; else the name of the slot it came from.</param>
public sealed record Label(int Start, int End, bool IsCredential, string Kind)
{
    public bool Overlaps(long start, long end) => start < End && Start < end;
}

/// <summary>One made-up file with what is in it.</summary>
/// <param name="Family">The template that it was made from; a family is for training or for testing, never for both.</param>
public sealed record LabelledFile(string Family, bool IsTest, string Path, string Text, IReadOnlyList<Label> Labels);
