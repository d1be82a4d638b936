using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Journals;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Registries;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary>The options that say how to open and judge artifacts, shared by the commands that do so.</summary>
internal sealed class ScreenOptionsBinding
{
    private readonly ConfigurationBinding _configuration = new();
    private readonly Option<string[]> _policy = new("--policy") { Description = "What decides, repeatable; replaces the configuration's list. Else builtin:default.", HelpName = "PATH|builtin:NAME", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string[]> _previous = new("--previous") { Description = "An earlier release, repeatable, oldest first: what it gave away is not given away again, and it shows what a release looks like here.", HelpName = "FILE" };
    private readonly SourceBinding _source = new();
    private readonly Option<string> _visibility = new("--visibility") { Description = "May the world read the source? auto reads it off the manifest; unknown counts as proprietary.", DefaultValueFactory = _ => "auto" };
    private readonly Option<string[]> _registry = new("--registry") { Description = "Where an ecosystem publishes to, repeatable; else the registries of the configuration. With one, the history of the package and new dependencies are looked up there; without any, nothing is.", HelpName = "ECO=URL" };
    private readonly BaselineBinding _baseline = new();
    private readonly WaiversBinding _waivers = new();
    private readonly ProfileBinding _profile = new();
    private readonly JournalBinding _journal = new();
    private readonly NowOption _now = new("The time that reports show, in RFC 3339.");
    private readonly Option<string> _jobs = new("--jobs", "-j") { Description = "Threads; the default is one a processor.", HelpName = "N" };
    private readonly Option<string> _depth = new("--max-depth") { Description = "Containers within containers (16).", HelpName = "N" };
    private readonly Option<string> _entries = new("--max-entries") { Description = "Entries in all (1000000).", HelpName = "N" };
    private readonly Option<string> _bytes = new("--max-bytes") { Description = "Bytes after unpacking in all (16GiB).", HelpName = "SIZE" };
    private readonly Option<string> _ratio = new("--max-ratio") { Description = "Unpacked over packed size of one entry (1000).", HelpName = "N" };
    private readonly Option<string> _seconds = new("--max-seconds") { Description = "Wall time for one target (600).", HelpName = "N" };
    private readonly Option<string> _buffered = new("--max-buffered") { Description = "Bytes of entries in memory at once (128MiB); larger ones are searched in windows.", HelpName = "SIZE" };

    public ScreenOptionsBinding()
    {
        _visibility.OfferWords("proprietary", "public", "auto");
        _policy.CompletionSources.Add(_ => BuiltInPolicies.Names.Order(StringComparer.Ordinal).Select(name => new System.CommandLine.Completions.CompletionItem(name)));
    }

    /// <summary>Releases are learned from: not held against past ones.</summary>
    public bool IsLearning { get; init; }

    /// <summary>The targets are releases: the source that the configuration names is theirs.</summary>
    public bool IsOfReleases { get; init; }

    public IEnumerable<Option> All =>
        [_configuration.Option, _policy, .. IsLearning ? [_profile.Option, _journal.Option] : (Option[])[_previous, .. _profile.All, _journal.Option], _source.Option, _visibility, _registry, .. _baseline.All, _waivers.Option, _now.Option, _jobs, _depth, _entries, _bytes, _ratio, _seconds, _buffered];

    /// <summary>Options over configuration over defaults. Whatever is wrong with either is added to the problems.</summary>
    public ScreenRequest Bind(ParseResult parsed, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var (configuration, secrets) = _configuration.Bind(parsed, surroundings, targets, problems);
        var now = _now.Bind(parsed, surroundings, problems);
        var policies = PoliciesOf(parsed, configuration, surroundings, targets, problems);
        var registries = RegistriesOf(parsed, configuration, problems);
        var journal = _journal.Bind(parsed, configuration, surroundings, targets, problems);
        var options = new ScreenOptions
        {
            Project = configuration.Project,
            Secrets = secrets,
            Known = _baseline.Bind(parsed, configuration, surroundings, problems),
            Profiles = IsLearning ? null : _profile.Bind(parsed, configuration, surroundings, targets, problems),
            Waivers = _waivers.Bind(parsed, configuration, () => WaiversBinding.RulesOf(secrets, policies), surroundings, targets, problems),
            AllowComments = configuration.AllowComments,
            Now = now,
            Policies = policies,
            Visibility = _visibility.WordOf(parsed, problems) switch
            {
                "public" => Visibility.Public,
                "proprietary" => Visibility.Proprietary,
                _ => configuration.Visibility,
            },
            Registries = registries,
            History = journal is null || IsLearning ? ReleaseHistory.None : ReleaseHistory.Of(journal.Entries),
            Lookup = LookupOf(registries, configuration, surroundings, problems),
            Limits = LimitsOf(parsed, configuration.Limits, problems),
            Jobs = NumberOf(parsed, _jobs, problems) ?? Environment.ProcessorCount,
            Clock = surroundings.Clock,
            Source = _source.Bind(parsed, configuration, IsOfReleases, surroundings, targets, problems),
        };
        return new ScreenRequest(options, now, PreviousOf(parsed, surroundings, problems))
        {
            WaiversFile = _waivers.FileOf(parsed, configuration, surroundings),
            ProfileFile = _profile.FileOf(parsed, configuration, surroundings),
            AlertBudget = IsLearning || !_profile.IsWanted(parsed) ? null : _profile.BudgetOf(parsed, []),
            Journal = journal,
            Say = surroundings.Error.WriteLine,
        };
    }

    /// <summary>The time that was asked for; null where the clock tells it.</summary>
    public DateTimeOffset? NowOf(ParseResult parsed, Surroundings surroundings) => _now.IsAsked(parsed) ? _now.Bind(parsed, surroundings, []) : null;

    private PolicySet PoliciesOf(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var isAsked = parsed.GetValue(_policy) is { Length: > 0 };
        var names = isAsked ? parsed.GetValue(_policy)! : configuration.Policies;
        if (names is [] or ["builtin:default"])
            return BuiltInPolicies.Default;
        var folder = isAsked || configuration.File is null ? surroundings.Directory : Path.GetDirectoryName(configuration.File)!;
        // What is screened must not say how it is judged.
        if (!isAsked && ConfigurationBinding.FirstInside([.. names.SelectMany(name => PolicyFiles.Of(name, folder))], surroundings, targets) is var (file, screened))
            problems.Add($"the policy '{surroundings.Shown(file)}' lies inside '{screened}', which is screened; move it, or name it with --policy to use it");
        var policies = new PolicySet(PolicyFiles.Read(names, folder, surroundings.Shown, problems));
        problems.AddRange(policies.Conflicts);
        return policies;
    }

    private Dictionary<string, string> RegistriesOf(ParseResult parsed, ProjectConfiguration configuration, List<string> problems)
    {
        var registries = new Dictionary<string, string>(configuration.Registries, StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_registry) ?? [])
        {
            if (ConfigurationReader.ParseRegistry(text, out var problem) is { } registry)
                registries[registry.Ecosystem] = registry.Address;
            else
                problems.Add($"--registry: {problem}");
        }

        return registries;
    }

