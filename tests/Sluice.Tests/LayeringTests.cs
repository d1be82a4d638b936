using System.Text.RegularExpressions;
using Sluice.Tests.Support;

namespace Sluice.Tests;

/// <summary>The stages of the core may use earlier stages only; read off the using directives and qualified names of each file.</summary>
public sealed class LayeringTests
{
    /// <summary>In the order of the data flow.</summary>
    private static readonly string[] Stages = ["Packages", "Configuration", "Artifacts", "Registries", "Findings", "Secrets", "Detection", "Profiles", "Sources", "Journals", "Policies", "Reporting", "Waivers", "Comparison", "Projects"];

    /// <summary>The configuration speaks of limits and visibility, which belong to the artifact.</summary>
    private static readonly HashSet<(string From, string To)> Allowed = [("Configuration", "Artifacts")];

    [Fact]
    public void A_stage_uses_earlier_stages_only()
    {
        var core = Path.Combine(Repository.Root, "src", "Sluice.Core");
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories))
        {
            var stage = Path.GetRelativePath(core, file).Split(Path.DirectorySeparatorChar)[0];
            var position = Array.IndexOf(Stages, stage);
            if (position < 0)
                continue;
            foreach (Match use in Regex.Matches(File.ReadAllText(file), @"\bSluice\.(\w+)"))
            {
                if (Array.IndexOf(Stages, use.Groups[1].Value) > position && !Allowed.Contains((stage, use.Groups[1].Value)))
                    wrong.Add($"{Path.GetRelativePath(core, file)} uses {use.Value}");
            }
        }

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_of_the_core_is_a_known_stage()
    {
        var core = Path.Combine(Repository.Root, "src", "Sluice.Core");
        var folders = Directory.EnumerateDirectories(core).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj"));

        Assert.Empty(folders.Except(Stages));
    }
}
