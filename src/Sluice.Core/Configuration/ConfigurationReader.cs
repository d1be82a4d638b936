using System.Globalization;
using Sluice.Artifacts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Configuration;

/// <summary>Reads <c>sluice.yaml</c>. Every problem is collected; unknown keys are problems.</summary>
public sealed class ConfigurationReader
{
    private static readonly string[] Keys = ["version", "project", "visibility", "internal-names", "policies", "profile", "journal", "waivers", "baseline", "allow-comments", "rules", "source", "generated", "registries", "limits"];
    private static readonly string[] Limits = ["depth", "entries", "bytes", "ratio", "seconds"];
    private static readonly string[] Ecosystems = ["npm", "nuget", "pypi", "maven", "crates", "gem", "go", "docker", "vscode"];

    private readonly string _file;
    private readonly List<Diagnostic> _problems = [];

    private ConfigurationReader(string file) => _file = file;

    /// <exception cref="ConfigurationException">With every problem in the file.</exception>
    public static ProjectConfiguration Read(string file) => Parse(file, File.ReadAllText(file));

    /// <inheritdoc cref="Read"/>
    public static ProjectConfiguration Parse(string file, string yaml)
    {
        var reader = new ConfigurationReader(file);
        var configuration = reader.ReadDocument(yaml);
        return reader._problems.Count == 0
            ? configuration with { File = file }
            : throw new ConfigurationException(reader._problems);
    }

    /// <summary><c>ECO=URL</c> as on the command line; null with a reason when it is wrong.</summary>
    public static (string Ecosystem, string Address)? ParseRegistry(string text, out string? problem)
    {
        var parts = text.Split('=', 2);
        problem = parts.Length != 2 ? $"'{text}' is not ECOSYSTEM=URL" : ProblemOf(parts[0], parts[1]);
        return problem is null ? (parts[0], parts[1]) : null;
    }

    private static string? ProblemOf(string ecosystem, string address)
    {
        if (!Ecosystems.Contains(ecosystem))
            return $"unknown ecosystem '{ecosystem}'; {Suggestion.For(ecosystem, Ecosystems)}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : $"'{address}' is not an http or https address";
    }

    private ProjectConfiguration ReadDocument(string yaml)
    {
        var configuration = new ProjectConfiguration();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            _problems.Add(new Diagnostic(_file, (int)e.Start.Line, (int)e.Start.Column, "not valid YAML: " + e.Message));
            return configuration;
        }