    /// <summary>Null without a registry that can be asked: then there is no network.</summary>
    private static PackageLookup? LookupOf(Dictionary<string, string> registries, ProjectConfiguration configuration, Surroundings surroundings, List<string> problems)
    {
        var names = new List<Glob>();
        foreach (var name in registries.Count == 0 ? [] : configuration.InternalNames)
        {
            if (Glob.TryParse(name, out var glob, out var problem))
                names.Add(glob);
            else
                problems.Add($"{configuration.File}: the internal name '{name}' {problem}");
        }

        return registries.Keys.Any(PackageLookup.Ecosystems.Contains)
            ? new PackageLookup(registries, () => surroundings.Registries(NpmSettings.Read(surroundings).TokenOf), names) : null;
    }

    private ReadLimits LimitsOf(ParseResult parsed, ReadLimits limits, List<string> problems) => limits with
    {
        Depth = NumberOf(parsed, _depth, problems) ?? limits.Depth,
        Entries = NumberOf(parsed, _entries, problems) ?? limits.Entries,
        Ratio = NumberOf(parsed, _ratio, problems) ?? limits.Ratio,
        Time = NumberOf(parsed, _seconds, problems) is { } seconds ? TimeSpan.FromSeconds(seconds) : limits.Time,
        Bytes = SizeOf(parsed, _bytes, problems) ?? limits.Bytes,
        BufferedBytes = SizeOf(parsed, _buffered, problems) ?? limits.BufferedBytes,
    };

