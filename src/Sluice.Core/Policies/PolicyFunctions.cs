using System.Security.Cryptography;
using System.Text;
using Sluice.Cel;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Packages;
using Sluice.Policies.Facts;

namespace Sluice.Policies;

/// <summary>What policies can do beside the language itself. A text that is not what a function expects is an error, and an error never lets anything pass.</summary>
public static class PolicyFunctions
{
    private static readonly FactType<PackageUrl> Purl = new("Purl",
        new("type", CelType.String, purl => Fact.Text(purl.Type)),
        new("namespace", CelType.String, purl => Fact.Text(purl.Namespace)),
        new("name", CelType.String, purl => Fact.Text(purl.Name)),
        new("version", CelType.String, purl => Fact.Text(purl.Version)),
        new("qualifiers", CelType.Map(CelType.String, CelType.String), purl => CelValue.Map(purl.Qualifiers.Select(pair => new KeyValuePair<CelValue, CelValue>(CelValue.String(pair.Key), CelValue.String(pair.Value))))),
        new("subpath", CelType.String, purl => Fact.Text(purl.Subpath)));

    private static readonly FactType<SemanticVersion> Semver = new("Semver",
        new("major", CelType.Int, version => CelValue.Int(version.Major)),
        new("minor", CelType.Int, version => CelValue.Int(version.Minor)),
        new("patch", CelType.Int, version => CelValue.Int(version.Patch)),
        new("prerelease", CelType.String, version => Fact.Text(version.Prerelease)),
        new("build", CelType.String, version => Fact.Text(version.Build)));

    private static readonly FactType<SpdxExpression> Spdx = new("Spdx",
        new FactField<SpdxExpression>("licenses", Fact.Strings, expression => Fact.List(expression.Licenses)));

