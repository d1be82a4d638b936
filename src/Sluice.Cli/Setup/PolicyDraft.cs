using System.Text;
using Sluice.Projects;

namespace Sluice.Cli.Setup;

/// <summary>The policy that a project starts with, and the test that belongs to it: what is released is what was meant to be.</summary>
internal static class PolicyDraft
{
    public const string Stem = "release";
    public const string FileName = Stem + ".yaml";
    public const string TestFileName = Stem + ".test.yaml";

    private const int MaxNames = 200;
    private const string Harmless = "test";

    public static string PolicyOf(Project project)
    {
        var (names, scripts) = (NamesOf(project), ScriptsOf(project));
        var text = new StringBuilder($"""
            # What this project's releases must keep to, beside what builtin:default asks. Expressions are of the Common Expression Language;
            # 'sluice policy check' tells every mistake, 'sluice policy test' runs release.test.yaml.
            version: 1
            name: release
            params:
              max-size: 52428800   # bytes; 50 MiB

            """);
        if (names.Count > 0)
            text.Append($"  packages: [{string.Join(", ", names.Select(YamlWord.Of))}]\n");
        text.Append($"  install-scripts: [{string.Join(", ", scripts)}]\n");
        text.Append("rules:\n");
        if (names.Count > 0)
        {
            text.Append("""
                  - id: meant-to-be-released
                    title: Only what this project means to release
                    when: artifact.kind in ["npm", "nuget", "gem", "crate"]
                    check: artifact.name in params.packages
                    message: '"\"" + artifact.name + "\" is not among the packages that this project releases"'
                    action: hold
                    remedy: Add the name to params.packages in this file, if it is meant to be released.


                """);
        }

        text.Append("""
              - id: no-new-install-script
                title: Nothing new runs by itself on installation
                each: artifact.scripts.filter(s, s.name in ["preinstall", "install", "postinstall"])
                check: it.name in params["install-scripts"]
                message: '"\"" + it.name + "\" runs on whoever installs it: " + it.command'
                action: hold

              - id: size-budget
                title: The release stays small
                when: artifact.kind != "docker" && artifact.kind != "oci"
                check: artifact.size <= params["max-size"]
                message: '"the release has " + string(artifact.size) + " bytes; " + string(params["max-size"]) + " are allowed"'
                action: warn   # hold or deny once the budget is agreed

            """);
        return text.ToString();
    }

    public static string TestOf(Project project)
    {
        var (names, scripts) = (NamesOf(project), ScriptsOf(project));
        var (name, kind) = (YamlWord.Of(names.FirstOrDefault() ?? "acme"), KindOf(project));
        var text = new StringBuilder($$"""
            version: 1
            policy: {{FileName}}
            cases:
              - name: a release as it should be
                facts:
                  artifact: {kind: {{kind}}, name: {{name}}, version: 1.2.3, size: 40000}
                expect: {decision: allow, rules: []}


            """);
        if (names.Count > 0)
        {
            text.Append($$"""
                  - name: a package that nobody meant to release is held
                    facts:
                      artifact: {kind: {{kind}}, name: left-over-experiment, version: 1.2.3, size: 40000}
                    expect:
                      decision: hold
                      rules: [meant-to-be-released]


                """);
        }

        text.Append($$"""
              - name: a new script that runs on installation is held
                facts:
                  artifact: {kind: {{kind}}, name: {{name}}, version: 1.2.3, size: 40000, scripts: [{name: {{NewScript(scripts)}}, command: node setup.js}]}
                expect:
                  decision: {{(NewScript(scripts) == Harmless ? "allow" : "hold")}}
                  rules: [{{(NewScript(scripts) == Harmless ? "" : "no-new-install-script")}}]

              - name: one that is larger than the budget is told
                facts:
                  artifact: {kind: {{kind}}, name: {{name}}, version: 1.2.3, size: 60000000}
                expect: {decision: allow, rules: [size-budget]}

            """);
        return text.ToString();
    }

    /// <summary>One that is not allowed; where all are, one that does not run on installation.</summary>
    private static string NewScript(IReadOnlyList<string> known) => ((string[])["postinstall", "install", "preinstall"]).FirstOrDefault(script => !known.Contains(script)) ?? Harmless;

    private static string KindOf(Project project) => project.Published.Select(package => package.Ecosystem).FirstOrDefault(ecosystem => ecosystem is "npm" or "nuget" or "gem" or "crates") switch { "crates" => "crate", { } other => other, null => "npm" };

    /// <summary>Empty when one of them is known to the build alone: the list would be wrong.</summary>
    private static List<string> NamesOf(Project project)
    {
        var packages = project.Published.Where(package => package.Ecosystem is "npm" or "nuget" or "gem" or "crates").ToList();
        var names = packages.Select(package => package.Name).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return packages.Exists(package => package.Name is null) || names.Count > MaxNames ? [] : names;
    }

    private static List<string> ScriptsOf(Project project) => [.. project.Published.SelectMany(package => package.InstallScripts).Distinct().Order(StringComparer.Ordinal)];
}
