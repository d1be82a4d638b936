using System.Buffers;
using System.Text;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Profiles;
using static Sluice.Sources.AlienTexts;

namespace Sluice.Sources;

/// <summary>Says where a file comes from whose bytes are not in the source as they are. Asked once a file, with its bytes at hand.</summary>
internal sealed class FileJudge(ComparisonContext context)
{
    private const int MostStampedLines = 12;
    private const int LongestStamp = 300;
    private const int MinifiedLine = 300;

    /// <summary>Of words of the language alone: what compilers leave of files of types, and indexes of modules.</summary>
    private const int LongestWordless = 16 << 10;
    /// <summary>Parts of other people's code that bundlers put apart are larger, as a rule.</summary>
    private const int LongestSmall = 8 << 10;
    private const int LongestSlight = 2 << 10;
    private static readonly SearchValues<byte> VersionBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_"u8);

    private readonly FileFindings _findings = new(context);
    private readonly StatementJudge _statements = new(context);

    private const string NotTraced = "was not traced: the source has too many different words";

    /// <param name="source">The content of its counterpart; null without one.</param>
    public void Judge(ShippedFile file, ReadOnlyMemory<byte> bytes, bool isWhole, ReadOnlyMemory<byte>? source)
    {
        file.IsScript = file.Entry.IsText && CodeFiles.IsScript(bytes.Span);
        Guarded(file, source is not null, () => JudgeContent(file, bytes, isWhole, source));
        if (isWhole && file.Alarm is null && StatementJudge.IsOutput(file) && file.Origin is not (FileOrigin.Source or FileOrigin.Normalised))
            JudgeStatements(file, bytes.Span);
        // Whatever it is called: what is to be run is run.
        if (context.HasNewStarts && isWhole && file is { Alarm: null, Entry.IsText: true } && file.Entry.ContentKind != ContentKind.SourceMap && (file.Origin == FileOrigin.Unexplained || file.Start is { IsNew: true }))
            LookInto(file, bytes.Span);
    }

    /// <summary>Words tell where a file is from; what it does with them, only its statements.</summary>
    private void JudgeStatements(ShippedFile file, ReadOnlySpan<byte> text)
    {
        if (_statements.Judge(file, text, out var isMade) is { } finding)
            (file.Alarm, file.Origin, file.Reason) = (finding, FileOrigin.Unexplained, "is made of the source, and says something else");
        else if (isMade && file.Counterpart is null)
            (file.Origin, file.NewCode) = (FileOrigin.Derived, null);
    }

    private void LookInto(ShippedFile file, ReadOnlySpan<byte> text)
    {
        // Whatever loads it takes it for a program.
        file.NewCode ??= AlienContent.Of(text, CodeFiles.DialectOf(file.Path, text) ?? CodeDialect.Script);
        file.Nature = new ProgramNature(context.Kinship.IsOfSource(text), text.Length < LongestSlight && file.NewCode.IsNothing, EntryTargets.LoadedBy(file, text));
    }

    /// <summary>The symbols within a program.</summary>
    public void JudgeSymbols(ShippedFile program, ReadOnlyMemory<byte> pdb) => Guarded(program, false, () => DocumentChecksums.Judge(context, program, pdb));

    /// <summary>What is damaged stays unexplained; where the source has something else there, it is told.</summary>
    private void Guarded(ShippedFile file, bool isInSource, Action judge)
    {
        try
        {
            judge();
        }
        catch (Exception e) when (e is ArtifactException or BadImageFormatException)
        {
            file.Reason = $"could not be compared: {e.Message}";
            if (isInSource)
                file.Alarm = _findings.Alarm(file, $"differs from '{file.Counterpart!.Path}' of {context.SourceName}, and cannot be read");
        }
    }

