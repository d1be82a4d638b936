namespace Sluice.Cli.Setup;

/// <summary>Lines for the files that tell tools what to leave out. Comments begin with a hash.</summary>
internal static class IgnoreDraft
{
    /// <summary>What belongs to one machine or one run. Waivers, profiles and baselines are reviewed and committed.</summary>
    public static readonly IReadOnlyList<string> OfMachine =
    [
        "# Sluice: keys, caches, journals and reports stay on this machine; waivers, profiles and baselines are committed.",
        "/.sluice/keys/",
        "/.sluice/cache/",
        "/.sluice/history.jsonl",
        "/sluice.sarif",
        "/sluice-report.*",
    ];

    /// <summary>The gate itself is not part of what passes through it.</summary>
    public static readonly IReadOnlyList<string> OfGate =
    [
        "# Sluice: how releases are judged is not part of a release.",
        "/sluice.yaml",
        "/.sluice/",
        "/policies/release.yaml",
        "/policies/release.test.yaml",
    ];
}
