namespace Sluice.Artifacts.Formats;

/// <summary>The modules that a bundle keeps as texts to evaluate, each under the name of the source it was made from.</summary>
public sealed record EvalModuleFacts(IReadOnlyList<Entry> Modules);
