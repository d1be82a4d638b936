using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sluice.Cli;

/// <summary>Adds examples and exit statuses to the help that the library writes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["sluice"] =
        [
            "sluice screen acme-cli-2.1.88.tgz         may this be published?",
            "sluice screen git:staged                  may this be committed?",
            "sluice explain exposure/source-map        why a rule fires and how to fix it",
        ],
        ["screen"] =
        [
            "sluice screen acme-cli-2.1.88.tgz                          one artifact",
            "sluice screen dist/*.whl dist/*.tar.gz                     several: the worst decides",
            "sluice screen --previous acme-2.1.87.tgz acme-2.1.88.tgz   sources given away before count as known",
            "sluice screen --registry npm=http://127.0.0.1:4873 a.tgz   held against its history of publishing",
            "docker save acme/app | sluice screen -                     an image on standard input",
            "sluice screen git:origin/main..HEAD                        what a push would add",
            "sluice screen --report console --report sarif=out.sarif x.tgz",
        ],
        ["diff"] = ["sluice diff acme-cli-2.1.87.tgz acme-cli-2.1.88.tgz"],
        ["learn"] = ["sluice learn old/*.tgz", "sluice learn acme-cli-2.1.88.tgz --profile .sluice/profile.json", "sluice learn --from-registry @acme/cli --last 20"],
        ["init"] =
        [
            "sluice init                       looks, shows a diff, asks",
            "sluice init --dry-run             shows the diff only",
            "sluice init --yes --hooks         everything, without asking",
            "sluice init --yes --ci none       no step for the CI system",
        ],
        ["hook"] = ["sluice hook install                            pre-commit and pre-push", "sluice hook install pre-receive --repo /srv/git/acme.git", "sluice hook uninstall"],
        ["install"] = ["sluice hook install", "sluice hook install --global                   every repository of this user", "sluice hook install pre-receive --repo /srv/git/acme.git"],
        ["uninstall"] = ["sluice hook uninstall"],
        ["run"] =
        [
            "sluice hook run pre-commit                                  what the hooks call",
            "git rev-parse HEAD | sed 's|.*|main & main 0000000000000000000000000000000000000000|' | sluice hook run pre-push origin",
        ],
        ["explain"] = ["sluice explain exposure/source-map", "sluice explain 3f2a9c41d0b7e655a1c2d3e4f5061728 --in report.json"],
        ["waive"] = ["sluice waive 3f2a9c41 acme-cli-2.1.88.tgz --reason 'test key, revoked' --expires 30d --ticket SEC-17"],
        ["rules"] = ["sluice rules list", "sluice rules show exposure/source-map"],
        ["import"] = ["sluice rules import .gitleaks.toml -o rules/imported.yaml"],
        ["eval"] =
        [
            "sluice policy eval \"'1.10.0'.split('.').map(n, int(n))\"",
            "sluice policy eval 'size > 10 * 1024 * 1024' --data facts.json",
            "sluice policy eval --batch cases.jsonl",
        ],
        ["policy check"] = ["sluice policy check policies/", "sluice policy check builtin:strict"],
        ["policy test"] = ["sluice policy test", "sluice policy test policies/house.yaml --min 90"],
        ["policy explain"] = ["sluice policy explain acme-cli-2.1.88.tgz", "sluice policy explain dist/ --policy policies/ --rule licence"],
        ["completion"] = ["eval \"$(sluice completion bash)\"", "sluice completion zsh > \"${fpath[1]}/_sluice\"", "sluice completion fish | source"],
    };

    private const string ExitStatuses = """
        Exit status:
          0  allow          may proceed (warnings may be shown)
          1  deny           must not proceed
          2  usage          the command line or the configuration is wrong
          3  indeterminate  part of it could not be screened; never counts as a pass
          4  hold           may proceed only after the approvals that policy asks for
        """;

    public static void Attach(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help)
                option.Action = new HelpWithExamples(help);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (Examples.TryGetValue(PathOf(command), out var examples) || Examples.TryGetValue(command.Name, out examples))
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }

        if (command is RootCommand || command.Name is "screen" or "run")
            output.WriteLine(ExitStatuses);
        return exitCode;
    }

    /// <summary>Two commands of one name, in different groups, have examples of their own.</summary>
    private static string PathOf(Command command) =>
        command is RootCommand ? "sluice" : command.Parents.FirstOrDefault() is Command and not RootCommand and var group ? $"{group.Name} {command.Name}" : command.Name;
}
