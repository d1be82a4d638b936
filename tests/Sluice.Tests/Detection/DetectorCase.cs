namespace Sluice.Tests.Detection;

/// <summary>One artifact that a rule must, or must not, speak about.</summary>
/// <param name="Name">What is particular about it; unique within the rule.</param>
/// <param name="Fires">True: the rule reports at <paramref name="AtLeast"/> or worse. False: nothing of it above info.</param>
public sealed record DetectorCase(string Rule, string Name, bool Fires, string File, Func<byte[]> Build)
{
    public Findings.Severity AtLeast { get; init; } = Findings.Severity.Low;

    /// <summary>Null where the case says nothing of the decision.</summary>
    public Sluice.Policies.Decision? Decision { get; init; }
}

/// <summary>The cases of some rules. Found by being there: every sealed subclass is run.</summary>
public abstract class DetectorCases
{
    public abstract IEnumerable<DetectorCase> All { get; }

    public static IReadOnlyList<DetectorCase> OfAllRules { get; } =
        [.. typeof(DetectorCases).Assembly.GetTypes().Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsSubclassOf(typeof(DetectorCases)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(type => ((DetectorCases)Activator.CreateInstance(type)!).All)];
}
