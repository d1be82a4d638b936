namespace Sluice.Profiles;

/// <summary>
/// What stood behind names that mean one content: tags of images and of the source, programs named after their content. Digests alone. Not for several threads while it learns.
/// </summary>
internal sealed class KnownContents(NamedValues<string> references, NamedValues<NamedContent> names)
{
    private const int MostReferences = 1000;
    private const int MostNames = 1000;

    /// <summary>Names that so many releases no longer have are forgotten.</summary>
    private const int Lasting = 5;

    public KnownContents()
        : this(new(), new())
    {
    }

    public NamedValues<string> References => references;

    public NamedValues<NamedContent> Names => names;

    /// <param name="release">Counted from 1.</param>
    public void Learn(ReleaseContents contents, int release)
    {
        foreach (var (reference, digest) in contents.References)
        {
            if (references.Count < MostReferences || references.Contains(reference))
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

    /// <summary>Of two that learned apart. What they disagree about stands for several contents; of references the second's count.</summary>
    /// <param name="numberOf">The new number of a release of the first, or of the second.</param>
    public static KnownContents Merged(KnownContents first, KnownContents? second, Func<bool, int, int> numberOf)
    {
        var merged = new KnownContents();
        foreach (var (isFirst, contents) in new[] { KeyValuePair.Create(true, first), KeyValuePair.Create(false, second ?? new()) })
        {
            foreach (var (reference, digest) in contents.References)
                merged.References[reference] = digest;
            foreach (var (path, known) in contents.Names)
            {
                var (other, release) = (merged.Names.Find(path), numberOf(isFirst, known.Release));
                merged.Names[path] = new NamedContent(other is null || other.Digest == known.Digest ? known.Digest : NamedContent.Several, Math.Max(release, other?.Release ?? 0));
            }
        }

        merged.Drop(path => merged.Names[path].Release < 1);
        return merged;
    }

    /// <summary>Releases are counted anew when the first ones are forgotten.</summary>
    public void Forget(int releases)
    {
        Drop(path => names[path].Release <= releases);
        foreach (var (path, known) in names)
            names[path] = known with { Release = known.Release - releases };
    }

    /// <summary>Programs under whose name another content was known. Some are called by a number that means something else: not those whose kind was seen with one name for several contents.</summary>
    public List<ExchangedContent> Exchanged(NamedValues<string> now)
    {
        var exchanged = new List<ExchangedContent>();
        foreach (var (path, digest) in now)
        {
            if (!names.TryGetValue(path, out var known) || known.Digest == digest || known.Digest == NamedContent.Several)
                continue;
            var pattern = PatternOf(path);
            var (isKind, isCertain) = (true, false);
            foreach (var (other, content) in names)
            {
                if (other == path || PatternOf(other) != pattern)
                    continue;
                isKind &= content.Digest != NamedContent.Several;
                isCertain |= !now.Contains(other);
            }

            if (isKind)
                exchanged.Add(new ExchangedContent(path, known.Release, isCertain));
        }

        return exchanged;
    }

    private static string PatternOf(string path) => PathPattern.Of(path, null, null);

    private void Drop(Predicate<string> isOld)
    {
        foreach (var path in names.Names)
        {
            if (isOld(path))
                names.Remove(path);
        }
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

/// <summary>A program whose name stood for another content.</summary>
/// <param name="Release">The last that had the other one, counted from 1.</param>
/// <param name="IsCertain">Names of its kind are known to change with their content.</param>
internal sealed record ExchangedContent(string Path, int Release, bool IsCertain);
