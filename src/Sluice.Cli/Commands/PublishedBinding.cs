using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts;
using Sluice.Registries;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary>The options that name published releases of a package.</summary>
internal sealed class PublishedBinding
{
    private const int UsualCount = 20;
    private const int MostCount = 200;

    private readonly Option<string> _name = new("--from-registry") { Description = "Also the last releases of this npm package, fetched from the registry of --registry, of the configuration, or of npm's own configuration, and verified by their digests.", HelpName = "NAME" };
    private readonly Option<string> _last = new("--last") { Description = "How many of them (20).", HelpName = "N" };
    private readonly Option<bool> _prereleases = new("--pre-releases") { Description = "Pre-releases among them, too." };

    public IEnumerable<Option> All => [_name, _last, _prereleases];

    /// <returns>Fetches one after the other; null where no package is named.</returns>
    public Func<IEnumerable<ArtifactSource>>? Bind(ParseResult parsed, IReadOnlyDictionary<string, string> registries, Surroundings surroundings, List<string> problems, CancellationToken cancel)
    {
        if (parsed.GetValue(_name) is not { } name)
        {
            if (parsed.GetValue(_last) is not null || parsed.GetValue(_prereleases))
                problems.Add("--last and --pre-releases go with --from-registry NAME");
            return null;
        }

        var settings = NpmSettings.Read(surroundings);
        if ((registries.GetValueOrDefault("npm") ?? settings.RegistryFor(name)) is not { } address || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            problems.Add("--from-registry: no npm registry is named; add --registry npm=URL (other ecosystems are not fetched yet: download their releases and name the files)");
            return null;
        }

        var count = UsualCount;
        if (parsed.GetValue(_last) is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is 0 or > MostCount))
            problems.Add($"--last takes a whole number from 1 to {MostCount}, not '{text}'");
        var releases = new PublishedReleases(new PackageLookup(new Dictionary<string, string> { ["npm"] = address }, () => surroundings.Registries(settings.TokenOf), []), name);
        return () => Fetch(releases, name, count, parsed.GetValue(_prereleases), surroundings, cancel);
    }

    private static IEnumerable<ArtifactSource> Fetch(PublishedReleases releases, string name, int count, bool withPrereleases, Surroundings surroundings, CancellationToken cancel)
    {
        var versions = releases.Last(count, withPrereleases, cancel);
        if (versions.Count == 0)
            throw new RegistryException($"the registry has no release of '{name}'");
        for (var i = 0; i < versions.Count; i++)
        {
            surroundings.Error.WriteLine(SafeText.Of($"sluice: {i + 1} of {versions.Count}: {name} {versions[i].Version}"));
            yield return releases.Fetch(versions[i], cancel);
        }
    }
}
