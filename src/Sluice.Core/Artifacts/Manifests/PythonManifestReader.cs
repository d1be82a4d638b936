using System.Buffers;

namespace Sluice.Artifacts.Manifests;

/// <summary>Core metadata of Python: <c>METADATA</c> of a wheel, <c>PKG-INFO</c> of a source distribution.</summary>
public sealed class PythonManifestReader : ManifestReader
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" ;<>=!~([@");

    public override bool Recognizes(Entry entry) =>
        entry.Path.Name is "METADATA" or "PKG-INFO" && ManifestPlace.IsReadable(entry) && entry.IsText
        && (entry.Path.Name == "PKG-INFO" || entry.Path.Directory.EndsWith(".dist-info", StringComparison.Ordinal));

    public override Manifest? Read(Entry entry)
    {
        var fields = HeaderFields.Parse(entry.Bytes.Span);
        if (fields["Metadata-Version"] is null)
            return null;
        var isWheel = entry.Path.Name == "METADATA";
        return new Manifest
        {
            Ecosystem = "pypi",
            Kind = isWheel ? "wheel" : "sdist",
            Entry = entry,
            DescribesArtifact = isWheel ? ManifestPlace.IsOutermost(entry) && ManifestPlace.IsInZip(entry) && ManifestPlace.Depth(entry) == 1 : ManifestPlace.IsAtTop(entry) && !ManifestPlace.IsInTree(entry),
            Name = fields["Name"],
            Version = fields["Version"],
            License = License(fields),
            LicenseFile = fields["License-File"] is { } file ? (isWheel ? $"licenses/{file}" : file) : null,
            Repository = ProjectUrl(fields, "source", "repository", "code", "github", "homepage"),
            Homepage = Known(fields["Home-page"]),
            Publishers = PersonName.All([Known(fields["Author"]), Known(fields["Author-email"]), Known(fields["Maintainer"]), Known(fields["Maintainer-email"])]),
            IsPrivate = fields.All("Classifier").Any(c => c.StartsWith("Private ::", StringComparison.OrdinalIgnoreCase)),
            Dependencies = [.. fields.All("Requires-Dist").Select(Requirement)],
            Requirements = fields["Requires-Python"] is { } python ? [$"python {python}"] : [],
        };
    }

    /// <summary>The expression of PEP 639, else the classifier, which is more exact than the free text of the License field.</summary>
    private static string? License(HeaderFields fields)
    {
        if (fields["License-Expression"] is { } expression)
            return expression;
        var classifiers = fields.All("Classifier").Where(c => c.StartsWith("License ::", StringComparison.OrdinalIgnoreCase)).ToList();
        if (classifiers.Count > 0)
            return string.Join(" OR ", classifiers.Where(c => c is not "License :: OSI Approved").DefaultIfEmpty(Known(fields["License"]) ?? classifiers[0]));
        return Known(fields["License"]);
    }

    private static string? ProjectUrl(HeaderFields fields, params string[] labels)
    {
        var urls = fields.All("Project-URL").Select(value => value.Split(',', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2).ToList();
        foreach (var label in labels)
        {
            if (urls.Find(parts => parts[0].Contains(label, StringComparison.OrdinalIgnoreCase)) is { } found)
                return found[1];
        }

        return null;
    }

    private static Dependency Requirement(string text)
    {
        var end = text.AsSpan().IndexOfAny(NameEnds);
        var name = end < 0 ? text : text[..end];
        var requirement = end < 0 ? "" : text[end..].Trim();
        return new Dependency(name, requirement, requirement.Contains("extra ==", StringComparison.Ordinal) ? "optional" : "runtime");
    }

    private static string? Known(string? value) => value is null || value.Equals("UNKNOWN", StringComparison.OrdinalIgnoreCase) ? null : value;
}
