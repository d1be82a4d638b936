namespace Sluice.Artifacts.Formats;

/// <summary>The entry is the configuration of an image; its parts are entries too.</summary>
public sealed record ImageConfigFacts;