    private void JudgeContent(ShippedFile file, ReadOnlyMemory<byte> bytes, bool isWhole, ReadOnlyMemory<byte>? source)
    {
        if (!isWhole && file.Counterpart is not null)
            JudgeBinary(file);
        else if (!isWhole)
            file.Reason = "is too large to be looked into";
        else if (file.Entry.ContentKind is ContentKind.PortablePdb)
            DocumentChecksums.Judge(context, file, bytes);
        else if (!file.Entry.IsText && file.Entry.ContentKind is not ContentKind.Empty && context.IsDeclared(file))
            file.Origin = FileOrigin.Generated;
        else if (!file.Entry.IsText && file.Entry.ContentKind is not ContentKind.Empty)
            JudgeBinary(file);
        else if (EntryPoints.IsFile(context.Kind, file))
            JudgeEntryPoints(file, bytes);
        else if (IsManifest(file) && source is { } manifest)
            JudgeManifest(file, bytes, manifest);
        else if (context.Kind == "crate" && file.Path == "Cargo.toml" && source is { } cargo)
            JudgeCargo(file, bytes.Span, cargo.Span);
        else if (GeneratedFiles.IsToolCode(context.Kind, file, context.Tree, context.Folder) && JudgeToolCode(file, bytes.Span, source is not null))
            return;
        else if (source is { } text)
            JudgeChanged(file, bytes.Span, text.Span);
        else
            JudgeNew(file, bytes.Span);
    }

    /// <summary>Nothing can be said of how it differs; that it differs is told where it can do something.</summary>
    private void JudgeBinary(ShippedFile file)
    {
        var isProgram = CodeFiles.IsProgram(file.Entry.ContentKind);
        file.Reason = file.Counterpart is not null ? "has other bytes than the source" : isProgram ? "is a program that is not in the source" : "is not in the source";
        var isCode = file.IsCode && file.Entry.ContentKind == ContentKind.WideText;
        var isWritten = CodeFiles.IsDocument(file.Path) || GeneratedFiles.IsOfAutotools(file, context.Tree, context.Folder) || context.IsPointer(file);
        if (file.Counterpart is { } counterpart)
            file.Alarm = _findings.Alarm(file, $"has other bytes than '{counterpart.Path}' of {context.SourceName}") with { Severity = isCode ? context.Stops : isWritten && !isProgram ? Severity.Info : Severity.Medium, Evidence = [("source", counterpart.Path)] };
    }

    private bool IsManifest(ShippedFile file) => file.Path == "package.json" && context.Kind is "npm" or "vsix";

    private void JudgeManifest(ShippedFile file, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> source)
    {
        var added = NpmManifestDifference.Of(source, bytes, out var moved);
        if (added.Count > 0)
        {
            file.Reason = "asks for what the source's does not";
            file.Alarm = _findings.Alarm(file, $"has what '{file.Counterpart!.Path}' of {context.SourceName} does not: {string.Join(", ", added.Take(5))}{(added.Count > 5 ? $" and {added.Count - 5} more" : "")}") with { Evidence = [("source", file.Counterpart.Path), ("added", added)] };
        }
        else
        {
            file.Origin = FileOrigin.Normalised;
            if (moved.Count > 0)
                file.Alarm = _findings.Alarm(file, $"has {string.Join(", ", moved)} than '{file.Counterpart!.Path}' of {context.SourceName}, as builds that publish another folder write") with { Severity = Severity.Info, Evidence = [("source", file.Counterpart.Path)] };
        }
    }

    /// <summary>Commands are made of what the project's own manifest says, and of nothing else.</summary>
    private void JudgeEntryPoints(ShippedFile file, ReadOnlyMemory<byte> bytes)
    {
        file.Origin = FileOrigin.Generated;
        var (added, isCertain) = EntryPoints.Added(context, bytes.Span);
        if (added.Count == 0)
            return;
        (file.Origin, file.Reason) = (FileOrigin.Unexplained, "has commands that the source's manifest does not");
        file.Alarm = _findings.Alarm(file, $"has what the manifests of {context.SourceName} do not: the {(added.Count == 1 ? "command" : "commands")} {string.Join(", ", added.Take(5).Select(name => $"'{name}'"))}") with { Severity = isCertain ? context.Stops : Severity.Medium, Evidence = [("added", added)] };
    }

