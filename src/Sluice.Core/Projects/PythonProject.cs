using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>pyproject.toml (PEP 621, and Poetry's table), setup.cfg and the literals of setup.py. Several in one folder are one project.</summary>
public sealed class PythonProject : ProjectReader
{
    public override string Ecosystem => "pypi";

    public override bool Recognizes(string path) => ProjectTree.NameOf(path) is "pyproject.toml" or "setup.cfg" or "setup.py";

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        // The newer form wins where it names the project.
        foreach (var name in (string[])["pyproject.toml", "setup.cfg", "setup.py"])
        {
            var file = ProjectTree.Beside(path, name);
            if (tree.Has(file) && Fields(file, tree) is { Name.Length: > 0 } fields)
                return file == path ? Package(file, fields, tree) : null;
        }

        return null;
    }

    private PublishedPackage Package(string path, PythonFields fields, ProjectTree tree)
    {
        var license = fields.Classifiers.FirstOrDefault(classifier => classifier.StartsWith("License ::", StringComparison.Ordinal) && OpenSourceLicense.Covers(classifier)) ?? fields.License;
        var package = Judged(new PublishedPackage(Ecosystem, path) { Name = fields.Name }, license, tree, fields.LicenseFile);
        return fields.Classifiers.Any(classifier => classifier.StartsWith("Private ::", StringComparison.OrdinalIgnoreCase))
            ? package with { Withheld = "the classifier 'Private ::'" } : package;
    }

    private static PythonFields Fields(string path, ProjectTree tree) => ProjectTree.NameOf(path) switch
    {
        "pyproject.toml" => OfToml(TomlFields.Parse(tree.Bytes(path).Span)),
        "setup.cfg" => OfConfiguration(tree.Text(path)),
        _ => OfScript(tree.Text(path)),
    };

    private static PythonFields OfToml(TomlFields toml) => toml.Text("project.name") is { } name
        ? new PythonFields(name, toml.Text("project.license") ?? toml.Text("project.license.text"), toml.Text("project.license.file"), toml.Texts("project.classifiers") ?? [])
        : new PythonFields(toml.Text("tool.poetry.name"), toml.Text("tool.poetry.license"), null, toml.Texts("tool.poetry.classifiers") ?? []);

    /// <summary>The section <c>[metadata]</c>; lines that go on are indented.</summary>
    private static PythonFields OfConfiguration(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var (section, key) = ("", "");
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim() is not ("" or ['#' or ';', ..])))
        {
            if (line[0] == '[')
                section = line.Trim();
            else if (section == "[metadata]" && char.IsWhiteSpace(line[0]))
                values[key] = values.GetValueOrDefault(key) + "\n" + line.Trim();
            else if (section == "[metadata]" && line.IndexOfAny(['=', ':']) is > 0 and var split)
                values[key = line[..split].Trim()] = line[(split + 1)..].Trim();
        }

        var classifiers = values.GetValueOrDefault("classifiers", values.GetValueOrDefault("classifier", "")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new PythonFields(Literal(values.GetValueOrDefault("name")), values.GetValueOrDefault("license"), null, classifiers);
    }

    /// <summary><c>name="…"</c> after <c>setup(</c>: what a program would compute stays unknown.</summary>
    private static PythonFields OfScript(string text) => text.IndexOf("setup(", StringComparison.Ordinal) is >= 0 and var start
        ? new PythonFields(Argument(text[start..], "name"), Argument(text[start..], "license"), null, [.. Strings(text[start..]).Where(value => value.Contains(" :: ", StringComparison.Ordinal))])
        : new PythonFields(null, null, null, []);

    private static string? Argument(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + name.Length).TrimStart();
            if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '.'))
                continue;
            if (rest is ['=', ..] && rest[1..].TrimStart() is [('"' or '\'') and var quote, .. var value] && value.IndexOf(quote) is > 0 and var end)
                return value[..end].ToString();
        }

        return null;
    }

    private static IEnumerable<string> Strings(string text)
    {
        for (var at = text.AsSpan().IndexOfAny('"', '\''); at >= 0 && at < text.Length;)
        {
            var end = text.IndexOf(text[at], at + 1);
            if (end < 0)
                yield break;
            yield return text[(at + 1)..end];
            at = text.IndexOfAny(['"', '\''], end + 1);
        }
    }

    /// <summary>setup.cfg may take a value from a module or a file.</summary>
    private static string? Literal(string? text) => text is null || text.StartsWith("attr:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal) ? null : text;

    private sealed record PythonFields(string? Name, string? License, string? LicenseFile, IReadOnlyList<string> Classifiers);
}
