using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>
/// The <c>Name: value</c> blocks of RFC 822 as Python metadata, Java manifests and Debian control files use them: names without
/// regard to case, values continued on lines that start with white space.
/// </summary>
internal sealed class HeaderFields
{
    private readonly List<(string Name, string Value)> _fields = [];

    /// <param name="joinsLines">True where a continued line goes on with the word (Java); false where it is a line of its own.</param>
    public static HeaderFields Parse(ReadOnlySpan<byte> bytes, bool joinsLines = false)
    {
        var parsed = new HeaderFields();
        string? name = null;
        var value = new StringBuilder();
        foreach (var line in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
                break;
            if (line[0] is ' ' or '\t')
            {
                value.Append(joinsLines ? "" : "\n").Append(joinsLines ? line[1..] : line.Trim());
                continue;
            }

            parsed.Add(name, value);
            var colon = line.IndexOf(':');
            name = colon > 0 ? line[..colon].ToString() : null;
            value.Clear().Append(colon > 0 ? line[(colon + 1)..].Trim() : default);
        }

        parsed.Add(name, value);
        return parsed;
    }

    /// <summary>The first value of that name; null when there is none or it is empty.</summary>
    public string? this[string name] => All(name).FirstOrDefault(value => value.Length > 0);

    public IEnumerable<string> All(string name) =>
        _fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    private void Add(string? name, StringBuilder value)
    {
        if (name is not null)
            _fields.Add((name, value.ToString().TrimEnd()));
    }
}
