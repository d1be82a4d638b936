using Sluice.Configuration;

namespace Sluice.Artifacts.Documents;

/// <summary>Collects what is wrong with a YAML file that people write, each with its place: they see all of it at once.</summary>
internal sealed class DocumentProblems(string file)
{
    private readonly List<Diagnostic> _problems = [];

    public int Count => _problems.Count;

    /// <summary>The one document of the file; null when it is empty or wrong.</summary>
    public DocumentNode? Document(string yaml)
    {
        try
        {
            var documents = YamlText.Read(yaml);
            if (documents.Count > 1)
                Add(documents[1], "only one document is expected in this file", "take '---' out");
            return documents is [{ Value: not null } first, ..] ? first : null;
        }
        catch (DocumentException e)
        {
            _problems.Add(new Diagnostic(file, e.Line, e.Column, e.Message));
            return null;
        }
    }

    /// <summary>The value of a JSON file; null when it is wrong.</summary>
    public DocumentNode? Json(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonText.Read(json);
        }
        catch (DocumentException e)
        {
            _problems.Add(new Diagnostic(file, e.Line, e.Column, e.Message));
            return null;
        }
    }

    /// <summary>False when it is no map. Unknown and missing keys are problems.</summary>
    public bool CheckKeys(DocumentNode node, string what, IReadOnlyCollection<string> known, IReadOnlyCollection<string> required)
    {
        if (node.Map is not { } map)
        {
            Add(node, $"{what} is a mapping", "write 'key: value' lines");
            return false;
        }

        for (var i = 0; i < map.Keys.Count; i++)
        {
            var key = map.Keys[i];
            if (!known.Contains(key.Name))
                _problems.Add(new Diagnostic(file, key.Line, key.Column, $"unknown key '{key.Name}' in {what}", Suggestion.For(key.Name, known)));
        }

        foreach (var key in required)
        {
            if (map.GetValueOrDefault(key) is null)
                Add(node, $"{what} has no '{key}'", $"add '{key}: …'");
        }

        return true;
    }

    /// <summary>A text that is not empty; null when the key is not there, and a problem when it is something else.</summary>
    public string? Text(DocumentNode node, string key)
    {
        if (node[key] is not { } value)
            return null;
        if (value.Text is { Length: > 0 } text)
            return text;
        Add(value, $"a text is expected for '{key}'", value.Value is long or double or bool ? "put it into quotes" : null);
        return null;
    }

    public void Add(DocumentNode node, string message, string? hint) => _problems.Add(At(node, message, hint));

    public void Add(Diagnostic problem) => _problems.Add(problem);

    public Diagnostic At(DocumentNode node, string message, string? hint = null) => new(file, node.Line, node.Column, message, hint);

    /// <exception cref="ConfigurationException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new ConfigurationException([.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }
}
