using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Secrets;

namespace Sluice.Detection.Detectors.Secrets;

/// <param name="Text">As it is written.</param>
/// <param name="IsDocumentation">In a comment for those who use the code.</param>
internal sealed record NotedSecret(SecretMatch Match, int? Line, TextDigest Text, bool IsDocumentation);

/// <summary>
/// What was found in one entry: noted while its bytes were there, judged when the artifact is known. Of each kind and weight so many values are told one by one, and all others together:
/// neither a repeated value nor weaker ones, however many, push another out. For one thread at a time.
/// </summary>
internal sealed class NotedSecrets
{
    private const int MostValues = 50;

    /// <summary>Of one value.</summary>
    private const int MostPlaces = 50;

    /// <summary>Values of all kinds that are known again; those beyond count each time.</summary>
    private const int MostKnown = 200_000;

    private readonly Dictionary<Sighted, Sighting> _sightings = [];
    private readonly Dictionary<string, Weight> _weights = new(StringComparer.Ordinal);

    public List<NotedSecret> List { get; } = [];

    public bool IsManual { get; init; }

    /// <summary>In the order in which the kinds were found.</summary>
    public IEnumerable<SecretRest> Rests => _weights.Values.Select(weight => weight.Rest).OfType<SecretRest>();

    /// <summary>Whether it is to be told by itself; counted where it is not.</summary>
    /// <param name="text">In which it was found.</param>
    public bool HasRoomFor(SecretMatch match, ReadOnlySpan<byte> text)
    {
        // What does not stand in the text as it is was described where it was restored.
        var digest = match.Value is { } value ? TextDigest.Of(Encoding.ASCII.GetBytes(value.Digest)) : TextDigest.Of(text[match.Part]);
        var key = new Sighted(match.Rule.Id, match.Proof, match.IsEncrypted, match.IsForExample, digest);
        if (_sightings.TryGetValue(key, out var sighting))
            return sighting.IsTold && ++sighting.Places <= MostPlaces;
        var weight = WeightOf(match, match.Value is null ? SecretMatch.IsKnownToAll(text[match.Part]) : match.IsWellKnown);
        var isTold = weight.Values++ < MostValues;
        if (_sightings.Count < MostKnown)
            _sightings.Add(key, new Sighting { IsTold = isTold });
        if (!isTold)
            (weight.Rest ??= new SecretRest(match)).Add(match.Value ?? match.ValueOf(text[match.Part]));
        return isTold;
    }

    private Weight WeightOf(SecretMatch match, bool isKnownToAll)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{match.Rule.Id} {(int)match.Proof} {match.IsEncrypted} {match.IsForExample} {match.Band} {isKnownToAll}");
        if (!_weights.TryGetValue(key, out var weight))
            _weights.Add(key, weight = new Weight());
        return weight;
    }

    private sealed record Sighted(string Rule, SecretProof Proof, bool IsEncrypted, bool IsForExample, TextDigest Value)
    {
        /// <summary>By hand: comparers of structures and of enumerations are compiled at the start.</summary>
        public bool Equals(Sighted? other) =>
            other is not null && Value.High == other.Value.High && Value.Low == other.Value.Low && Proof == other.Proof && IsEncrypted == other.IsEncrypted && IsForExample == other.IsForExample && Rule == other.Rule;

        public override int GetHashCode() => (int)Value.Low;
    }

    private sealed class Sighting
    {
        public bool IsTold { get; init; }

        public int Places { get; set; } = 1;
    }

    private sealed class Weight
    {
        public int Values { get; set; }

        public SecretRest? Rest { get; set; }
    }
}

/// <summary>Secrets of one kind and weight that are told together.</summary>
internal sealed class SecretRest(SecretMatch first)
{
    private ulong _high;
    private ulong _low;
    private bool _isGuessable;

    public SecretMatch First => first;

    public int Count { get; private set; }

    /// <summary>Of all of them, in whatever order they stand.</summary>
    public SecretValue Value => new(string.Create(CultureInfo.InvariantCulture, $"{_high:x16}{_low:x16}"), _isGuessable);

    public void Add(SecretValue value)
    {
        var digest = Convert.FromHexString(value.Digest);
        _high += BinaryPrimitives.ReadUInt64BigEndian(digest);
        _low += BinaryPrimitives.ReadUInt64BigEndian(digest.AsSpan(sizeof(ulong)));
        _isGuessable |= value.IsGuessable;
        Count++;
    }
}