    /// <summary>Cargo writes the manifest anew; a dependency that the author did not write is no part of that.</summary>
    private void JudgeCargo(ShippedFile file, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> source)
    {
        file.Origin = FileOrigin.Normalised;
        var added = CargoManifestDifference.Of(context, source, bytes);
        if (added.Count == 0)
            return;
        file.Origin = FileOrigin.Unexplained;
        file.Reason = "asks for what the source's does not";
        file.Alarm = _findings.Alarm(file, $"has what '{file.Counterpart!.Path}' of {context.SourceName} does not: the {(added.Count == 1 ? "dependency" : "dependencies")} {string.Join(", ", added.Take(5).Select(name => $"'{name}'"))}") with { Evidence = [("source", file.Counterpart.Path), ("added", added)] };
    }

    /// <summary>What tools write counts while there is nothing in it that such files do not have.</summary>
    private bool JudgeToolCode(ShippedFile file, ReadOnlySpan<byte> text, bool isInSource)
    {
        var isOfAutotools = GeneratedFiles.IsOfAutotools(file, context.Tree, context.Folder);
        // What stands in the source has to be what ships: only these are written anew.
        if (isInSource && (isOfAutotools || file.Path == "setup.py"))
            return false;
        if (isOfAutotools)
            return JudgeBuildScript(file, text);
        var alien = All(file, text);
        var reaching = GeneratedFiles.ReachingOf(file, text);
        if (alien.Marks == AlienMarks.None && alien.LongestLiteral == 0 && reaching is null)
        {
            file.Origin = FileOrigin.Generated;
            return true;
        }

        if (reaching is null || isInSource || context.IsDeclared(file))
            return false;
        file.Reason = "is named like what tools write, and does what they do not";
        file.Alarm = _findings.Alarm(file, $"is named like what tools write, but has '{reaching}', and {context.SourceName} does not have it{Told(alien)}") with { Evidence = [("word", reaching), .. EvidenceOf(alien)] };
        return true;
    }

    /// <summary>Of what comes with the build tools nothing is compared: so nothing may be in it that none of theirs does.</summary>
    private bool JudgeBuildScript(ShippedFile file, ReadOnlySpan<byte> text)
    {
        if (GeneratedFiles.IsRead(file) || context.IsDeclared(file) || BuildScript.OddIn(text, line => context.BuildLines.Contains(line)) is not var (line, what))
        {
            file.Origin = FileOrigin.Generated;
            return true;
        }

        file.Reason = "comes with the build tools, and does what none of theirs does";
        file.Alarm = _findings.Alarm(file, $"comes with the build tools, but {what}, which none of theirs does: {context.SourceName} does not have it") with { Line = line, Evidence = [("does", what)] };
        return true;
    }

    private void JudgeChanged(ShippedFile file, ReadOnlySpan<byte> text, ReadOnlySpan<byte> source)
    {
        if (Interpreters.AreAlike(text, source, out var body, out var sourceBody) && body.SequenceEqual(sourceBody))
        {
            file.Origin = FileOrigin.Normalised;
            return;
        }

        var difference = LineDifference.Of(source, text);
        if (IsNormalised(file, difference) || (CommentLines.WithoutBanner(file.Path, text) is var bare && bare.Length < text.Length && IsNormalised(file, LineDifference.Of(source, bare))))
        {
            file.Origin = FileOrigin.Normalised;
            return;
        }

        file.Reason = $"differs from the source in {difference.Added + difference.Removed} lines";
        var isMinified = text.Length > 1024 && text.Length / (text.Count((byte)'\n') + 1) > MinifiedLine;
        if (context.IsDeclared(file) || isMinified || !difference.IsAlike)
        {
            JudgeBuilt(file, text, source, difference);
        }
        else if (IsRebuilt(file, text, source, difference))
        {
            file.Origin = FileOrigin.Derived;
        }
        else if (!CodeFiles.IsDocument(file.Path))
        {
            file.Alarm = _findings.Changed(file, difference, Alien(file, text));
        }
    }

