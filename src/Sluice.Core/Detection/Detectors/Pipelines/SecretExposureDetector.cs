using Sluice.Artifacts;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Pipelines;

/// <summary>Finds workflows whose scripts send secrets of the repository to somebody else.</summary>
public sealed class SecretExposureDetector : EntryDetector<WorkflowSends>
{
    private const int ManySecrets = 3;
    private const int MaxBytes = 1 << 20;

    private static readonly Descriptor Rule = new("pipeline/secret-exposure", "Workflow that sends secrets away", Severity.High,
        "Whoever gets them publishes, deploys and reads in the project's name until somebody changes each of them.",
        "Find out who wrote the step. Hand a service its own secret alone, in a header or through its own action; change what was sent.")
    {
        Exceptions = "What a sender says who it is by (headers, users) is not counted. Stops where all secrets are sent, or one that belongs to a registry, a cloud or GitHub, by its name, to a host that is not called so; warns of three and more secrets in one request, and informs of less: services are handed their own tokens in this way.",
    };

    /// <summary>How names of secrets begin that belong to somebody, and what the hosts of these are called.</summary>
    private static readonly string[][] Owners =
    [
        ["NPM", "npm"], ["NODE_AUTH", "npm"], ["PYPI", "pypi", "python"], ["TEST_PYPI", "pypi"], ["TWINE", "pypi", "python"], ["CARGO", "crates"], ["CRATES", "crates"], ["NUGET", "nuget"], ["RUBYGEMS", "rubygems"], ["DOCKERHUB", "docker"], ["DOCKER_HUB", "docker"],
        ["AWS", "aws", "amazon"], ["AZURE", "azure", "microsoft", "windows"], ["GCP", "google"], ["GOOGLE", "google"], ["GITHUB", "github"], ["GH_", "github"], ["SSH_PRIVATE"], ["SSH_KEY"], ["GPG_PRIVATE"], ["SIGNING_KEY"],
    ];

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, IsText: true, HasAllBytes: true, Size: < MaxBytes } && entry.Path.Extension is ".yml" or ".yaml" && entry.Path.Value.Contains("/workflows/", StringComparison.Ordinal);

    protected override WorkflowSends? Recognize(Entry entry) => WorkflowSends.Of(entry.Bytes.Span);

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, WorkflowSends Fact)> found)
    {
        foreach (var (entry, sends) in found)
        {
            foreach (var send in sends.Sends)
            {
                var strange = send.Secrets.FirstOrDefault(secret => IsAnothers(secret, send.Host));
                yield return new Finding(Rule, entry, Says(send, strange))
                {
                    Severity = Placement.Of(artifact, entry).IsSample ? Severity.Info : strange is not null ? Severity.High : send.Secrets.Count >= ManySecrets ? Severity.Medium : Severity.Info,
                    Line = send.Line,
                    Evidence = [("secrets", send.Secrets), .. send.Host is { } host ? [("host", host)] : Array.Empty<(string, object)>()],
                };
            }
        }
    }

    private static bool IsAnothers(string secret, string? host)
    {
        if (secret == WorkflowSend.All)
            return true;
        var owner = Array.Find(Owners, names => secret.StartsWith(names[0], StringComparison.OrdinalIgnoreCase));
        return owner is not null && host is not null && !owner.AsSpan(1).ToArray().Any(name => host.Contains(name, StringComparison.Ordinal));
    }

    private static string Says(WorkflowSend send, string? strange)
    {
        var to = send.Host is { } host ? $"the host '{host}'" : "an address that is not written out";
        return send.Secrets.Contains(WorkflowSend.All) ? $"sends every secret of the repository to {to}"
            : strange is not null ? $"sends the secret '{strange}' to {to}, which is not its owner's"
            : send.Secrets.Count == 1 ? $"sends the secret '{send.Secrets[0]}' to {to}" : $"sends {send.Secrets.Count} secrets to {to}";
    }
}
