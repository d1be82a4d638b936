using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>What a set of restored sources gives away, and how much of it is in no place where the world can read it already.</summary>
internal sealed record SourceDisclosure
{
    private const int MaxExamples = 5;

    public required int Sources { get; init; }

    public required long Lines { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Sources of other people's packages and of the bundler itself.</summary>
    public required int ThirdPartySources { get; init; }

    public required int PrivateSources { get; init; }

    public required long PrivateLines { get; init; }

    public required long PrivateBytes { get; init; }

    /// <summary>Private sources that are stylesheets.</summary>
    public required int PrivateStylesheets { get; init; }

    /// <summary>The first private paths, else the first of all.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Counts each text once, however often it was restored.</summary>
    public static SourceDisclosure Of(IEnumerable<Entry> sources, KnownTexts known)
    {
        var seen = new HashSet<TextDigest>();
        int count = 0, thirdParty = 0, privateCount = 0, stylesheets = 0;
        long lines = 0, bytes = 0, privateLines = 0, privateBytes = 0;
        var others = new List<string>();
        var examples = new List<string>();
        foreach (var source in sources.Where(source => seen.Add(KnownTexts.IdentityOf(source))))
        {
            var path = source.Path.Value;
            count++;
            lines += source.Text?.Lines ?? 0;
            bytes += source.Size;
            var isThirdParty = SourcePath.IsThirdParty(path, known.Scope);
            thirdParty += isThirdParty ? 1 : 0;
            if (isThirdParty || known.Contains(source))
            {
                Keep(others, path);
                continue;
            }

            privateCount++;
            privateLines += source.Text?.Lines ?? 0;
            privateBytes += source.Size;
            stylesheets += SourcePath.IsStylesheet(path) ? 1 : 0;
            Keep(examples, path);
        }

        return new SourceDisclosure
        {
            Sources = count,
            Lines = lines,
            Bytes = bytes,
            ThirdPartySources = thirdParty,
            PrivateSources = privateCount,
            PrivateLines = privateLines,
            PrivateBytes = privateBytes,
            PrivateStylesheets = stylesheets,
            Examples = examples.Count > 0 ? examples : others,
        };
    }

    public IEnumerable<(string Name, object Value)> Evidence =>
    [
        ("sources", Sources),
        ("lines", Lines),
        ("bytes", Bytes),
        ("privateSources", PrivateSources),
        ("privateLines", PrivateLines),
        ("disclosedPrivateBytes", PrivateBytes),
        ("thirdPartySources", ThirdPartySources),
        ("examples", Examples),
    ];

    private static void Keep(List<string> examples, string path)
    {
        if (examples.Count < MaxExamples)
            examples.Add(path);
    }
}
