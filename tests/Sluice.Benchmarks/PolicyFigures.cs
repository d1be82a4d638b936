using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Cel;

namespace Sluice.Benchmarks;

/// <summary>Evaluation of typical rules in process, against the npm engine on the same rules and data, in turn; costs are counted.</summary>
internal static class PolicyFigures
{
    public const string Heading = "| rule, data of 100 elements | time | allocated | npm engine | ratio |\n| --- | --- | --- | --- | --- |";

    private const int Elements = 100;
    private static readonly JsonSerializerOptions NameCase = new(JsonSerializerDefaults.Web);

    public static IEnumerable<string> All(string root, string scratch, int runs)
    {
        var folder = Path.Combine(root, "tests/real/cel-engine");
        MeasuredProcess.Run("npm", ["ci", "--prefix", folder, "--ignore-scripts", "--loglevel", "error"]);
        var (rules, data) = (Path.Combine(folder, "rules.json"), Path.Combine(scratch, "data.json"));
        File.WriteAllText(data, Data().ToJsonString());
        var (ours, theirs) = (new List<Figures>(), new List<Figures>());
        for (var run = 0; run < runs; run++)
        {
            ours.Add(Measure(rules, data));
            theirs.Add(MeasurePeer(Path.Combine(folder, "measure.mjs"), rules, data));
        }

        foreach (var rule in ours[0].Rules.Keys)
        {
            var (mine, other) = (ours[0].Rules[rule], theirs[0].Rules[rule]);
            if (mine.Result != other.Result)
                throw new InvalidOperationException($"{rule}: the engines differ, {mine.Result} and {other.Result}");
            yield return Row(rule, Median(ours, figures => figures.Rules[rule].Nanoseconds), $"{mine.Bytes} B", Median(theirs, figures => figures.Rules[rule].Nanoseconds));
        }

        yield return Row("to compile all nine", Median(ours, figures => figures.CompileMilliseconds) * 1e6, "", Median(theirs, figures => figures.CompileMilliseconds) * 1e6);
        var decision = new DecisionFigure(scratch);
        yield return $"| {DecisionFigure.What} | {Time(TimeOf(() => decision.Decide()))} | | | |";
    }

    private static Figures Measure(string rules, string data)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(rules))!;
        using var json = JsonDocument.Parse(File.ReadAllText(data));
        var environment = new CelEnvironment(new CelEnvironmentOptions { Variables = [.. json.RootElement.EnumerateObject().Select(member => new CelVariable(member.Name, CelType.Dyn))] });
        var bindings = environment.NewBindings();
        foreach (var member in json.RootElement.EnumerateObject())
            bindings[member.Name] = CelJson.Read(member.Value);
        var figures = texts.ToDictionary(rule => rule.Key, rule => Measure(environment.Compile(rule.Value).Require(), bindings));
        return new Figures(figures, TimeOf(() => Array.ForEach([.. texts.Values], text => environment.Compile(text).Require())) / 1e6);
    }

    private static Figure Measure(CelProgram program, CelActivation bindings)
    {
        var time = TimeOf(() => program.Evaluate(bindings));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = program.Evaluate(bindings);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Figure(result.Value.IsTrue, time, bytes);
    }

    /// <returns>Nanoseconds, the median of batches that take at least 20 ms each.</returns>
    private static double TimeOf(Action action)
    {
        double Run(int count)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                action();
            return Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        }

        var count = 1;
        while (Run(count) < 20e6)
            count *= 2;
        // The runtime compiles what is hot anew in the background, in more than one step.
        for (var warm = 0; warm < 5; warm++)
        {
            Thread.Sleep(100);
            Run(count);
        }

        return Median(Enumerable.Range(0, 15).Select(_ => Run(count) / count));
    }

    private static Figures MeasurePeer(string program, string rules, string data)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [program, rules, data]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<Figures>(output, NameCase)! : throw new InvalidOperationException("node failed");
    }

    private static double Median(IEnumerable<Figures> figures, Func<Figures, double> figure) => Median(figures.Select(figure));

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static string Row(string what, double ours, string bytes, double theirs) =>
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {Time(ours)} | {bytes} | {Time(theirs)} | {theirs / ours:0.0} |");

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.00} ms"),
    };

    /// <summary>A release with 100 of everything, none of which breaks a rule early.</summary>
    private static JsonObject Data()
    {
        static JsonArray Make(Func<int, JsonNode> element) => [.. Enumerable.Range(0, Elements).Select(element)];
        string[] licences = ["MIT", "ISC", "BSD-3-Clause", "Apache-2.0"];
        return new JsonObject
        {
            ["artifact"] = new JsonObject
            {
                ["name"] = "keyword-99",
                ["kind"] = "npm",
                ["size"] = 1_234_567,
                ["repository"] = "git+ssh:acme/tool-99",
                ["built"] = "2026-11-20T10:00:00Z",
                ["keywords"] = Make(i => $"keyword-{i}"),
            },
            ["findings"] = Make(i => new JsonObject { ["rule"] = $"family/rule-{i}", ["severity"] = i % 10 == 0 ? "high" : "low", ["component"] = $"component-{i % 20}" }),
            ["components"] = Make(i => new JsonObject { ["name"] = $"component-{i}", ["licenses"] = new JsonArray(licences[i % 4]), ["purl"] = $"pkg:npm/component-{i}@{i % 7}.{i}.0" }),
            ["provenance"] = new JsonObject
            {
                ["builder"] = "ci://builder/release",
                ["level"] = 3,
                ["materials"] = Make(i => new JsonObject { ["uri"] = $"git+ssh:acme/tool-{i}", ["digest"] = $"sha256:{i:x64}" }),
            },
            ["approvals"] = Make(i => new JsonObject { ["by"] = $"user-{i}", ["role"] = i % 30 == 0 ? "release" : "review", ["at"] = $"2026-11-{i % 28 + 1:00}T08:00:00Z" }),
            ["files"] = Make(i => new JsonObject { ["path"] = $"lib/module-{i}.js", ["size"] = 1000 + i }),
        };
    }

    private sealed record Figures(Dictionary<string, Figure> Rules, double CompileMilliseconds);

    private sealed record Figure(bool Result, double Nanoseconds, long Bytes);
}