        if (stream.Documents.Count == 0)
            return configuration;
        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            Problem(stream.Documents[0].RootNode, "a configuration is a mapping", "start with 'version: 1'");
            return configuration;
        }

        foreach (var (key, value) in root.Children)
            configuration = ReadSetting(configuration, key, value);
        return configuration;
    }

    private ProjectConfiguration ReadSetting(ProjectConfiguration configuration, YamlNode key, YamlNode value)
    {
        switch ((key as YamlScalarNode)?.Value)
        {
            case "version":
                if (Text(value) != "1")
                    Problem(value, $"version '{Text(value)}' is not known", "write 'version: 1'");
                return configuration;
            case "project":
                return configuration with { Project = Text(value) };
            case "visibility":
                return configuration with { Visibility = ReadVisibility(value) };
            case "internal-names":
                return configuration with { InternalNames = List(value) };
            case "policies":
                return configuration with { Policies = List(value) };
            case "registries":
                return configuration with { Registries = ReadRegistries(value) };
            case "limits":
                return configuration with { Limits = ReadLimits(value) };
            case "baseline":
                return configuration with { Baseline = Text(value) };
            case "allow-comments":
                return configuration with { AllowComments = Flag(value) };
            case "rules":
                return configuration with { Rules = ReadRules(value) };
            case "generated":
                return configuration with { Generated = ReadPatterns(value) };
            case "source":
                return configuration with { Source = Text(value) };
            case "waivers":
                return configuration with { Waivers = Text(value) };
            case "journal":
                return configuration with { Journal = Text(value) };
            case "profile":
                return configuration with { Profile = Text(value) };
            case var unknown:
                Problem(key, $"unknown key '{unknown}'", Suggestion.For(unknown ?? "", Keys));
                return configuration;
        }
    }

    private Visibility? ReadVisibility(YamlNode value)
    {
        switch (Text(value))
        {
            case "auto":
                return null;
            case "proprietary":
                return Visibility.Proprietary;
            case "public":
                return Visibility.Public;
            case var other:
                Problem(value, $"unknown visibility '{other}'", "write proprietary, public or auto");
                return null;
        }
    }

    /// <summary>What a rule says is read where rules are: here a rule is a mapping, and a text the path of a file or a folder.</summary>
    private List<RuleSource> ReadRules(YamlNode value)
    {
        if (value is not YamlSequenceNode list)
        {
            Problem(value, "a list is expected here", "name files and folders of rules, or write rules, one '- item' each");
            return [];
        }

        foreach (var other in list.Children.Where(item => item is not (YamlMappingNode or YamlScalarNode { Value.Length: > 0 })))
            Problem(other, "a rule, or the path of a file or folder of rules, is expected here", null);
        return list.Children.Select(item => new RuleSource((item as YamlScalarNode)?.Value, item as YamlMappingNode, At(item, "", null))).ToList();
    }

    private List<Glob> ReadPatterns(YamlNode value)
    {
        var patterns = new List<Glob>();
        foreach (var item in value is YamlSequenceNode list ? list.Children : [])
        {
            if (Glob.TryParse(Text(item), out var pattern, out var problem))
                patterns.Add(pattern);
            else
                Problem(item, $"the pattern '{Text(item)}' {problem}", "write for example dist/**");
        }

        if (value is not YamlSequenceNode)
            Problem(value, "a list is expected here", "write [\"dist/**\"] or one '- item' a line");
        return patterns;
    }

    private Dictionary<string, string> ReadRegistries(YamlNode value)
    {
        var registries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, address) in Mapping(value))
        {
            if (ProblemOf(Text(key), Text(address)) is { } problem)
                Problem(key, problem, null);
            else
                registries[Text(key)] = Text(address);
        }

        return registries;
    }

    private ReadLimits ReadLimits(YamlNode value)
    {
        var limits = new ReadLimits();
        foreach (var (key, amount) in Mapping(value))
        {
            var name = Text(key);
            if (name == "bytes")
            {
                if (ByteSize.TryParse(Text(amount), out var bytes))
                    limits = limits with { Bytes = bytes };
                else
                    Problem(amount, $"'{Text(amount)}' is not a size", "write for example 16GiB");
            }
            else if (!Limits.Contains(name))
            {
                Problem(key, $"unknown limit '{name}'", Suggestion.For(name, Limits));
            }
            else if (!int.TryParse(Text(amount), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                Problem(amount, $"'{Text(amount)}' is not a whole number above 0", null);
            }
            else
            {
                limits = name switch
                {
                    "depth" => limits with { Depth = number },
                    "entries" => limits with { Entries = number },
                    "ratio" => limits with { Ratio = number },
                    _ => limits with { Time = TimeSpan.FromSeconds(number) },
                };
            }
        }

        return limits;
    }

    private bool Flag(YamlNode value)
    {
        if (Text(value) is not ("true" or "false"))
            Problem(value, $"'{Text(value)}' is neither true nor false", null);
        return Text(value) == "true";
    }

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlNode value)
    {
        if (value is YamlMappingNode mapping)
            return mapping.Children;
        Problem(value, "a mapping is expected here", "write 'key: value' lines below it");
        return [];
    }

    private List<string> List(YamlNode value)
    {
        if (value is YamlSequenceNode sequence)
            return [.. sequence.Children.Select(Text)];
        Problem(value, "a list is expected here", "write [a, b] or one '- item' a line");
        return [];
    }

    private string Text(YamlNode value)
    {
        if (value is YamlScalarNode { Value: { } text })
            return text;
        Problem(value, "a single value is expected here", null);
        return "";
    }

    private void Problem(YamlNode node, string message, string? hint) => _problems.Add(At(node, message, hint));

    private Diagnostic At(YamlNode node, string message, string? hint) => new(_file, (int)node.Start.Line, (int)node.Start.Column, message, hint);
}