    /// <summary>Comments and empty lines, or the version or the commit put into a line that is otherwise the same: nothing that runs, and nothing that ran.</summary>
    private bool IsNormalised(ShippedFile file, LineDifference difference) =>
        difference.IsSame || (difference.Changes is { } changes && !difference.AddsToText && changes.Sum(change => change.Added.Count(line => !CommentLines.Is(file.Path, line))) <= MostStampedLines && changes.TrueForAll(change => IsStamp(file.Path, change)));

    /// <summary>Each line that was put in replaces one of the same place, and none is left out but comments.</summary>
    private bool IsStamp(string path, LineChange change)
    {
        var left = CommentLines.WithoutBlocks(path, change.Removed).FindAll(line => !CommentLines.Is(path, line));
        foreach (var line in change.Added)
        {
            if (CommentLines.Is(path, line))
                continue;
            var before = left.FindIndex(other => IsStampOf(line, other));
            if (before < 0)
                return false;
            left.RemoveAt(before);
        }

        return left.Count == 0;
    }

    private bool IsStampOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> before)
    {
        var version = ReleaseName.Of(context.Artifact).Version;
        if (line.Length > LongestStamp || !((version is { Length: > 2 } && line.IndexOf(Encoding.UTF8.GetBytes(version)) >= 0) || line.IndexOf(Encoding.ASCII.GetBytes(context.Revision.Commit.ToString())) >= 0))
            return false;
        var front = line.CommonPrefixLength(before);
        var back = 0;
        while (back < line.Length - front && back < before.Length - front && line[^(back + 1)] == before[^(back + 1)])
            back++;
        return line[front..^back].IndexOfAnyExcept(VersionBytes) < 0;
    }

    /// <summary>Another file in the place of one of the source: what a build made there, or what somebody put there.</summary>
    private void JudgeBuilt(ShippedFile file, ReadOnlySpan<byte> text, ReadOnlySpan<byte> source, LineDifference difference)
    {
        if (context.Words.IsCut)
        {
            file.Reason = NotTraced;
            return;
        }

        var (trace, alien) = (context.Words.Trace(text), Alien(file, text));
        var (isDeclared, isOdd) = (context.IsDeclared(file), alien.Weight >= 2 || alien.LongestLiteral > 0);
        var isMade = trace is { IsDerived: true, HasMany: true } && !context.IsOtherFile(file) && (CodeFiles.IsBuilt(file.Path) || SourceWords.OfOne(source).Trace(text).IsDerived || context.IsBuilt(file, source));
        if ((isDeclared || isMade) && !isOdd)
        {
            file.Origin = isDeclared ? FileOrigin.Generated : FileOrigin.Derived;
            file.Hint = isDeclared ? _findings.Undeclared(file, trace, alien) : _findings.Odd(file, trace, alien);
        }
        else if (trace.IsMixed && isOdd)
            file.Alarm = _findings.Mixed(file, trace.Share, alien);
        else if (!isDeclared && !CodeFiles.IsDocument(file.Path))
            file.Alarm = _findings.Changed(file, difference, alien) with { Severity = alien.IsNothing && context.IsBuilt(file, source) ? Severity.Medium : context.Stops };
    }

    /// <summary>A build's output that is in the repository is often older than the release: what was added has to be of the source.</summary>
    private bool IsRebuilt(ShippedFile file, ReadOnlySpan<byte> text, ReadOnlySpan<byte> source, LineDifference difference) =>
        !context.Words.IsCut && context.Words.Trace(difference.AddedText) is var trace && (trace.IsDerived || trace.Words == 0) && Alien(file, text).IsNothing && context.IsBuilt(file, source);

    private void JudgeNew(ShippedFile file, ReadOnlySpan<byte> text)
    {
        if (context.IsUnread(file))
        {
            file.Reason = "is in the source, but could not be read there";
            return;
        }

        var isDeclared = context.IsDeclared(file);
        if (!isDeclared && context.TellsAutomatic(file) is { } automatic)
        {
            file.Reason = "is run without being asked for, and not in the source";
            file.Alarm = _findings.Alarm(file, $"{automatic}, and {context.SourceName} does not have it{Told(All(file, text))}") with { Evidence = [.. EvidenceOf(All(file, text))] };
            return;
        }

        if (!isDeclared && CodeFiles.IsFetching(file.Path))
        {
            file.Alarm = _findings.Alarm(file, $"says where a package manager fetches from, and {context.SourceName} does not have it") with { Severity = Severity.Medium };
            return;
        }

        var trace = context.Words.Trace(text);
        var all = All(file, text);
        var alien = file.Entry.ContentKind == ContentKind.SourceMap || !file.IsCode ? null : all.Beyond(context.Words, text);
        if (trace.IsMixed && alien?.Weight >= 2)
            file.Alarm = _findings.Mixed(file, trace.Share, alien);
        else if (isDeclared)
            file.Origin = FileOrigin.Generated;
        else if (trace.Words == 0 && text.Length < LongestWordless && all.IsNothing)
            file.Origin = FileOrigin.Derived;
        else if (trace.IsDerived && alien is null or { Weight: 0 } && (trace.HasMany || all.Marks == AlienMarks.None) && (!IsStartupHook(file, text) || (trace.Share >= 1 && all.IsNothing)))
            file.Origin = FileOrigin.Derived;
        else if (file.IsCode)
            (file.NewCode, file.IsStartupHook, file.IsSmallAndOdd) = (all, IsStartupHook(file, text), text.Length < LongestSmall && alien?.Weight >= 2);
        file.ReachesOut = file.NewCode is not null && ReachesOut(file, text, all);
        if (alien is not null)
            file.Hint = isDeclared ? _findings.Undeclared(file, trace, alien) : trace is { IsDerived: true, HasMany: true } ? _findings.Odd(file, trace, alien) : null;
        if (context.Words.IsCut && file.Origin == FileOrigin.Unexplained)
            file.Reason = NotTraced;
    }

    private bool ReachesOut(ShippedFile file, ReadOnlySpan<byte> text, AlienContent all) =>
        CodeFiles.DialectOf(file.Path, text) is not null && !CodeFiles.IsTest(file.Path) && (all.Marks & (AlienMarks.Network | AlienMarks.Process)) != 0 && !context.Kinship.IsOfSource(text);

    private AlienContent Alien(ShippedFile file, ReadOnlySpan<byte> text) => All(file, text).Beyond(context.Words, text);

    private static AlienContent All(ShippedFile file, ReadOnlySpan<byte> text) => AlienContent.Of(text, CodeFiles.DialectOf(file.Path, text));

    /// <summary>Of a <c>.pth</c>, lines that begin with <c>import</c> are run (site module); the others are folders.</summary>
    private static bool IsStartupHook(ShippedFile file, ReadOnlySpan<byte> text) =>
        file.Path.EndsWith(".pth", StringComparison.Ordinal) && (text.StartsWith("import "u8) || text.StartsWith("import\t"u8) || text.IndexOf("\nimport "u8) >= 0 || text.IndexOf("\nimport\t"u8) >= 0);

    /// <summary>The literals of a program, which its reader restores: what they consist of tells where it comes from.</summary>
    public void JudgeStrings(ShippedFile program, ReadOnlySpan<byte> text)
    {
        if (program.Alarm is not null || program.Origin == FileOrigin.Generated || context.Words.IsCut)
            return;
        var (trace, alien) = (context.Words.Trace(text), AlienContent.Of(text, CodeDialect.None).Beyond(context.Words, text));
        if (trace.IsMixed && alien.Weight >= 2)
            program.Alarm = _findings.Mixed(program, trace.Share, alien);
        else if (trace is { IsDerived: true, HasMany: true } && alien.Weight == 0)
            program.Origin = FileOrigin.Derived;
    }
}
