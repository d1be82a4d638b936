using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts.Repositories;
using Sluice.Reporting;
using Sluice.Waivers;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice waive FINDING TARGET --reason … --expires …</c></summary>
internal static class WaiveCommand
{
    private const int MinFingerprint = 6;

    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var finding = new Argument<string>("FINDING") { HelpName = "FINDING", Description = "The fingerprint of a finding (its first 6 characters are enough), or a rule's id where it has one finding." };
        finding.CompletionSources.Add(_ => Catalog.Rules.Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Id)));
        var target = new Argument<string>("TARGET") { Description = "What holds the finding, as for 'sluice screen'." };
        var words = new WordsBinding();
        var options = new ScreenOptionsBinding { IsOfReleases = true };
        var repository = new RepositoryBinding();
        var command = new Command("waive", "Records an exception: the finding does not count in these bytes until its last day, and stays in every report.") { finding, target };
        foreach (var option in words.All.Concat(repository.All).Concat(options.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            string[] names = [parsed.GetValue(target)!];
            var sources = Targets.Of(names, repository.Bind(parsed, surroundings, problems), surroundings, problems);
            var request = options.Bind(parsed, surroundings, names, problems);
            var said = words.Bind(parsed, surroundings, request.Now, problems);
            UsageException.ThrowIfAny(problems);
            var report = ReleaseCheck.Screen(sources[0], request.WithPublishedTexts(cancel) with { HashesAll = true }, cancel);
            var waivers = WaiverText.Of(Chosen(report, parsed.GetValue(finding)!).Finding, report.Artifact, said);
            Write(request.WaiversFile, waivers, request, surroundings);
            return ExitCode.Allow;
        });
        return command;
    }

    private static ReportedFinding Chosen(Report report, string word)
    {
        var isRule = word.Contains('/', StringComparison.Ordinal);
        if (!isRule && word.Length < MinFingerprint)
            throw new UsageException($"a fingerprint needs at least its first {MinFingerprint} characters");
        var found = report.Findings.Where(reported => reported.Finding.Waiver is null && (isRule ? reported.Finding.Rule.Id == word : reported.Fingerprint.StartsWith(word, StringComparison.Ordinal))).ToList();
        if (found.Count == 1)
            return found[0].Finding.Rule.Family == "waiver" ? throw new UsageException("what is wrong with a waiver is not waived: change the waiver") : found[0];
        var candidates = (found.Count > 0 ? found : report.Findings).Select(reported => SafeText.Of($"  {reported.Fingerprint}  {reported.Finding.Rule.Id}  {Words.PlaceOf(reported.Finding.Entry)}"));
        throw new UsageException([found.Count == 0 ? $"there is no finding '{word}' in {report.Target}; it has" : $"'{word}' is {found.Count} findings; name one by its fingerprint", .. candidates]);
    }

    private static void Write((string Name, string File) place, IReadOnlyList<string> waivers, ScreenRequest request, Surroundings surroundings)
    {
        try
        {
            var text = WaiverText.Append(place.Name, File.Exists(place.File) ? File.ReadAllText(place.File) : null, waivers);
            WaiverFile.Parse(place.Name, text, WaiversBinding.RulesOf(request.Options.Secrets, request.Options.Policies));
            Directory.CreateDirectory(Path.GetDirectoryName(place.File)!);
            File.WriteAllText(place.File, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write '{place.Name}': {e.Message}");
        }

        surroundings.Output.WriteLine($"added to {place.Name}:\n");
        foreach (var waiver in waivers)
            surroundings.Output.WriteLine(waiver);
        surroundings.Output.WriteLine("Have it reviewed like code.");
    }

    /// <summary>The options that say who accepts what and for how long.</summary>
    private sealed class WordsBinding
    {
        private readonly Option<string> _reason = new("--reason") { Description = "Why this may pass for now.", HelpName = "TEXT", Required = true };
        private readonly Option<string> _expires = new("--expires") { Description = $"The last day, or how long: 2027-01-31, 30d. At most {WaiverDetector.MaxDays} days ahead.", HelpName = "DAY", Required = true };
        private readonly Option<string> _owner = new("--owner") { Description = "Who answers for it; else git's user.email.", HelpName = "WHO" };
        private readonly Option<string> _ticket = new("--ticket") { Description = "Where it is followed up.", HelpName = "ID" };
        private readonly Option<string> _versions = new("--versions") { Description = "Only in these versions of the artifact: a range such as '>=2.1 <3'.", HelpName = "RANGE" };
        private readonly Option<string> _uses = new("--max-uses") { Description = "Findings that it covers at most in one screening.", HelpName = "N" };
        private readonly Option<bool> _anyContent = new("--any-content") { Description = "Whatever the bytes are. Else it is void once they change." };

        public IEnumerable<Option> All => [_reason, _expires, _owner, _ticket, _versions, _uses, _anyContent];

        public WaiverWords Bind(ParseResult parsed, Surroundings surroundings, DateTimeOffset now, List<string> problems)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var expires = DayOf(parsed.GetValue(_expires)!, today, problems);
            if (expires < today)
                problems.Add($"--expires: {parsed.GetValue(_expires)} is over");
            else if (expires > today.AddDays(WaiverDetector.MaxDays))
                problems.Add($"--expires: {parsed.GetValue(_expires)} is more than {WaiverDetector.MaxDays} days ahead");
            var owner = parsed.GetValue(_owner) ?? GitIdentity.EmailIn(new GitRepository(surroundings.Directory, IsNamed: false));
            if (string.IsNullOrWhiteSpace(owner))
                problems.Add("--owner: say who answers for it; git has no user.email here");
            if (string.IsNullOrWhiteSpace(parsed.GetValue(_reason)))
                problems.Add("--reason: say why this may pass for now");
            int? uses = null;
            if (parsed.GetValue(_uses) is { } text)
                uses = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
            if (parsed.GetValue(_uses) is not null && uses is null)
                problems.Add($"--max-uses takes a whole number above 0, not '{parsed.GetValue(_uses)}'");
            return new WaiverWords(owner ?? "", parsed.GetValue(_reason)!, expires) { Ticket = parsed.GetValue(_ticket), Versions = parsed.GetValue(_versions), MaxUses = uses, AnyContent = parsed.GetValue(_anyContent) };
        }

        private static DateOnly DayOf(string text, DateOnly today, List<string> problems)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000)
                return today.AddDays(days);
            problems.Add($"--expires: '{text}' is neither a day nor a number of days; write 2027-01-31 or 30d");
            return today;
        }
    }
}
