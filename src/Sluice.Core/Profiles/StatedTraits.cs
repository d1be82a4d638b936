using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>What some files state about the release they are in: the tool that made a wheel, its commands, the packages installed in an image.</summary>
internal sealed record StatedTraits(IReadOnlyList<(Dimension Dimension, string Value)> Values)
{
    /// <summary>Null when the file is none of those.</summary>
    public static StatedTraits? Of(Entry entry) => entry.Path.Value switch
    {
        var path when path.EndsWith(".dist-info/WHEEL", StringComparison.Ordinal) => Wheel(entry),
        var path when path.EndsWith(".dist-info/entry_points.txt", StringComparison.Ordinal) => Commands(entry),
        "var/lib/dpkg/status" => Packages(entry, "Package: "),
        var path when path.StartsWith("var/lib/dpkg/status.d/", StringComparison.Ordinal) => Packages(entry, "Package: "),
        "lib/apk/db/installed" or "usr/lib/apk/db/installed" => Packages(entry, "P:"),
        _ => null,
    };

    /// <summary>"Binary distribution format", the field Generator: a name and a version, which changes often.</summary>
    private static StatedTraits? Wheel(Entry entry) => HeaderFields.Parse(entry.Bytes.Span)["Generator"] is { } generator ? new StatedTraits([(Dimension.Tools, generator.Split([' ', '/', '='])[0])]) : null;

    /// <summary>"Entry points specification": the sections of commands, a command a line.</summary>
    private static StatedTraits Commands(Entry entry)
    {
        var (values, isCommands) = (new List<(Dimension, string)>(), false);
        foreach (var line in Lines(entry))
        {
            if (line.StartsWith('['))
                isCommands = line is "[console_scripts]" or "[gui_scripts]";
            else if (isCommands && line.IndexOf('=') is > 0 and var end)
                values.Add((Dimension.Commands, "bin." + line[..end].Trim()));
        }

        return new StatedTraits(values);
    }

    private static StatedTraits Packages(Entry entry, string field) =>
        new([.. Lines(entry).Where(line => line.StartsWith(field, StringComparison.Ordinal)).Select(line => (Dimension.SystemPackages, line[field.Length..].Trim()))]);

    private static string[] Lines(Entry entry) => System.Text.Encoding.UTF8.GetString(entry.Bytes.Span).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
