using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Artifacts.Repositories;
using Sluice.Cli.Gates;
using Sluice.Cli.Setup;
using Sluice.Configuration;
using Sluice.Projects;
using Sluice.Reporting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init [DIR]</c>: looks at a project and writes what it needs to be screened.</summary>
internal sealed class InitCommand(Surroundings surroundings)
{
    private const string None = "none";

    private readonly Lazy<TextReader> _input = new(() => new StreamReader(surroundings.Input()));

    public static Command Build(Surroundings surroundings)
    {
        var folder = new Argument<string>("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The project; else the current directory." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Writes without asking, with the safe answer where the project does not say." };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Shows what would be written and writes nothing." };
        var hooks = new Option<bool>("--hooks") { Description = "Also installs the git hooks, as 'sluice hook install' does." };
        var visibility = new Option<string>("--visibility") { Description = "May the world read the source? auto reads it off the project.", DefaultValueFactory = _ => "auto" };
        visibility.OfferWords("proprietary", "public", "auto");
        var pipeline = new Option<string>("--ci") { Description = "Which CI system gets a step; auto takes those that the project uses.", DefaultValueFactory = _ => "auto" };
        pipeline.OfferWords("auto", "github", "gitlab", "azure", None);
        var command = new Command("init", "Looks at the project and writes sluice.yaml, a starter policy with its test, ignore lines and a CI step. Shows a diff first; overwrites nothing.") { folder, yes, dryRun, hooks, visibility, pipeline };
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            var asked = new Wishes(parsed.GetValue(yes), parsed.GetValue(dryRun), parsed.GetValue(hooks), visibility.WordOf(parsed, problems)!, pipeline.WordOf(parsed, problems)!);
            var path = surroundings.Full(parsed.GetValue(folder) ?? ".");
            if (!Directory.Exists(path))
                problems.Add($"there is no directory '{parsed.GetValue(folder)}'");
            UsageException.ThrowIfAny(problems);
            return new InitCommand(surroundings).Run(path, asked);
        });
        return command;
    }

    private int Run(string folder, Wishes wishes)
    {
        var project = Project.In(folder);
        Describe(project);
        var plan = SetupPlan.Of(project, new SetupChoices(VisibilityOf(project, wishes, out var reason), reason, PipelinesOf(project, wishes)));
        foreach (var kept in plan.Kept)
            Say($"{kept} is there and stays as it is");
        if (plan.Files.Count > 0)
        {
            if (!Write(plan, wishes))
                return ExitCode.Allow;
        }
        else
        {
            Say("there is nothing to write");
        }

        foreach (var note in plan.Notes)
            Say(note);
        if (!wishes.DryRun)
            OfferHooks(folder, wishes, plan.Files.Count > 0);
        return ExitCode.Allow;
    }

    private void Describe(Project project)
    {
        foreach (var package in project.Published)
            Say($"releases  {package.Ecosystem} {package.Name ?? "(a name that the build gives)"} ({package.File}): {Told(package.Visibility)}, {package.Reason}");
        foreach (var package in project.Packages.Where(package => !package.IsPublished))
            Say($"keeps     {package.Ecosystem} {package.Name} ({package.File}): {package.Withheld}");
        if (project.Packages.Count == 0)
            Say("releases  nothing that is known here; whatever you publish is screened by its content all the same");
        foreach (var pipeline in project.Pipelines)
            Say($"built by  {pipeline.Name} ({pipeline.File}){(pipeline.HasStep ? "" : "; there is no step for it here: let it run 'sluice screen FILE' between packing and publishing")}");
        if (project.Infrastructure is { } file)
            Say($"sets up   infrastructure ({file})");
        foreach (var unread in project.Unread)
            Say($"unread    {unread}");
        if (!project.Tree.IsComplete)
            Say("unread    there are more files, or deeper ones, than were looked at");
        if (ProjectConfiguration.FindFile(project.Tree.Folder) is { } above && Path.GetDirectoryName(above) != project.Tree.Folder)
            Say($"note      {above} serves this folder now; a sluice.yaml here takes its place");
    }

    private static string Told(Visibility? visibility) => visibility switch { Visibility.Public => "public", Visibility.Proprietary => "proprietary", _ => "not known whether public" };

    private Visibility? VisibilityOf(Project project, Wishes wishes, out string reason)
    {
        if (wishes.Visibility != "auto")
        {
            reason = "Said on the command line.";
            return wishes.Visibility == "public" ? Visibility.Public : Visibility.Proprietary;
        }

        var (visibility, isMixed, why) = project.Judge();
        reason = $"Read off the project: {YamlWord.Comment(why)}.";
        if (visibility is not null || isMixed)
            return visibility;
        if (!wishes.Yes && !wishes.DryRun && surroundings.IsInputTerminal && !project.Tree.Has(ProjectConfiguration.FileName))
        {
            var isPublic = Ask("Nothing says so: may the world read the source of this project?");
            reason = "Answered when this was written.";
            return isPublic ? Visibility.Public : Visibility.Proprietary;
        }

        reason = "Nothing in the project says so; proprietary is the safe assumption.";
        return Visibility.Proprietary;
    }

    private static IReadOnlyList<string> PipelinesOf(Project project, Wishes wishes) => wishes.Pipeline switch
    {
        None => [],
        "auto" => [.. project.Pipelines.Where(pipeline => pipeline.HasStep).Select(pipeline => pipeline.Id)],
        var system => [system],
    };

    /// <returns>False when nothing was written.</returns>
    private bool Write(SetupPlan plan, Wishes wishes)
    {
        surroundings.Output.WriteLine();
        foreach (var line in plan.Files.SelectMany(file => file.Diff()))
            surroundings.Output.WriteLine(SafeText.Of(line));
        surroundings.Output.WriteLine();
        if (wishes.DryRun)
        {
            Say("nothing was written; without --dry-run it is");
            return true;
        }

        if (!wishes.Yes && !surroundings.IsInputTerminal)
            throw new UsageException("nobody is there to ask; run 'sluice init --yes' to write this, or 'sluice init --dry-run' to look at it");
        if (!wishes.Yes && !Ask($"Write {(plan.Files.Count == 1 ? "this file" : $"these {plan.Files.Count} files")}?"))
        {
            Say("nothing was written");
            return false;
        }

        plan.Write();
        foreach (var file in plan.Files)
            Say(file.Before is null ? $"wrote {file.Path}" : $"added to {file.Path}");
        Say("next: 'sluice policy test', and 'sluice screen FILE' on what you publish");
        return true;
    }

    /// <param name="isFirst">Something was written: who runs it again was asked before.</param>
    private void OfferHooks(string folder, Wishes wishes, bool isFirst)
    {
        if (!wishes.Hooks && (wishes.Yes || !isFirst || !surroundings.IsInputTerminal))
            return;
        var repository = new GitRepository(folder, IsNamed: true);
        if (!repository.IsThere)
        {
            if (wishes.Hooks)
                throw new UsageException("--hooks: this is no git repository; run 'git init' first");
            return;
        }

        if (wishes.Hooks || Ask("Screen every commit and push with git hooks?"))
            HookCommand.Install(repository, surroundings);
    }

    private bool Ask(string question)
    {
        surroundings.Output.Write($"{question} [y/N] ");
        surroundings.Output.Flush();
        return _input.Value.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private void Say(string line) => surroundings.Output.WriteLine(SafeText.Of(line));

    private sealed record Wishes(bool Yes, bool DryRun, bool Hooks, string Visibility, string Pipeline);
}
