using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice screen TARGET…</c></summary>
public static class ScreenCommand
{
    public static Command Build(TextWriter output, TextWriter error)
    {
        var targets = new Argument<string[]>("TARGET") { Arity = ArgumentArity.OneOrMore };
        var report = new Option<string>("--report") { DefaultValueFactory = _ => "console" };
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("screen", "Opens what is about to ship or to be installed, finds what must not pass, decides, reports.") { targets, report, jobs };
        command.SetAction(parsed =>
        {
            var reports = new List<Report>();
            foreach (var target in parsed.GetValue(targets)!)
            {
                ArtifactSource source = Directory.Exists(target) ? new DirectorySource(target, target) : new FileSource(target, target);
                reports.Add(ReleaseCheck.Screen(source, new ScreenOptions { Jobs = parsed.GetValue(jobs) }, CancellationToken.None));
            }

            Catalog.ReportWriters.First(writer => writer.Format == parsed.GetValue(report)).Write(reports, new ReportStyle { IsPretty = true }, output);
            return ExitCode.Of(reports.Select(r => r.Decision));
        });
        return command;
    }
}
