using System.Diagnostics.CodeAnalysis;

namespace Sluice.Packages;

/// <summary>
/// A vector of the Common Vulnerability Scoring System 3.0, 3.1 or 4.0 with its score: base, refined by the threat and environmental metrics that
/// the vector gives. Metrics may come in any order; each is there once at most; the mandatory ones must be there.
/// </summary>
public sealed class CvssVector
{
    private readonly IReadOnlyDictionary<string, string> _metrics;

    private CvssVector(string version, IReadOnlyDictionary<string, string> metrics) => (Version, _metrics) = (version, metrics);

    /// <summary>3.0, 3.1 or 4.0.</summary>
    public string Version { get; }

    /// <summary>0.0 to 10.0 in tenths.</summary>
    public double Score { get; private init; }

    /// <summary>none, low, medium, high or critical: the qualitative scale, the same in all three versions.</summary>
    public string Severity => Score switch { 0 => "none", < 4 => "low", < 7 => "medium", < 9 => "high", _ => "critical" };

    public static bool TryParse(string text, [NotNullWhen(true)] out CvssVector? vector, [NotNullWhen(false)] out string? problem)
    {
        (vector, problem) = (null, null);
        var parts = text.Split('/');
        var version = parts[0] switch { "CVSS:3.0" => "3.0", "CVSS:3.1" => "3.1", "CVSS:4.0" => "4.0", _ => null };
        if (version is null)
        {
            problem = "starts with none of CVSS:3.0, CVSS:3.1, CVSS:4.0";
            return false;
        }

        var known = version == "4.0" ? Cvss4.Metrics : Cvss3.Metrics;
        var metrics = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.AsSpan(1))
        {
            var pair = part.Split(':');
            if (pair.Length != 2 || !known.TryGetValue(pair[0], out var values) || !values.Split(' ').Contains(pair[1]))
                problem ??= $"'{part}' is no metric of CVSS {version}";
            else if (!metrics.TryAdd(pair[0], pair[1]))
                problem ??= $"'{pair[0]}' is given twice";
        }

        // Optional metrics have X for "not defined".
        foreach (var (metric, values) in known)
        {
            if (!metrics.ContainsKey(metric) && !values.StartsWith('X'))
                problem ??= $"'{metric}' is missing";
        }

        if (problem is not null)
            return false;
        vector = new CvssVector(version, metrics);
        vector = new CvssVector(version, metrics) { Score = version == "4.0" ? Cvss4.Score(vector) : Cvss3.Score(vector) };
        return true;
    }

    /// <summary>X for a metric that is not given.</summary>
    internal string this[string metric] => _metrics.GetValueOrDefault(metric, "X");

    /// <summary>The modified metric where the environment gives one, else the base metric.</summary>
    internal string Effective(string metric) => this["M" + metric] is not "X" and var modified ? modified : this[metric];
}
