namespace Sluice.Artifacts;

/// <summary>
/// The artifact is damaged, hostile or beyond a limit. Readers throw nothing else for bad input; the walk catches it once
/// for each container and reports the container as unscreened.
/// </summary>
public class ArtifactException : Exception
{
    public ArtifactException(string message)
        : base(message)
    {
    }

    public ArtifactException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The rule of good archives that was broken, when it is one of them; the walk reports it with the exception.</summary>
    public AnomalyKind? Anomaly { get; init; }

    internal static ArtifactException Truncated(string what) => new($"{what} is cut off") { Anomaly = AnomalyKind.Truncated };
}

/// <summary>A limit of <see cref="ReadLimits"/> that counts over the whole artifact was reached: the walk ends here.</summary>
public sealed class LimitReachedException(string message) : ArtifactException(message);
