using System.Text;
using System.Text.RegularExpressions;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

/// <summary>
/// The tutorial does what it says: its files are written to a folder in the order of the page, its commands run there and print what stands below them. SLUICE_ACCEPT=1 writes what they print
/// into the page.
/// </summary>
public sealed class PolicyTutorialTests : IDisposable
{
    private const string Sample = "acme-cli-2.1.88.tgz";
    private const int Recipes = 10;

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "policies.md");
    private static readonly Regex Blocks = new("^```(?<kind>[a-z]+)(?: (?<file>[^\n]+))?\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);

    private readonly TemporaryFolder _folder = new();
    private int _exitCode;

    public PolicyTutorialTests() => File.Copy(Path.Combine(Repository.Root, "samples", Sample), Path.Combine(_folder.Path, Sample));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_and_command_of_the_tutorial_does_what_it_says()
    {
        var page = File.ReadAllText(Page);
        var tried = Blocks.Replace(page, block => block.Groups["file"].Success ? Written(block) : block.Groups["kind"].Value switch { "console" => Tried(block), "sh" => Done(block), _ => block.Value });
        if (Repository.IsAccepting)
            File.WriteAllText(Page, tried);

        Assert.Equal(File.ReadAllText(Page), tried);
    }

    [Fact]
    public void Every_recipe_has_a_case_that_passes_and_one_that_does_not()
    {
        var policies = BlocksNamed(file => file.EndsWith(".yaml", StringComparison.Ordinal) && file.StartsWith("policies/", StringComparison.Ordinal) && !file.EndsWith(".test.yaml", StringComparison.Ordinal));
        Assert.True(policies.Count > Recipes);
        foreach (var (file, text) in policies)
        {
            _folder.File(file, text);
            var test = Assert.Single(BlocksNamed(name => name == file.Replace(".yaml", ".test.yaml", StringComparison.Ordinal)));
            _folder.File(test.File, test.Text);
            var check = Run($"sluice policy check {file}");
            Assert.True(_exitCode == ExitCode.Allow && check.Contains("nothing to warn about", StringComparison.Ordinal), check);
            var run = Run($"sluice policy test {file} --min 100");
            Assert.True(_exitCode == ExitCode.Allow, run);
            Assert.Contains("rules: []", test.Text, StringComparison.Ordinal);
            Assert.Matches(@"rules: \[[a-z]", test.Text);
        }
    }

    private static List<(string File, string Text)> BlocksNamed(Func<string, bool> isAsked) =>
        [.. Blocks.Matches(File.ReadAllText(Page)).Where(block => block.Groups["file"].Success && isAsked(block.Groups["file"].Value)).Select(block => (block.Groups["file"].Value, block.Groups["body"].Value))];

    private string Written(Match block)
    {
        _folder.File(block.Groups["file"].Value, block.Groups["body"].Value);
        return block.Value;
    }

    /// <summary>Commands after a dollar sign, each with what it prints.</summary>
    private string Tried(Match block)
    {
        var text = new StringBuilder("```console\n");
        foreach (var command in block.Groups["body"].Value.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
            text.Append(command).Append('\n').Append(Run(command[2..]));
        return text.Append("```").ToString();
    }

    private string Done(Match block)
    {
        foreach (var command in block.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var output = Run(command);
            Assert.True(_exitCode == ExitCode.Allow, output);
        }

        return block.Value;
    }

    private string Run(string command)
    {
        if (command == "echo $?")
            return $"{_exitCode}\n";
        var words = Regex.Matches(command, "\"([^\"]*)\"|[^ ]+").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value).ToList();
        Assert.Equal("sluice", words[0]);
        var run = CliRun.In(_folder.Path, [.. words.Skip(1)]);
        _exitCode = run.ExitCode;
        return run.Output + run.Error;
    }
}
