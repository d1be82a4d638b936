using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Packages;
using Sluice.Profiles;
using Sluice.Registries;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice learn RELEASE…</c></summary>
internal static class LearnCommand
{
    private const int MostNews = 20;

    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var releases = new Argument<string[]>("RELEASE") { Arity = ArgumentArity.ZeroOrMore, Description = "A release that was approved: a file or a directory. Ordered by version where all have one that begins with a number." };
        var reviewed = new Option<bool>("--reviewed") { Description = "Somebody has read the profile, with these releases: what changes a little with each release is counted from here." };
        var approved = new Option<bool>("--approved") { Description = "Somebody looked at what the releases before these would stop, or the journal has as denied, and meant it: they teach, and the profile says so." };
        var merge = new Option<string[]>("--merge") { Description = "Also what another profile has learned, repeatable: after two branches did.", HelpName = "FILE" };
        var shown = new Option<string>("--as") { Description = "How messages call the profile: git merges copies under other names (%P is that of the file).", HelpName = "NAME" };
        var registry = new PublishedBinding();
        var binding = new ScreenOptionsBinding { IsLearning = true, IsOfReleases = true };
        var command = new Command("learn", "Learns from past releases what a safe one looks like here; writes the profile.") { releases, reviewed, approved, merge, shown };
        foreach (var option in registry.All.Concat(binding.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var words = parsed.GetValue(releases)!;
            var problems = new List<string>();
            var sources = Targets.Of(words, null, surroundings, problems);
            var request = binding.Bind(parsed, surroundings, words, problems);
            var (name, file) = request.ProfileFile;
            name = parsed.GetValue(shown) ?? name;
            var isNew = !File.Exists(file);
            var book = isNew ? new ProfileBook() : ProfileBinding.Read(name, file, ProfileBook.DefaultAlertBudget, problems);
            var fetched = registry.Bind(parsed, request.Options.Registries, surroundings, problems, cancel);
            var others = Others(parsed.GetValue(merge) ?? [], parsed.GetValue(shown), surroundings, problems);
            var isNothing = words.Length == 0 && fetched is null && others.Count == 0 && problems.Count == 0;
            if (isNothing && !parsed.GetValue(reviewed))
                problems.Add("name releases to learn from, or a package with --from-registry; or say --reviewed once the profile has been read");
            else if (isNothing && isNew)
                problems.Add($"there is no profile '{name}' that could have been read; learn from releases first");
            UsageException.ThrowIfAny(problems);
            // What was published is verified by its digest; how it was published is not what is learned.
            var options = request.Options with { Profiles = new ProfileBook(), Lookup = null, HashesAll = true };
            var published = new Dictionary<Artifact, PublishedVersion>(ReferenceEqualityComparer.Instance);
            var reports = ReleaseTeaching.InOrder([.. sources.Concat(fetched?.Invoke() ?? []).Select(source => Screen(source, options, published, cancel))]);
            var teaching = new ReleaseTeaching(book!, options.Policies) { IsApproved = parsed.GetValue(approved), Journal = request.Journal?.Entries ?? [], PublicationOf = release => published.GetValueOrDefault(release.Artifact) };
            others.ForEach(book!.Merge);
            var refused = Show(teaching.Teach(reports), surroundings);
            // What is learned first is new as a whole, and read as such.
            if (parsed.GetValue(reviewed) || isNew)
                book!.Review();
            var isChanged = refused.Count < reports.Count || parsed.GetValue(reviewed) || others.Count > 0;
            if (isChanged)
            {
                Write(name, file, book!);
                surroundings.Output.WriteLine($"{name}: {book!.Packages} {(book.Packages == 1 ? "package" : "packages")}; read the change of it before you commit it");
            }

            return isChanged && refused.Count == 0 ? ExitCode.Allow : Math.Max(ExitCode.Deny, ExitCode.Of(refused));
        });
        return command;
    }

    private static Report Screen(ArtifactSource source, ScreenOptions options, Dictionary<Artifact, PublishedVersion> published, CancellationToken cancel)
    {
        var report = ReleaseCheck.Screen(source, options, cancel);
        if (source is PublishedSource { Published: var version })
            published.Add(report.Artifact, version);
        return report;
    }

    /// <param name="shown">The name that they are to be called by; null for their own.</param>
    private static List<ProfileBook> Others(string[] files, string? shown, Surroundings surroundings, List<string> problems)
    {
        var books = new List<ProfileBook>();
        foreach (var file in files)
        {
            if (ProfileBinding.Read(shown is null ? file : $"{shown} of the other side", Path.Combine(surroundings.Directory, file), ProfileBook.DefaultAlertBudget, problems) is { } book)
                books.Add(book);
        }

        return books;
    }

    /// <summary>Says of each release what it taught, or why it did not.</summary>
    /// <returns>Those that did not.</returns>
    private static List<Report> Show(IReadOnlyList<Taught> releases, Surroundings surroundings)
    {
        foreach (var taught in releases)
        {
            if (taught.Lesson is { } lesson)
                Show(lesson, taught.Excepted, surroundings.Output);
            else
                surroundings.Error.WriteLine(SafeText.Of($"sluice: {taught.Release.Target} teaches nothing: {taught.Reason}"));
        }

        return [.. releases.Where(taught => taught.Lesson is null).Select(taught => taught.Release)];
    }

    private static void Show(Lesson lesson, IReadOnlyList<Finding> excepted, TextWriter output)
    {
        output.WriteLine(SafeText.Of($"{lesson.Package} {lesson.Version}{(lesson.IsNew ? "" : ": known already")}"));
        foreach (var news in lesson.News.Take(MostNews))
            output.WriteLine(SafeText.Of($"  + {news}"));
        if (lesson.News.Count > MostNews)
            output.WriteLine($"  and {lesson.News.Count - MostNews} more");
        foreach (var finding in lesson.IsNew ? excepted : [])
            output.WriteLine(SafeText.Of($"  - {finding.Rule.Id} in {finding.Entry.Path} is waived, and is not learned"));
    }

    /// <summary>In whole or not at all.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    private static void Write(string name, string file, ProfileBook book)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var temporary = file + ".new";
            File.WriteAllText(temporary, book.Write());
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the profile '{name}': {e.Message}");
        }
    }
}
