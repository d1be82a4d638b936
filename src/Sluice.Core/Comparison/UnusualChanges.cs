using Sluice.Artifacts;
using Sluice.Profiles;

namespace Sluice.Comparison;

/// <summary>Which sides of a release no past release was like, by what a difference lists: entries, scripts, dependencies, fields. Each answer is of ids of rules in ordinal order.</summary>
internal sealed class UnusualChanges
{
    private readonly ILookup<Entry, News> _byEntry;
    private readonly ILookup<string, News> _ofManifest;
    private readonly ILookup<string, News> _scripts;
    private readonly List<News> _settings;

    /// <param name="profiles">Null, or without this package: nothing is unusual.</param>
    public UnusualChanges(ProfileBook? profiles, Artifact artifact)
    {
        var news = profiles?.NewsOf(artifact) ?? [];
        var manifest = artifact.Manifest?.Entry;
        _scripts = news.Where(item => item.Dimension == Dimension.InstallScripts).ToLookup(item => item.Value, StringComparer.Ordinal);
        _settings = [.. news.Where(item => item.Dimension == Dimension.ImageSettings)];
        _byEntry = news.Where(item => item.Entry != manifest).ToLookup(item => item.Entry);
        _ofManifest = news.Where(item => item.Entry == manifest).ToLookup(item => item.Value, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Of(Entry entry) => Ids(_byEntry[entry]);

    public IReadOnlyList<string> OfScript(string name, string command) => Ids(_scripts[name]);

    /// <param name="name">With its scope in brackets.</param>
    public IReadOnlyList<string> OfDependency(string name, string requirement)
    {
        var source = Packages.DependencySpelling.SourceOf(requirement);
        return Ids(_ofManifest[name[..name.LastIndexOf(" (", StringComparison.Ordinal)]].Where(item => item.Dimension == Dimension.Dependencies)
            .Concat(source is null ? [] : _ofManifest[source].Where(item => item.Dimension == Dimension.DependencySources)));
    }

    public IReadOnlyList<string> OfField(string name, string value) => Ids(_ofManifest[name].Where(item => item.Dimension == Dimension.Commands || item.Dimension == Dimension.OwnCommands || item.Dimension == Dimension.EntryPoints)
        .Concat(name == "repository" ? _ofManifest[NugetTraits.RepositoryOf(value)].Where(item => item.Dimension == Dimension.Repositories) : name == "package type" ? value.Split(',').SelectMany(type => _ofManifest[type.Trim()]).Where(item => item.Dimension == Dimension.PackageTypes) : [])
        .Concat(name == "licence" ? _ofManifest[value].Where(item => item.Dimension == Dimension.Licenses) : [])
        .Concat(name == "user" ? _ofManifest[value].Where(item => item.Dimension == Dimension.Users) : [])
        .Concat(SettingOf(name) is { } setting ? _settings.Where(item => item.Value.Split(' ').Contains(setting)) : []));

    /// <summary>How values of <see cref="Dimension.ImageSettings"/> call a field of an image; null of other fields.</summary>
    private static string? SettingOf(string field) => field switch
    {
        "command" or "entry point" => "command",
        "health check" => "health-check",
        "on build" => "instruction-for-builds",
        "shell" => "shell",
        _ => field.StartsWith("variable ", StringComparison.Ordinal) ? field["variable ".Length..] : null,
    };

    private static IReadOnlyList<string> Ids(IEnumerable<News> news) => [.. news.Select(item => item.Dimension.Rule.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