    private static readonly FactType<CvssVector> Cvss = new("Cvss",
        new("version", CelType.String, vector => Fact.Text(vector.Version)),
        new("score", CelType.Double, vector => CelValue.Double(vector.Score)),
        new("severity", CelType.String, vector => Fact.Text(vector.Severity)));

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("purl", CelOverload.Unary("purl_string", CelType.String, Purl.Type, text => PackageUrl.TryParse(text.AsString, out var purl) ? Purl.Of(purl) : NotA("package URL", text))),
        new("semver", CelOverload.Unary("semver_string", CelType.String, Semver.Type, text => SemanticVersion.TryParse(text.AsString, out var version) ? Semver.Of(version) : NotA("semantic version", text))),
        new("semver.isValid", CelOverload.Unary("semver_is_valid", CelType.String, CelType.Bool, text => CelValue.Bool(SemanticVersion.TryParse(text.AsString, out _)))),
        new("satisfies", CelOverload.Binary("semver_satisfies", Semver.Type, CelType.String, CelType.Bool, Satisfies).AsMember()),
        new("isLessThan", CelOverload.Binary("semver_is_less", Semver.Type, Semver.Type, CelType.Bool, (a, b) => CelValue.Bool(VersionOf(a) < VersionOf(b))).AsMember()),
        new("isGreaterThan", CelOverload.Binary("semver_is_greater", Semver.Type, Semver.Type, CelType.Bool, (a, b) => CelValue.Bool(VersionOf(a) > VersionOf(b))).AsMember()),
        new("compareTo", CelOverload.Binary("semver_compare", Semver.Type, Semver.Type, CelType.Int, (a, b) => CelValue.Int(Math.Sign(VersionOf(a).CompareTo(VersionOf(b))))).AsMember()),
        new("spdx", CelOverload.Unary("spdx_string", CelType.String, Spdx.Type, text => SpdxExpression.TryParse(text.AsString, out var expression, out var problem) ? Spdx.Of(expression) : CelValue.Error($"not a licence expression: {problem}"))),
        new("spdx.isValid", CelOverload.Unary("spdx_is_valid", CelType.String, CelType.Bool, text => CelValue.Bool(SpdxExpression.TryParse(text.AsString, out _, out _)))),
        new("allowed", CelOverload.Binary("spdx_allowed", Spdx.Type, Fact.Strings, CelType.Bool, (expression, list) => CelValue.Bool(LicenseOf(expression).IsAllowedBy(Texts(list))), CelCallCost.Product).AsMember()),
        new("denied", CelOverload.Binary("spdx_denied", Spdx.Type, Fact.Strings, CelType.Bool, (expression, list) => CelValue.Bool(LicenseOf(expression).IsDeniedBy(Texts(list))), CelCallCost.Product).AsMember()),
        new("glob", CelOverload.Binary("glob_string_string", CelType.String, CelType.String, CelType.Bool, Matches, CelCallCost.Product)),
        new("severity.rank", CelOverload.Unary("severity_rank", CelType.String, CelType.Int, Rank)),
        new("unwaived", CelOverload.Unary("findings_unwaived", ReleaseFacts.Finding.ListType, ReleaseFacts.Finding.ListType, Unwaived, CelCallCost.First).AsMember()),
        new("hash.sha256",
            CelOverload.Unary("sha256_string", CelType.String, CelType.String, text => Sha256(Encoding.UTF8.GetBytes(text.AsString)), CelCallCost.FirstTenth),
            CelOverload.Unary("sha256_bytes", CelType.Bytes, CelType.String, bytes => Sha256(bytes.AsBytes.Span), CelCallCost.FirstTenth)),
        new("cvss", CelOverload.Unary("cvss_string", CelType.String, Cvss.Type, text => CvssVector.TryParse(text.AsString, out var vector, out var problem) ? Cvss.Of(vector) : CelValue.Error($"not a CVSS vector: {problem}"))),
    ];

    private static CelValue NotA(string what, CelValue text) => CelValue.Error($"'{(text.AsString.Length > 100 ? text.AsString[..100] + "…" : text.AsString)}' is not a {what}");

    private static SemanticVersion VersionOf(CelValue value) => FactType<SemanticVersion>.From(value)!;

    private static SpdxExpression LicenseOf(CelValue value) => FactType<SpdxExpression>.From(value)!;

    private static CelValue Satisfies(CelValue version, CelValue text) =>
        VersionRange.TryParse(text.AsString, out var range) ? CelValue.Bool(range.IsSatisfiedBy(VersionOf(version))) : NotA("version range", text);

    /// <summary><c>glob(path, pattern)</c></summary>
    private static CelValue Matches(CelValue path, CelValue pattern) =>
        Globs.Parsed(pattern.AsString, out var problem) is { } glob ? CelValue.Bool(glob.Matches(path.AsString)) : CelValue.Error($"the pattern '{pattern.AsString}' {problem}");

    private static CelValue Rank(CelValue word) => Array.IndexOf(PolicyWords.Severities, word.AsString) is >= 0 and var rank ? CelValue.Int(rank) : NotA("severity (info, low, medium, high, critical)", word);

    private static CelValue Unwaived(CelValue findings)
    {
        var list = findings.AsList;
        var kept = new List<CelValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (!IsWaived(list[i]))
                kept.Add(list[i]);
        }

        return CelValue.List(kept);
    }

    /// <summary>What a test makes up has no record behind it.</summary>
    private static bool IsWaived(CelValue finding) => FactType<Finding>.From(finding) is { } record ? record.Waiver is not null
        : finding.AsObject is var made && made.GetField(made.Type.IndexOf("waived")).IsTrue;

    private static string[] Texts(CelValue list) => [.. Enumerable.Range(0, list.AsList.Count).Select(i => list.AsList[i].AsString)];

    private static CelValue Sha256(ReadOnlySpan<byte> bytes) => CelValue.String(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Patterns that were parsed: a rule asks for the same one once a file.</summary>
    private static class Globs
    {
        private const int Most = 1000;
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Glob> Known = new(StringComparer.Ordinal);

        public static Glob? Parsed(string pattern, out string? problem)
        {
            problem = null;
            if (Known.TryGetValue(pattern, out var known))
                return known;
            if (!Glob.TryParse(pattern, out var glob, out problem))
                return null;
            if (Known.Count < Most)
                Known.TryAdd(pattern, glob);
            return glob;
        }
    }
}
