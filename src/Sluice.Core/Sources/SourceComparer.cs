using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Findings;

namespace Sluice.Sources;

/// <summary>What there is to tell of a comparison: a fact of the artifact's root.</summary>
internal sealed record SourceFindings(IReadOnlyList<Finding> Findings);

/// <summary>
/// Holds an artifact against its source in two looks: by digests, which settles most files; and, for what is left, by content, for which the artifact is
/// opened once more and only those files of the source are read that stand in their places.
/// </summary>
internal sealed class SourceComparer(ComparisonContext context, SourceRequest request)
{
    private readonly List<ShippedFile> _files = ShippedFiles.Of(context);
    private readonly List<string> _gaps = [];

    /// <param name="lookAgain">Opens the artifact again and hands over every entry, its bytes at hand, in the order of before.</param>
    /// <exception cref="ArtifactException">Artifact or source could not be read again.</exception>
    public void Compare(Action<Action<Entry>> lookAgain)
    {
        RequireSource();
        FirstLook();
        EntryTargets.Mark(context, _files);
        context.HasNewStarts = _files.Exists(file => file.Start is { IsNew: true });
        var open = _files.Where(file => file.Origin == FileOrigin.Unexplained).ToList();
        if (open.Count > 0)
            SecondLook(open, lookAgain);
        var findings = new List<Finding>(new RevisionJudge(context, request.Name).Findings());
        findings.AddRange(new SourceVerdict(context, _files).Findings());
        context.Artifact.Root.Learn(new SourceFindings(findings));
        context.Artifact.Root.Learn(Comparison());
    }

    /// <summary>Against what is not there nothing can be held: neither good nor bad is to be said of it.</summary>
    private void RequireSource()
    {
        if (context.Tree.Broken is { } broken)
            throw new ArtifactException($"the source could not be read: {FirstLine(broken.Reason)}; run git fsck there, or clone it anew");
        var lost = _files.ConvertAll(context.LostPlaceOf).FindAll(place => place is not null);
        if (lost.Count > 0)
            throw new ArtifactException($"the source cannot be compared: the repository lacks '{lost[0]}'{(lost.Count > 1 ? $" and {lost.Count - 1} more files that ship" : "")}; fetch what is missing (git fetch --refetch), or run git fsck");
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    private void FirstLook()
    {
        var maps = MapTexts();
        foreach (var file in _files)
        {
            file.Counterpart = context.CounterpartOf(file);
            if (SameBytes(file))
                file.Origin = FileOrigin.Source;
            else if (SameText(file))
                file.Origin = FileOrigin.Normalised;
            else if (file.Counterpart is null && GeneratedFiles.IsMetadata(context.Kind, file) && !EntryPoints.IsFile(context.Kind, file))
                file.Origin = FileOrigin.Generated;
            else if (maps.TryGetValue(file.Entry, out var texts) ? texts.Known * 10 >= texts.All * 9 : MapSources.AreOf(context, file))
                file.Origin = FileOrigin.Derived;
        }
    }

    private bool SameBytes(ShippedFile file) => IsLookedForElsewhere(file) ? context.Tree.WithContent(file.Entry) is not null : file.Counterpart is { } there && ComparisonContext.IsSame(file.Entry, there.Entry);

    private bool SameText(ShippedFile file) => IsLookedForElsewhere(file) ? context.Tree.WithText(file.Entry) is not null : file.Counterpart is { } there && ComparisonContext.IsSameText(file.Entry, there.Entry);

    /// <summary>Where the source has a file in that place, no other of its files will do: test data can be hostile. Documents are copied about.</summary>
    private bool IsLookedForElsewhere(ShippedFile file) =>
        file.Counterpart is null ? !context.IsUnread(file) && context.TellsAutomatic(file) is null : CodeFiles.IsDocument(file.Path);

    /// <summary>How many of the texts that a source map carries are those of the source.</summary>
    private Dictionary<Entry, (int Known, int All)> MapTexts()
    {
        var maps = new Dictionary<Entry, (int Known, int All)>();
        foreach (var entry in context.Artifact.Entries)
        {
            if (entry is not { Origin: EntryOrigin.Decoded, Text: not null, Container: { ContentKind: ContentKind.SourceMap } map })
                continue;
            var (known, all) = maps.GetValueOrDefault(map);
            maps[map] = (known + (context.Tree.WithText(entry) is null ? 0 : 1), all + 1);
        }

        return maps;
    }

    private void SecondLook(List<ShippedFile> open, Action<Action<Entry>> lookAgain)
    {
        var judge = new FileJudge(context);
        using var sources = new CounterpartFeed(context.Tree.Repository, open, file => file.Counterpart);
        var byOrdinal = open.ToDictionary(file => file.Entry.Ordinal);
        var seen = 0;
        lookAgain(entry =>
        {
            if (byOrdinal.GetValueOrDefault(entry.Ordinal) is { } file && file.Entry.Identity == entry.Identity)
            {
                seen++;
                if (file.Alarm is null && file.Origin == FileOrigin.Unexplained)
                    judge.Judge(file, entry.Bytes, entry.HasAllBytes, sources.Of(file));
            }
            else if (entry is { ContentKind: ContentKind.PortablePdb, Origin: EntryOrigin.Decoded, HasAllBytes: true, Container: { } assembly } && byOrdinal.GetValueOrDefault(assembly.Ordinal) is { } program)
            {
                judge.JudgeSymbols(program, entry.Bytes);
            }
            else if (entry is { Origin: EntryOrigin.Decoded, IsText: true, HasAllBytes: true, Container: { } holder } && CodeFiles.IsProgram(holder.ContentKind) && byOrdinal.GetValueOrDefault(holder.Ordinal) is { } binary)
            {
                judge.JudgeStrings(binary, entry.Bytes.Span);
            }
        });
        if (seen < open.Count)
            throw new ArtifactException($"{open.Count - seen} files were not there when the artifact was opened again to compare them with the source; screen it when it is complete");
    }

    private SourceComparison Comparison()
    {
        foreach (var gap in context.Tree.Gaps.Take(10))
            _gaps.Add($"the source's {(gap.Path?.Value is { Length: > 0 } path ? $"'{path}'" : "tree")} was not read: {gap.Reason}");
        if (context.Tree.Gaps.Count > 10)
            _gaps.Add($"and so with {context.Tree.Gaps.Count - 10} more");
        if (context.Tree.IsCodeCut)
            _gaps.Add("the source has too many statements: compiled files were held against its words alone");
        return new SourceComparison
        {
            Tree = request.Name,
            Ref = context.Revision.Ref,
            IsTag = context.Revision.IsTag,
            IsExact = context.Revision.IsExact,
            Commit = context.Revision.Commit.ToString(),
            Folder = context.Folder.TrimEnd('/'),
            Shares = [.. Enum.GetValues<FileOrigin>().Select(ShareOf)],
            Unexplained = [.. _files.Where(file => file.Origin == FileOrigin.Unexplained).Take(SourceComparison.MostListed).Select(file => new UnexplainedFile(Place.Of(file.Entry), file.Entry.Size, file.Reason))],
            Gaps = _gaps,
        };
    }

    private OriginShare ShareOf(FileOrigin origin)
    {
        var (files, bytes) = (0L, 0L);
        foreach (var file in _files)
        {
            if (file.Origin != origin)
                continue;
            files++;
            bytes += file.Entry.Size;
        }

        return new OriginShare(origin, files, bytes);
    }
}
