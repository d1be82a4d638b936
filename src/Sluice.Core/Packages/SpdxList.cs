using System.Reflection;

namespace Sluice.Packages;

/// <summary>The short identifiers of the SPDX License List, by the name in any case. The file beside this one holds them.</summary>
internal sealed class SpdxList
{
    private static readonly Lazy<SpdxList> Loaded = new(() => new SpdxList());

    private readonly Dictionary<string, string> _licenses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _exceptions = new(StringComparer.OrdinalIgnoreCase);

    private SpdxList()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Packages.spdx.txt")!;
        using var reader = new StreamReader(stream);
        var into = _licenses;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                into = line == "[exceptions]" ? _exceptions : _licenses;
            else if (!line.StartsWith('#'))
                into[line] = line;
        }
    }

    public static IReadOnlyCollection<string> Licenses => Loaded.Value._licenses.Values;

    /// <summary>As the list writes it; null for none of the list.</summary>
    public static string? License(string id) => Loaded.Value._licenses.GetValueOrDefault(id);

    /// <inheritdoc cref="License"/>
    public static string? Exception(string id) => Loaded.Value._exceptions.GetValueOrDefault(id);
}
