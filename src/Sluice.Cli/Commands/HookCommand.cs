using System.CommandLine;
using Sluice.Artifacts.Repositories;
using Sluice.Cli.Gates;
using Sluice.Policies;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice hook install|uninstall|run</c></summary>
internal static class HookCommand
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel) =>
        new("hook", "Git hooks that screen just what is about to leave.") { BuildInstall(surroundings), BuildUninstall(surroundings), BuildRun(surroundings, cancel) };

    /// <summary>The usual hooks of a repository.</summary>
    public static int Install(GitRepository repository, Surroundings surroundings) => Install(Hooks(null, repository), repository, isForced: false, surroundings);

    private static Command BuildInstall(Surroundings surroundings)
    {
        var (hooks, repository) = (HooksArgument(), RepositoryBinding.Option());
        var force = new Option<bool>("--force") { Description = "Also where core.hooksPath serves all repositories of this user or machine." };
        var global = new Option<bool>("--global") { Description = "For every repository of this user, by core.hooksPath; their own hooks run first." };
        var command = new Command("install", "Installs hooks in front of those that are there, which go on running.") { hooks, repository, force, global };
        command.SetAction(parsed =>
        {
            var target = RepositoryBinding.RepositoryOf(parsed.GetValue(repository), surroundings);
            if (parsed.GetValue(global))
                return Act(() => surroundings.Output.WriteLine(new GlobalHooks(target, GlobalHooks.FolderOf(surroundings), Environment.ProcessPath).Install()));
            return Install(Hooks(parsed.GetValue(hooks), target), target, parsed.GetValue(force), surroundings);
        });
        return command;
    }

    private static Command BuildUninstall(Surroundings surroundings)
    {
        var (hooks, repository) = (HooksArgument(), RepositoryBinding.Option());
        var global = new Option<bool>("--global") { Description = "Those for every repository of this user." };
        var command = new Command("uninstall", "Takes the hooks out and puts back what was there before.") { hooks, repository, global };
        command.SetAction(parsed =>
        {
            var target = RepositoryBinding.RepositoryOf(parsed.GetValue(repository), surroundings);
            if (parsed.GetValue(global))
                return Act(() => surroundings.Output.WriteLine(new GlobalHooks(target, GlobalHooks.FolderOf(surroundings), null).Uninstall()));
            var folder = HookInstallation.FolderOf(target, isForced: true);
            var husky = target.TopLevel is { } top ? HuskyInstallation.In(top, folder) : null;
            var installation = new HookInstallation(folder, null);
            return Each(parsed.GetValue(hooks) is { Length: > 0 } asked ? asked : HookInstallation.Names, husky is null ? installation.Uninstall : husky.Uninstall, surroundings);
        });
        return command;
    }

    private static int Install(string[] hooks, GitRepository repository, bool isForced, Surroundings surroundings)
    {
        // Where husky is used it sets core.hooksPath, sooner or later: what stood elsewhere would be passed by.
        if (repository.TopLevel is { } top)
        {
            if (HuskyInstallation.In(top, repository.PathOf("hooks")) is { } husky)
                return Each(hooks, husky.Install, surroundings);
            if (HookFramework.In(top) is { } framework)
                return Entrust(framework, hooks, surroundings);
        }

        return Each(hooks, new HookInstallation(HookInstallation.FolderOf(repository, isForced), Environment.ProcessPath).Install, surroundings);
    }

    /// <exception cref="UsageException">The file of the framework lacks an entry: it says which.</exception>
    private static int Entrust(HookFramework framework, string[] hooks, Surroundings surroundings)
    {
        var missing = hooks.Where(hook => !framework.Runs(hook)).ToList();
        foreach (var hook in hooks.Except(missing))
            surroundings.Output.WriteLine(Reporting.SafeText.Of($"{hook} is in place: {framework.Name} runs it, by {surroundings.Shown(framework.File)}"));
        if (missing.Count == 0)
            return ExitCode.Allow;
        foreach (var hook in missing)
            surroundings.Output.WriteLine(framework.Entry(hook));
        throw new UsageException($"{framework.Name} runs the hooks of this repository and would write over ours, so nothing was installed; add the above to {surroundings.Shown(framework.File)}");
    }

    private static Command BuildRun(Surroundings surroundings, CancellationToken cancel)
    {
        var hook = new Argument<string>("HOOK") { HelpName = "HOOK", Description = $"{string.Join(", ", HookInstallation.Names)}." };
        hook.AcceptOnlyFromAmong(HookInstallation.Names);
        var arguments = new Argument<string[]>("ARGUMENT") { Arity = ArgumentArity.ZeroOrMore, Description = "What git gives the hook: for pre-push the remote's name and address." };
        var repository = RepositoryBinding.Option();
        // Whoever commits reads standard error; a server sends both to whoever pushes.
        var aside = surroundings with { Output = surroundings.Error, IsOutputTerminal = surroundings.IsErrorTerminal };
        var (binding, reports) = (new ScreenOptionsBinding(), new ReportBinding());
        var command = new Command("run", "Screens what git is about to commit, push or receive. Says nothing when there is nothing to say.") { hook, arguments, repository };
        foreach (var option in binding.All.Concat(reports.All))
            command.Add(option);
        command.SetAction(parsed =>
        {
            var problems = new List<string>();
            var outlets = reports.Bind(parsed, aside, problems);
            var request = binding.Bind(parsed, surroundings, [], problems);
            UsageException.ThrowIfAny(problems);
            using var input = new StreamReader(surroundings.Input());
            var source = new HookTarget(RepositoryBinding.RepositoryOf(parsed.GetValue(repository), surroundings), input, surroundings.Variable).Of(parsed.GetValue(hook)!, parsed.GetValue(arguments) ?? []);
            if (source is null)
                return ExitCode.Allow;
            var report = ReleaseCheck.Screen(source, request.WithPublishedTexts(cancel), cancel);
            if (report.Decision != Decision.Allow || report.Findings.Any(finding => finding.Action > PolicyAction.Allow))
                outlets.Write([report], request.Now);
            request.Record([report], surroundings);
            return ExitCode.Of(report.Decision);
        });
        return command;
    }

    private static Argument<string[]> HooksArgument()
    {
        var hooks = new Argument<string[]>("HOOK") { Arity = ArgumentArity.ZeroOrMore, Description = "pre-commit and pre-push in a work tree, pre-receive in a bare repository, unless named." };
        hooks.AcceptOnlyFromAmong(HookInstallation.Names);
        return hooks;
    }

    private static string[] Hooks(string[]? asked, GitRepository repository) =>
        asked is { Length: > 0 } ? asked : repository.IsBare ? ["pre-receive"] : ["pre-commit", "pre-push"];

    private static int Each(IEnumerable<string> hooks, Func<string, string> act, Surroundings surroundings) => Act(() =>
    {
        foreach (var hook in hooks)
            surroundings.Output.WriteLine(Reporting.SafeText.Of(act(hook)));
    });

    private static int Act(Action act)
    {
        try
        {
            act();
            return ExitCode.Allow;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the folder of hooks cannot be changed: {e.Message}");
        }
    }
}
