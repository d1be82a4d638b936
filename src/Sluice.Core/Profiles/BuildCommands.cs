using System.Text;
using System.Xml.Linq;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>What a file of MSBuild has run in the builds of others: commands, tasks, what they fetch. Conditions do not count: who builds may meet them.</summary>
internal static class BuildCommands
{
    /// <summary>A command of the system.</summary>
    public const string Starting = "starting";

    /// <summary>An assembly that builds load: tasks and analyzers.</summary>
    public const string Loading = "loading";

    /// <summary>Code that is compiled and run by the build itself.</summary>
    public const string Compiling = "compiling";

    /// <summary>Of one file; what is beyond counts as one.</summary>
    private const int Most = 100;

    /// <summary>Properties that the common targets run as commands.</summary>
    private static readonly string[] Events = ["PreBuildEvent", "PostBuildEvent", "PreLinkEvent"];

    /// <summary>By its name or its content: a file of MSBuild may be loaded under any name.</summary>
    public static bool Is(Entry entry) => NugetPlace.IsBuildFile(entry.Path.Name) || (entry.IsText && entry.Bytes.Span.TrimStart("\ufeff \t\r\n"u8) is [(byte)'<', ..] text && text.IndexOf("<Project"u8) >= 0);

    /// <summary>Words and marks, for <see cref="Dimension.InstallCommands"/>; a text that MSBuild could not read counts as one command.</summary>
    public static StatedTraits Of(Entry entry)
    {
        var commands = new List<(string? Word, string Text)>();
        try
        {
            var root = SafeXml.Parse(entry.Bytes, allowsDocumentType: true);
            commands.AddRange(root.DescendantsAndSelf().SelectMany(Commands));
        }
        catch (ArtifactException)
        {
            commands.Add((null, Encoding.UTF8.GetString(entry.Bytes.Span)));
        }

        if (commands.Count > Most)
            commands = [.. commands.Take(Most), (null, string.Join('\n', commands.Skip(Most).Select(command => command.Word + command.Text)))];
        var values = commands.SelectMany(command => command.Word is { } word ? StatedTraits.CommandsOf(NugetPlace.Build, command.Text).Prepend($"{word} {NugetPlace.Build}") : StatedTraits.CommandsOf(NugetPlace.Build, command.Text));
        return new StatedTraits([.. values.Distinct(StringComparer.Ordinal).Select(value => (Dimension.InstallCommands, value))]);
    }

    private static IEnumerable<(string? Word, string Text)> Commands(XElement element)
    {
        var name = element.Name.LocalName;
        if (Is(name, "Exec"))
            yield return (Starting, Attribute(element, "Command"));
        else if (Is(name, "DownloadFile"))
            yield return (StatedTraits.Fetching, Attribute(element, "SourceUrl"));
        else if (Is(name, "UsingTask") && element.Parent is { Parent: null })
        {
            foreach (var task in Task(element))
                yield return task;
        }
        else if (Is(name, "Analyzer") && Attribute(element, "Include") is { Length: > 0 } analyzer)
            yield return (Loading, FileName(analyzer));
        else if (Array.Exists(Events, known => Is(name, known)) && !element.HasElements && element.Value.Trim().Length > 0 && element.Value.Trim() != $"$({name})")
            yield return (Starting, element.Value);
        if (Is(name, "Import") && Attribute(element, "Project") is var project && project.Contains("://", StringComparison.Ordinal))
            yield return (StatedTraits.Fetching, project);
        // "Use MSBuild project SDKs": with a version it is fetched.
        if (Attribute(element, "Sdk") is var sdk && (sdk.Contains('/') || (sdk.Length > 0 && Attribute(element, "Version").Length > 0)))
            yield return (StatedTraits.Fetching, WithoutVersion(sdk));
    }

    /// <summary>"UsingTask element": an assembly, or code in the file.</summary>
    private static IEnumerable<(string? Word, string Text)> Task(XElement element)
    {
        if (Attribute(element, "TaskFactory") is { Length: > 0 } factory && !Is(factory, "TaskHostFactory") && !Is(factory, "AssemblyTaskFactory"))
            yield return (Compiling, $"{factory}\n{element.Value}");
        else if (Attribute(element, "AssemblyFile") is { Length: > 0 } file)
            yield return (Loading, FileName(file));
        else if (Attribute(element, "AssemblyName") is { Length: > 0 } assembly && !assembly.StartsWith("Microsoft.Build", StringComparison.OrdinalIgnoreCase))
            yield return (Loading, assembly.Split(',')[0]);
    }

    /// <summary>The folder changes with the framework, the version with the release.</summary>
    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\', ')']) + 1)..];

    private static string WithoutVersion(string sdk) => sdk.Split('/')[0];

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string Attribute(XElement element, string name) => element.Attributes().FirstOrDefault(attribute => Is(attribute.Name.LocalName, name))?.Value ?? "";
}
