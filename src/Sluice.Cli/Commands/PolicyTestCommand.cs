using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts;
using Sluice.Configuration;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy test [PATH…]</c>: asks policies what they make of the cases beside them.</summary>
internal sealed class PolicyTestCommand(Surroundings surroundings, CancellationToken cancel)
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, Policy?> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyInput> _screened = new(StringComparer.Ordinal);
    private readonly Dictionary<Policy, PolicyCoverage> _coverage = [];
    private int _failed;

    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var paths = new PolicyPaths();
        var coverage = new Option<bool>("--coverage") { Description = "Also tell which conditions of the policies were seen both true and false, and which parts of expressions were evaluated." };
        var least = new Option<string>("--min") { HelpName = "PERCENT", Description = "Fail when a policy has less of its branches or nodes covered; means --coverage." };
        var command = new Command("test", "Runs the tests of policies: every NAME.test.yaml beside a policy NAME.yaml.") { paths.Argument, paths.Option, coverage, least };
        command.SetAction(parsed =>
        {
            var test = new PolicyTestCommand(surroundings, cancel);
            var (names, folder, _) = paths.Bind(parsed, surroundings, test._problems);
            var percent = test.PercentOf(parsed.GetValue(least));
            return test.Run(names, folder, parsed.GetValue(coverage) || percent is not null, percent ?? 0);
        });
        return command;
    }

    private int? PercentOf(string? text)
    {
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100)
            return percent;
        _problems.Add($"--min takes a whole number up to 100, not '{text}'");
        return null;
    }

    private int Run(IReadOnlyList<string> names, string folder, bool withCoverage, int least)
    {
        var files = FilesOf(names, folder);
        var suites = files.Select(Read).OfType<PolicyTestSuite>().ToList();
        // What nobody tests counts, too.
        foreach (var file in withCoverage ? names.SelectMany(name => PolicyFiles.Of(name, folder)).Where(file => !IsTest(file)) : [])
            Cover(Policy(file));
        UsageException.ThrowIfAny(_problems);
        foreach (var suite in suites)
            Run(suite);
        var cases = suites.Sum(suite => suite.Cases.Count);
        surroundings.Output.WriteLine($"{cases} {(cases == 1 ? "case" : "cases")}: {cases - _failed} passed, {_failed} failed");
        var isCovered = !withCoverage || TellCoverage(least);
        return _failed == 0 && isCovered ? ExitCode.Allow : ExitCode.Deny;
    }

    private List<string> FilesOf(IReadOnlyList<string> names, string folder)
    {
        var files = new List<string>();
        foreach (var name in names.Where(name => !PolicyPaths.IsBuiltIn(name)))
        {
            var path = Path.GetFullPath(name, folder);
            if (Directory.Exists(path))
                files.AddRange(Directory.EnumerateFiles(path, "*" + PolicyFiles.TestEnding, SearchOption.AllDirectories).Order(StringComparer.Ordinal));
            else if (!File.Exists(path))
                _problems.Add($"there is no file or folder '{name}'");
            else if (IsTest(path))
                files.Add(path);
            else if (Path.ChangeExtension(path, null) + PolicyFiles.TestEnding is var beside && File.Exists(beside))
                files.Add(beside);
        }

        if (files.Count == 0 && _problems.Count == 0)
            _problems.Add("there are no tests to run; write NAME.test.yaml beside a policy NAME.yaml");
        return [.. files.Distinct()];
    }

    private static bool IsTest(string file) => file.EndsWith(PolicyFiles.TestEnding, StringComparison.Ordinal);

    private PolicyTestSuite? Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            return PolicyTestSuite.Parse(surroundings.Shown(file), File.ReadAllText(file), name => Named(name, folder), name => Path.Exists(Path.GetFullPath(name, folder)));
        }
        catch (ConfigurationException e)
        {
            _problems.AddRange(e.Problems.Select(problem => problem.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"cannot read '{surroundings.Shown(file)}': {e.Message}");
        }

        return null;
    }

    /// <exception cref="ConfigurationException">The policy is there and wrong; its problems are told already.</exception>
    private Policy? Named(string name, string folder)
    {
        var path = PolicyPaths.IsBuiltIn(name) ? name : Path.GetFullPath(name, folder);
        return Policy(path) ?? (File.Exists(path) ? throw new ConfigurationException([]) : null);
    }

    /// <summary>The policy of a full path or a built-in name, each read once; null when it is not there. Of one that is wrong, the problems are told once.</summary>
    private Policy? Policy(string name)
    {
        if (_policies.TryGetValue(name, out var known))
            return known;
        if (PolicyPaths.IsBuiltIn(name) || !File.Exists(name))
            return _policies[name] = BuiltInPolicies.Find(name);
        var read = PolicyFiles.Read([name], surroundings.Directory, surroundings.Shown, _problems);
        return _policies[name] = read is [var policy] ? policy : null;
    }

    private void Run(PolicyTestSuite suite)
    {
        foreach (var test in suite.Cases)
        {
            cancel.ThrowIfCancellationRequested();
            var now = surroundings.Clock.GetUtcNow();
            var differences = PolicyTestRun.DifferencesOf(suite.Policy, test, InputOf(suite, test, now), now, Cover(suite.Policy));
            _failed += differences.Count > 0 ? 1 : 0;
            surroundings.Output.WriteLine(SafeText.Of($"{(differences.Count == 0 ? "ok  " : "FAIL")}  {suite.File}:{test.Line}: {test.Name}"));
            foreach (var difference in differences)
                surroundings.Output.WriteLine(SafeText.Of("      " + difference));
        }
    }

    /// <summary>What was or is screened; null where the facts are all there is.</summary>
    private PolicyInput? InputOf(PolicyTestSuite suite, PolicyTestCase test, DateTimeOffset now) =>
        test.Artifact is { } artifact ? Screen(suite, artifact, now) : test.Report is { } report ? Recorded(suite, report) : null;

    private PolicyInput Recorded(PolicyTestSuite suite, string report)
    {
        var read = RecordedReports.Read(Path.GetFullPath(report, Path.GetDirectoryName(surroundings.Full(suite.File))!), surroundings, null, _problems);
        if (read.Count != 1)
            _problems.Add(read.Count == 0 ? $"'{report}' is not a JSON report of sluice screen" : $"'{report}' holds {read.Count} reports; one is expected");
        UsageException.ThrowIfAny(_problems);
        return read[0].Input;
    }

    private PolicyInput Screen(PolicyTestSuite suite, string artifact, DateTimeOffset now)
    {
        var path = Path.GetFullPath(artifact, Path.GetDirectoryName(surroundings.Full(suite.File))!);
        // What a policy about files finds is its own.
        var key = suite.Policy.IsOfFiles ? $"{path}\n{suite.File}" : path;
        if (_screened.TryGetValue(key, out var known))
            return known;
        ArtifactSource source = Directory.Exists(path) ? new DirectorySource(path, artifact) : new FileSource(path, artifact);
        var options = new ScreenOptions { Now = now, Clock = surroundings.Clock, Jobs = Environment.ProcessorCount };
        var report = ReleaseCheck.Screen(source, suite.Policy.IsOfFiles ? PolicyTestRun.OptionsFor(suite.Policy, options, Cover(suite.Policy)) : options, cancel);
        return _screened[key] = new PolicyInput(report.Artifact, [.. report.Findings.Select(finding => finding.Finding)], report.Faults) { Now = now };
    }

    private PolicyCoverage? Cover(Policy? policy)
    {
        if (policy is null)
            return null;
        if (!_coverage.TryGetValue(policy, out var coverage))
            _coverage[policy] = coverage = new PolicyCoverage(policy);
        return coverage;
    }

    private static string Share(string what, int covered, int all) => $"{PolicyCoverage.PercentOf(covered, all)} % of {what} ({covered} of {all})";

    /// <summary>False when one is covered too little.</summary>
    private bool TellCoverage(int least)
    {
        foreach (var coverage in _coverage.Values)
        {
            var verdict = coverage.Percent < least ? $", below {least} %" : "";
            surroundings.Output.WriteLine(SafeText.Of($"{coverage.Policy.Name}: {Share("branches", coverage.BranchesCovered, coverage.Branches)}, {Share("nodes", coverage.NodesCovered, coverage.Nodes)}{verdict}"));
            foreach (var missing in coverage.Missing)
                surroundings.Output.WriteLine(SafeText.Of("      " + missing));
        }

        return _coverage.Values.All(coverage => coverage.Percent >= least);
    }
}