    private static int? NumberOf(ParseResult parsed, Option<string> option, List<string> problems)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        problems.Add($"{option.Name} takes a whole number above 0, not '{text}'");
        return null;
    }

    private static long? SizeOf(ParseResult parsed, Option<string> option, List<string> problems)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        if (ByteSize.TryParse(text, out var bytes))
            return bytes;
        problems.Add($"{option.Name}: '{text}' is not a size; write for example 500MB or 16GiB");
        return null;
    }

    private List<ArtifactSource> PreviousOf(ParseResult parsed, Surroundings surroundings, List<string> problems)
    {
        var previous = new List<ArtifactSource>();
        foreach (var file in parsed.GetValue(_previous) ?? [])
        {
            if (File.Exists(surroundings.Full(file)))
                previous.Add(new FileSource(surroundings.Full(file), file));
            else
                problems.Add($"--previous: there is no file '{file}'");
        }

        return previous;
    }
}

/// <summary>What the command line asks for, bound and free of problems once those were looked at.</summary>
internal sealed record ScreenRequest(ScreenOptions Options, DateTimeOffset Now, IReadOnlyList<ArtifactSource> Previous)
{
    /// <summary>Where exceptions are recorded: as people name it and in full. It need not be there.</summary>
    public required (string Name, string File) WaiversFile { get; init; }

    /// <summary>Where profiles are: as people name it and in full. It need not be there.</summary>
    public required (string Name, string File) ProfileFile { get; init; }

    /// <summary>Where a line about each screening goes; null for nowhere.</summary>
    public KeptJournal? Journal { get; init; }

    /// <summary>Null where nothing is held against a profile.</summary>
    public double? AlertBudget { get; init; }

    /// <summary>Tells people what is no part of a report.</summary>
    public required Action<string> Say { get; init; }

    /// <summary>Keeps a line about each screening in the journal, where there is one.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Record(IReadOnlyList<Report> reports, Surroundings surroundings) =>
        Journal?.Append(reports, Options.Profiles is not null && File.Exists(ProfileFile.File) ? ProfileFile.File : null, surroundings);

    /// <summary>The options with the texts that the world has already: reads the previous releases.</summary>
    public ScreenOptions WithPublishedTexts(CancellationToken cancel)
    {
        var texts = PublishedTexts.Of(Previous, Options with { Source = null, Lookup = null }, cancel);
        return WithPrevious(cancel) with { PublishedTexts = texts };
    }

    /// <summary>Previous releases show what a release looks like, for this run. They are screened in full: what would be stopped is no example.</summary>
    private ScreenOptions WithPrevious(CancellationToken cancel)
    {
        if (AlertBudget is not { } budget || Previous.Count == 0)
            return Options;
        var book = Options.Profiles ?? new ProfileBook { AlertBudget = budget, IsNamed = true };
        var options = Options with { Profiles = new ProfileBook(), Source = null, Lookup = null, HashesAll = true };
        var releases = Previous.Select(previous => ReleaseCheck.Screen(previous, options, cancel)).ToList();
        foreach (var taught in new ReleaseTeaching(book, Options.Policies).Teach(releases))
        {
            if (taught.Reason is { } reason)
                Say(SafeText.Of($"sluice: {taught.Release.Target} is no example of a release: {reason}"));
        }

        return Options with { Profiles = book };
    }
}
