namespace Sluice.Artifacts.Manifests;

/// <summary>The control file of a Debian package.</summary>
public sealed class DebManifestReader : ManifestReader
{
    public override bool Recognizes(Entry entry) =>
        entry.Path.Value == "control" && ManifestPlace.IsReadable(entry) && entry.Holder is { } holder && holder.Path.Value.StartsWith("control.tar", StringComparison.Ordinal);

    public override Manifest? Read(Entry entry)
    {
        var fields = HeaderFields.Parse(entry.Bytes.Span);
        if (fields["Package"] is not { } name)
            return null;
        return new Manifest
        {
            Ecosystem = "deb",
            Kind = "deb",
            Entry = entry,
            DescribesArtifact = entry.Holder?.Holder is { Container: null },
            Name = name,
            Version = fields["Version"],
            Repository = fields["Vcs-Git"] ?? fields["Vcs-Browser"],
            Homepage = fields["Homepage"],
            Publishers = PersonName.All([fields["Maintainer"]]),
            PackageType = fields["Architecture"],
            Dependencies = [.. Dependencies(fields, "Depends", "runtime"), .. Dependencies(fields, "Pre-Depends", "runtime"), .. Dependencies(fields, "Recommends", "optional")],
        };
    }

    private static IEnumerable<Dependency> Dependencies(HeaderFields fields, string field, string scope)
    {
        foreach (var text in (fields[field] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            yield return space < 0 ? new Dependency(text, "", scope) : new Dependency(text[..space], text[(space + 1)..], scope);
        }
    }
}
