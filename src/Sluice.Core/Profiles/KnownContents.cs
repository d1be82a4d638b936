namespace Sluice.Profiles;

/// <summary>
/// What stood behind names that mean one content: tags of images and of the source, programs named after their content. Digests alone. Not for several threads while it learns.
/// </summary>
internal sealed class KnownContents(SortedDictionary<string, string> references, SortedDictionary<string, NamedContent> names)
{
    private const int MostReferences = 1000;
    private const int MostNames = 1000;

    /// <summary>Names that so many releases no longer have are forgotten.</summary>
    private const int Lasting = 5;

    public KnownContents()
        : this(new(StringComparer.Ordinal), new(StringComparer.Ordinal))
    {
    }

    public SortedDictionary<string, string> References => references;

    public SortedDictionary<string, NamedContent> Names => names;

    /// <param name="release">Counted from 1.</param>
    public void Learn(ReleaseContents contents, int release)
    {
        foreach (var (reference, digest) in contents.References)
        {
            if (references.Count < MostReferences || references.ContainsKey(reference))
                references[reference] = digest;
        }

        foreach (var (path, digest) in contents.Names)
        {
            if (names.TryGetValue(path, out var known) && known.Digest != digest)
                names[path] = new NamedContent(NamedContent.Several, release);
            else if (known is not null || names.Count < MostNames)
                names[path] = new NamedContent(digest, release);
        }

        Drop(path => names[path].Release <= release - Lasting);
    }

    /// <summary>Releases are counted anew when the first ones are forgotten.</summary>
    public void Forget(int releases)
    {
        Drop(path => names[path].Release <= releases);
        foreach (var (path, known) in names.ToList())
            names[path] = known with { Release = known.Release - releases };
    }

    /// <summary>
    /// Programs under whose name another content was known, and whether names of their kind are known to change with their content: some are called by a number that means something else.
    /// </summary>
    public IEnumerable<(string Path, int Release, bool IsCertain)> Exchanged(IReadOnlyDictionary<string, string> now)
    {
        foreach (var (path, digest) in now)
        {
            if (!names.TryGetValue(path, out var known) || known.Digest == digest)
                continue;
            var pattern = PatternOf(path);
            var others = names.Where(other => other.Key != path && PatternOf(other.Key) == pattern).ToList();
            if (known.Digest != NamedContent.Several && others.TrueForAll(other => other.Value.Digest != NamedContent.Several))
                yield return (path, known.Release, others.Exists(other => !now.ContainsKey(other.Key)));
        }
    }

    private static string PatternOf(string path) => PathPattern.Of(path, null, null);

    private void Drop(Predicate<string> isOld)
    {
        foreach (var path in names.Keys.ToList().FindAll(isOld))
            names.Remove(path);
    }
}

/// <summary>The content of a program that is named after it.</summary>
/// <param name="Digest">The start of its SHA-256, or <see cref="Several"/>.</param>
/// <param name="Release">The last that had it, counted from 1.</param>
internal sealed record NamedContent(string Digest, int Release)
{
    /// <summary>The name has stood for more than one content: it does not say what is in the file.</summary>
    public const string Several = "several";
}
