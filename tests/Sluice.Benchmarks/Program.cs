// Measures sluice as a whole process against tools that only read the same bytes, in turn, in the same run.
//   dotnet run -c Release --project tests/Sluice.Benchmarks [-- --write] [--runs N] [--only NAME]
//   dotnet run -c Release --project tests/Sluice.Benchmarks -- engine [--write] [--runs N]
//   dotnet run -c Release --project tests/Sluice.Benchmarks -- engine --hostile [COUNT [PART OF THE NAME]]
//   dotnet run -c Release --project tests/Sluice.Benchmarks -- policy [--write] [--runs N]
//   dotnet run -c Release --project tests/Sluice.Benchmarks -- history --cache DIR [--set NAME] [--quick | --write]
// "history" evaluates profiles over real releases, which npm fetches into the cache: docs/profile-evaluation.md and the survey of the program.
// --write puts the table into docs/performance.md. "engine" measures the search for secrets alone, "policy" the rules of policies.
// "--quick" leaves out the changes that are made to releases, which take most of the time. "engine --hostile" lists the slowest of the texts that are made to slow the search down.
using System.Globalization;
using Sluice.Benchmarks;

if (args is ["screen", var mode, var target])
{
    EngineFigures.Screen(target, searches: mode == "secrets");
    return;
}

if (args is ["engine", "--hostile", ..])
{
    var count = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 40;
    foreach (var line in HostileFigures.Slowest(count, args.ElementAtOrDefault(3)))
        Console.WriteLine(line);
    return;
}

if (args.Contains("history"))
{
    // "--set NAME" takes one set of packages alone.
    var set = args.SkipWhile(arg => arg != "--set").Skip(1).FirstOrDefault();
    var packages = PackageHistory.Read(Checkout.Root).Where(package => set is null || package.Set == set).ToList();
    var cache = args.SkipWhile(arg => arg != "--cache").Skip(1).First();
    PackageHistory.Fetch(packages, cache);
    var figures = new HistoryFigures([.. packages.Select(package => new HistoryCase(package, cache))]);
    var evaluation = figures.Evaluation(withChanges: !args.Contains("--quick") || args.Contains("--write"));
    Console.Write(evaluation);
    if (args.Contains("--write"))
    {
        var survey = Path.Combine(Checkout.Root, "src", "Sluice.Core", "Profiles", "survey.txt");
        File.WriteAllText(survey, figures.SurveyText(File.ReadLines(survey).First()));
        File.WriteAllText(Path.Combine(Checkout.Root, "docs", "profile-evaluation.md"), evaluation);
    }

    return;
}

var runs = args.SkipWhile(arg => arg != "--runs").Skip(1).Select(int.Parse).FirstOrDefault(5);
var only = args.SkipWhile(arg => arg != "--only").Skip(1).FirstOrDefault();
var root = Checkout.Root;
var sluice = Checkout.Build(root);
var scratch = Directory.CreateTempSubdirectory("sluice-bench-").FullName;
try
{
    var note = string.Create(CultureInfo.InvariantCulture, $"{runs} runs each, in turn, after one warm-up; medians; {Environment.ProcessorCount} cores.");
    if (args.Contains("engine"))
    {
        Tell("engine", EngineFigures.Heading, EngineFigures.All(root, scratch, sluice, runs));
        return;
    }

    if (args.Contains("policy"))
    {
        Tell("policy", PolicyFigures.Heading, PolicyFigures.All(root, scratch, runs));
        return;
    }

    Tell("figures", Comparison.Heading, Comparison.All(root, scratch)
        .Where(comparison => only is null || comparison.Name.StartsWith(only, StringComparison.Ordinal))
        .Select(comparison => comparison.Measure(sluice, runs)));

    void Tell(string table, string heading, IEnumerable<string> measured)
    {
        var rows = new List<string>();
        foreach (var row in measured)
        {
            rows.Add(row);
            Console.WriteLine(row);
        }

        if (args.Contains("--write"))
            Checkout.WriteTable(root, table, note, heading, rows);
    }
}
finally
{
    Directory.Delete(scratch, recursive: true);
}
