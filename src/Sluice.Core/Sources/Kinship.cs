using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>
/// Whether a program has anything of a package's own code: names that people put together (<c>parseHeader</c>, <c>parse_header</c>), which builds keep and
/// which two programs seldom share. Other people's code around it does not matter, so it holds for bundles too.
/// </summary>
internal sealed class Kinship
{
    /// <summary>Of fewer names nothing can be said in shares.</summary>
    private const int FewNames = 5;

    /// <summary>A small part of a large package is kin, too, where its own names are that many of all.</summary>
    private const int ManyNames = 10;

    /// <summary>Parts of a hundred: of the package's names that are in the program, and of the program's that are the package's.</summary>
    private const int ShareOfSource = 15;
    private const int ShareOfProgram = 20;

    /// <summary>As <see cref="ShareOfProgram"/>, for a program that has hardly any names but the package's.</summary>
    private const int MostOfProgram = 40;

    /// <summary>Of the names in a build's output, those of its source: the rest are helpers of the tools.</summary>
    private const int MostOfBuilt = 70;

    private const int LargestText = 8 << 20;
    private const int MostNames = 500_000;

    private readonly HashSet<ulong> _names = [];

    private Kinship()
    {
    }

    /// <param name="folder">Of the package, with a slash at its end; where it has no code of its own, all code counts.</param>
    public static Kinship Of(SourceTree tree, string folder, CancellationToken cancel)
    {
        var own = Read(tree, file => file.Path.StartsWith(folder, StringComparison.Ordinal), cancel);
        return folder.Length == 0 || own._names.Count >= FewNames ? own : Read(tree, _ => true, cancel);
    }

    /// <summary>Of the code in that folder and nowhere else.</summary>
    public static Kinship OfFolder(SourceTree tree, string folder, CancellationToken cancel) => Read(tree, file => file.Path.StartsWith(folder, StringComparison.Ordinal), cancel);

    /// <summary>Hardly a name in it is from elsewhere.</summary>
    public bool Covers(ReadOnlySpan<byte> program)
    {
        var names = new HashSet<ulong>();
        CodeWords.ReadNames(program, names, static (known, name) => known.Add(name));
        return names.Count >= FewNames && names.Count(_names.Contains) * 100 >= names.Count * MostOfBuilt;
    }

    public bool IsOfSource(ReadOnlySpan<byte> program)
    {
        var names = new HashSet<ulong>();
        CodeWords.ReadNames(program, names, static (known, name) => known.Add(name));
        var shared = names.Count(_names.Contains);
        return (shared >= FewNames && shared * 100 >= _names.Count * ShareOfSource)
            || (shared >= ManyNames && shared * 100 >= names.Count * ShareOfProgram)
            || (shared > 1 && shared * 100 >= names.Count * MostOfProgram);
    }

    private static Kinship Read(SourceTree tree, Func<SourceFile, bool> isWanted, CancellationToken cancel)
    {
        var kinship = new Kinship();
        var files = tree.Files.Where(file => isWanted(file) && CodeFiles.IsCode(file.Path) && !CodeFiles.IsTest(file.Path) && file.Entry is { IsText: true, Size: > 0 and <= LargestText })
            .OrderBy(file => file.Path, StringComparer.Ordinal).DistinctBy(file => file.Id).ToList();
        if (files.Count == 0)
            return kinship;
        using var contents = GitBatch.Read(tree.Repository, files.ConvertAll(file => file.Id));
        foreach (var _ in files)
        {
            cancel.ThrowIfCancellationRequested();
            if (contents.Next().Type is not null && kinship._names.Count < MostNames)
                CodeWords.ReadNames(contents.ReadAll().Span, kinship._names, static (known, name) => known.Add(name));
        }

        return kinship;
    }
}
