using Sluice.Configuration;
using Sluice.Packages;

namespace Sluice.Registries;

/// <summary>Looks packages up, each once. Not for several threads.</summary>
public sealed class PackageLookup
{
    /// <summary>Packages in one run. What is beyond is told as not looked up.</summary>
    public const int MostPackages = 300;

    private static readonly RegistryReader[] Readers = [new CratesRegistry(), new NpmRegistry(), new NugetRegistry(), new PypiRegistry()];

    private readonly Dictionary<(string, string), PackageHistory> _known = [];
    private readonly Dictionary<string, Uri> _registries = new(StringComparer.Ordinal);
    private readonly Lazy<RegistryClient> _client;
    private readonly IReadOnlyList<Glob> _internalNames;

    /// <param name="registries">Addresses by ecosystem.</param>
    /// <param name="internalNames">Never asked for: a registry must not learn them, and cannot know them.</param>
    public PackageLookup(IReadOnlyDictionary<string, string> registries, Func<RegistryClient> client, IReadOnlyList<Glob> internalNames)
    {
        foreach (var (ecosystem, address) in registries)
            _registries[ecosystem] = new Uri(address.EndsWith('/') ? address : address + "/");
        (_client, _internalNames) = (new Lazy<RegistryClient>(client), internalNames);
    }

    /// <summary>The ecosystems that can be asked about.</summary>
    public static IEnumerable<string> Ecosystems => Readers.Select(reader => reader.Ecosystem);

    public RegistryClient Client => _client.Value;

    public bool Knows(string ecosystem) => _registries.ContainsKey(ecosystem) && Find(ecosystem) is not null;

    public Uri RegistryOf(string ecosystem) => _registries[ecosystem];

    public bool IsInternal(string name) => _internalNames.Any(glob => glob.Matches(name));

    /// <exception cref="RegistryException">It cannot be told.</exception>
    public PackageHistory Find(string ecosystem, string name, CancellationToken cancel)
    {
        var reader = Find(ecosystem)!;
        var key = (ecosystem, reader.Normalize(name));
        if (_known.TryGetValue(key, out var known))
            return known;
        if (_known.Count >= MostPackages)
            throw new RegistryException($"more than {MostPackages} packages are to be looked up in one run");
        return _known[key] = reader.Read(_client.Value, _registries[ecosystem], name, cancel);
    }

    public static string Normalize(string ecosystem, string name) => Find(ecosystem)?.Normalize(name) ?? name;

    private static RegistryReader? Find(string ecosystem) => Array.Find(Readers, reader => reader.Ecosystem == ecosystem);
}
