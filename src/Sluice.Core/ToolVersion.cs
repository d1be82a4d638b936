using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Sluice;

/// <summary>Which Sluice and which rules made a report.</summary>
public static class ToolVersion
{
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>SHA-256 over ids, severities and texts of all rules.</summary>
    public static string RulesDigest { get; } = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Catalog.Rules.Select(rule => $"{rule.Id}|{rule.Severity}|{rule.Name}|{rule.Why}|{rule.Fix}")))));
}
