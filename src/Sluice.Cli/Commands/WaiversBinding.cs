using System.CommandLine;
using Sluice.Configuration;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Secrets;
using Sluice.Waivers;

namespace Sluice.Cli.Commands;

/// <summary>The option that names the file of waivers.</summary>
internal sealed class WaiversBinding
{
    private const string DefaultFile = ".sluice/waivers.yaml";

    private readonly Option<string> _waivers = new("--waivers") { Description = "Recorded exceptions; else those of the configuration, or .sluice/waivers.yaml beside it.", HelpName = "FILE" };

    private readonly ProjectFile _file;

    public WaiversBinding() => _file = new ProjectFile(_waivers, DefaultFile, configuration => configuration.Waivers);

    public Option Option => _waivers;

    /// <inheritdoc cref="ProjectFile.Of"/>
    public (string Name, string File) FileOf(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings) => _file.Of(parsed, configuration, surroundings);

    /// <param name="rules">The ids that a waiver may name.</param>
    /// <param name="targets">What is screened.</param>
    public IReadOnlyList<RecordedWaiver> Bind(ParseResult parsed, ProjectConfiguration configuration, Func<IReadOnlyList<string>> rules, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems) =>
        _file.Find(parsed, configuration, surroundings, targets, "", problems) is var (name, file)
            ? ProjectFile.Read("the waivers", name, () => WaiverFile.Parse(name, File.ReadAllText(file), rules()), problems) ?? []
            : [];

    /// <summary>The ids that a waiver may name: rules about waivers are none of them.</summary>
    public static IReadOnlyList<string> RulesOf(SecretScanner secrets, PolicySet policies) =>
        [.. Catalog.Rules.Select(rule => rule.Id).Where(id => !id.StartsWith("waiver/", StringComparison.Ordinal)), .. secrets.Added.Select(rule => rule.Id), .. policies.FindingRules.Select(rule => rule.Id)];
}
