using Sluice.Artifacts;

namespace Sluice.Cli.Setup;

/// <summary>What people decided, or what is safe where nobody did.</summary>
/// <param name="Visibility">Null for <c>auto</c>: each release by its own manifest.</param>
/// <param name="VisibilityReason">For the comment beside it.</param>
/// <param name="Pipelines">The systems that get a step: github, gitlab, azure.</param>
internal sealed record SetupChoices(Visibility? Visibility, string VisibilityReason, IReadOnlyList<string> Pipelines);
