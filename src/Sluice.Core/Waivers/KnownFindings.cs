using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Findings;

namespace Sluice.Waivers;

/// <summary>Findings of one rule in one place that were there when screening began.</summary>
/// <param name="Fingerprint">Of the first of them, as reports have it.</param>
/// <param name="Place">For people; where a name holds a secret it is left out.</param>
/// <param name="Target">As it was named then.</param>
/// <param name="Count">Findings that <paramref name="Values"/> does not name.</param>
/// <param name="Values">What <see cref="KnownFindings.NameOf"/> makes of the secrets.</param>
public sealed record KnownFinding(string Fingerprint, string Rule, string Place, string Target, int Count, IReadOnlyList<string> Values)
{
    /// <summary>Null for that of the file.</summary>
    public DateOnly? Until { get; init; }

    /// <inheritdoc cref="Until"/>
    public string? Reason { get; init; }
}

/// <summary>
/// A baseline: findings that an old project has on the day it starts to screen. Holds no secret and nothing that a guess could be tried
/// against: values that people may have chosen take part only under a key that is not in the file (docs/decisions/fingerprints.md).
/// </summary>
public sealed record KnownFindings
{
    public const string Schema = "urn:sluice:baseline:v1";

    /// <summary>The file as it is shown.</summary>
    public required string Name { get; init; }

    public required DateOnly Until { get; init; }

    public required string Reason { get; init; }

    /// <summary>Public: the same secret has another name in each project's file.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Secret; empty when there is none.</summary>
    public byte[] Key { get; init; } = [];

    public required IReadOnlyList<KnownFinding> Findings { get; init; }

    /// <summary>What stands for a secret in the file; null for one that could be guessed from it.</summary>
    internal string? NameOf(SecretValue value)
    {
        if (value.IsGuessable && Key.Length == 0)
            return null;
        var digest = Encoding.ASCII.GetBytes(value.Digest);
        var hash = HMACSHA256.HashData(value.IsGuessable ? [.. Salt, .. Key] : Salt, digest);
        return (value.IsGuessable ? "key:" : "") + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}

/// <summary>Holds findings against a baseline, each entry of it used once.</summary>
internal sealed class KnownMatcher
{
    private readonly KnownFindings _known;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public KnownMatcher(KnownFindings known)
    {
        _known = known;
        foreach (var finding in known.Findings)
            _entries.TryAdd(finding.Fingerprint, new Entry(finding));
    }

    public IEnumerable<KnownFinding> Unmatched => _entries.Values.Where(entry => !entry.IsMatched).Select(entry => entry.Finding);

    /// <summary>Null when the finding is new: another rule, another place, or another secret in that place.</summary>
    public KnownFinding? Match(Finding finding)
    {
        if (!_entries.TryGetValue(Fingerprint.Of(finding, 0), out var entry))
            return null;
        var name = finding.Value is { } value ? _known.NameOf(value) : null;
        if (name is not null && (entry.Finding.Values.Contains(name) || !entry.CountsIt(name)))
            return entry.Finding.Values.Contains(name) ? entry.Take() : null;
        return entry.Has(finding.Value) ? entry.Take() : null;
    }

    private sealed class Entry(KnownFinding finding)
    {
        private readonly HashSet<object> _counted = [];

        public KnownFinding Finding => finding;

        public bool IsMatched { get; private set; }

        public KnownFinding Take()
        {
            IsMatched = true;
            return finding;
        }

        /// <summary>The file was written without the key: a secret that is named now was counted then.</summary>
        public bool CountsIt(string name) => name.StartsWith("key:", StringComparison.Ordinal) && !finding.Values.Any(value => value.StartsWith("key:", StringComparison.Ordinal));

        /// <summary>One secret in many versions of a file counts once.</summary>
        public bool Has(SecretValue? value)
        {
            object one = value is null ? new object() : value.Digest;
            return _counted.Contains(one) || (_counted.Count < finding.Count && _counted.Add(one));
        }
    }
}
