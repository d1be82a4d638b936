using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Sluice.Detection.Detectors.Secrets;
using Sluice.Policies.Files;
using Sluice.Secrets;

namespace Sluice;

/// <summary>Which Sluice and which rules made a report.</summary>
public static class ToolVersion
{
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>
    /// SHA-256 over everything of the rules that findings depend on: ids, severities and texts, the pack of secret rules with their patterns, the
    /// weights of the classifier, the policies about files that come with the program, and the rules that a project adds, in any order.
    /// </summary>
    public static string RulesDigest(IReadOnlyList<SecretRule> added)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The texts of these rules are in their packs: unpacking them takes longer than the digest.
        foreach (var rule in Catalog.Detectors.Where(detector => detector is not (SecretDetector or FilePolicyDetector)).SelectMany(detector => detector.Rules).OrderBy(rule => rule.Id, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{rule.Id}|{rule.Severity}|{rule.Name}|{rule.Why}|{rule.Fix}\n"));
        foreach (var resource in (string[])["Sluice.Secrets.rules.pack", "Sluice.Secrets.weights.txt", "Sluice.Secrets.words.txt", "Sluice.Secrets.bip39-english.txt", "Sluice.Policies.infrastructure.json"])
            hash.AppendData(BytesOf(resource));
        foreach (var rule in added.OrderBy(rule => rule.Id, StringComparer.Ordinal))
            hash.AppendData(RuleTexts.BytesOf(rule));
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] BytesOf(string resource)
    {
        using var stream = typeof(ToolVersion).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"the assembly has no resource {resource}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
