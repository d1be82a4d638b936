namespace Sluice.Artifacts.Manifests;

/// <summary>Where an installer puts a file of a package, in spite of what the archive calls it: two names may lead to one place.</summary>
internal static class InstalledPath
{
    /// <summary>npm takes the first part of each name away, whatever it is: a folder, a dot, nothing (pacote, <c>strip: 1</c>). Null for what it does not install.</summary>
    public static string? OfNpm(EntryPath path)
    {
        if (path.Problems.HasFlag(PathProblems.LeadDropped))
            return path.Value;
        return path.Value.IndexOf('/') is > 0 and var slash ? path.Value[(slash + 1)..] : null;
    }

    /// <summary>Of a member of the package's own archive; null where the kind has no other place than its name says.</summary>
    public static string? Of(string kind, EntryPath path) => kind switch
    {
        "npm" => OfNpm(path),
        "wheel" => OfWheel(path.Value),
        "nuget" => path.Value.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path.Value).Replace('\\', '/') : null,
        "gem" => path.Value is "metadata.gz" ? "metadata" : null,
        _ => null,
    };

    /// <summary>"Binary distribution format", the .data directory: what is in <c>purelib</c> and <c>platlib</c> goes where the rest of the wheel goes.</summary>
    private static string? OfWheel(string path)
    {
        if (path.IndexOf(".data/", StringComparison.Ordinal) is not (> 0 and var data) || path.AsSpan(0, data).Contains('/'))
            return null;
        var rest = path[(data + ".data/".Length)..];
        return rest.StartsWith("purelib/", StringComparison.Ordinal) || rest.StartsWith("platlib/", StringComparison.Ordinal) ? rest["purelib/".Length..] : null;
    }
}
