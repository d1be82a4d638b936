using System.Text;
using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Projects;

namespace Sluice.Cli.Setup;

/// <summary>The <c>sluice.yaml</c> that a project starts with, each setting with its reason.</summary>
internal static class ConfigurationDraft
{
    private const string InfrastructurePack = "builtin:infrastructure";
    private const int MaxNames = 50;

    public static string Of(Project project, SetupChoices choices, string policies)
    {
        var text = new StringBuilder("# How Sluice screens what this project releases: docs/reference/cli.md of Sluice has every setting.\nversion: 1\n");
        if (NameOf(project) is { } name)
            text.Append($"project: {YamlWord.Of(name)}\n");
        text.Append("\n# May the world read the source? Disclosed source is a leak where it may not, and a courtesy where it may.\n");
        text.Append($"# {choices.VisibilityReason}\n");
        text.Append($"visibility: {choices.Visibility switch { Visibility.Public => "public", Visibility.Proprietary => "proprietary", _ => "auto" }}   # proprietary, public, or auto: each release by its own manifest\n");
        AddInternalNames(project, text);
        text.Append("\n# What decides. All of them are asked, and the strictest word counts.\n");
        text.Append($"policies:\n  - builtin:default   # denies serious findings, warns about the rest; builtin:strict is stricter\n");
        if (project.Infrastructure is { } file && BuiltInPolicies.Find(InfrastructurePack) is not null)
            text.Append($"  - {InfrastructurePack}   # what {YamlWord.Comment(file)} and its like set up\n");
        text.Append($"  - {policies}/   # this project's own rules; 'sluice policy test' runs their tests\n");
        text.Append("\n# Exceptions, each with an owner and a last day; 'sluice waive' writes them.\nwaivers: .sluice/waivers.yaml\n");
        AddRegistries(project, text);
        return text.ToString();
    }

    private static string? NameOf(Project project) =>
        (project.Packages.FirstOrDefault(package => !package.File.Contains('/', StringComparison.Ordinal) && package.Name is not null) ?? project.Published.FirstOrDefault(package => package.Name is not null))?.Name
        ?? new DirectoryInfo(project.Tree.Folder).Name;

    /// <summary>What is not published must not be resolved from a public registry, where anyone could take the name.</summary>
    private static void AddInternalNames(Project project, StringBuilder text)
    {
        var names = project.Packages.Where(package => !package.IsPublished && package is { Name: not null, Ecosystem: "npm" or "pypi" or "nuget" }).Select(package => package.Name!).Distinct().Order(StringComparer.Ordinal).Take(MaxNames).ToList();
        if (names.Count > 0)
            text.Append($"\n# Not published, so never to be taken from a public registry, where anyone could claim the name.\ninternal-names: [{string.Join(", ", names.Select(YamlWord.Of))}]\n");
    }

    /// <summary>Only proposed: with an address, screening may ask there.</summary>
    private static void AddRegistries(Project project, StringBuilder text)
    {
        var registries = project.Packages.Where(package => package.Registry is { } address && Uri.TryCreate(address, UriKind.Absolute, out _)).DistinctBy(package => package.Ecosystem).ToList();
        if (registries.Count > 0)
            text.Append($"\n# Where manifests of this project publish to; with it, screening may look facts up there.\n# registries: {{ {string.Join(", ", registries.Select(package => $"{package.Ecosystem}: \"{YamlWord.Comment(package.Registry!)}\""))} }}\n");
    }
}
