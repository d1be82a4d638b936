using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;

namespace Sluice.Findings;

/// <summary>
/// Names a finding across versions and machines: SHA-256 over the rule, the chain of containers, the path, the subject and the
/// count among equals, cut to 128 bits. Content, secrets and line numbers are not part of it.
/// </summary>
public static class Fingerprint
{
    /// <param name="occurrence">0 for the first finding with the same rule, place and subject.</param>
    public static string Of(Finding finding, int occurrence)
    {
        var place = string.Join('\n', finding.Entry.ContainerChain.Append(PathOf(finding.Entry)));
        var text = $"sluice:v1\n{finding.Rule.Id}\n{place}\n{finding.Subject}\n{occurrence}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The artifact's own name changes with every release and is left out.</summary>
    private static string PathOf(Entry entry) => entry.Container is null ? "" : entry.Path.Value;
}
