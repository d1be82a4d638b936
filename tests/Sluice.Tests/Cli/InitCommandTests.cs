using System.Text;
using System.Text.Json;
using Sluice.Artifacts.Documents;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

/// <summary><c>sluice init</c> in projects of every ecosystem, and what it wrote at work.</summary>
public sealed class InitCommandTests : IDisposable
{
    private const string Npm = """{"name": "@acme/cli", "version": "1.0.0", "license": "MIT", "main": "cli.js", "files": ["cli.js"]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_shows_a_diff_that_git_would_apply_and_writes_nothing()
    {
        _folder.File("package.json", Npm);
        _folder.File(".gitignore", "node_modules/");
        _folder.Run("git", "init", "-q");
        var run = Init("--dry-run");

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Equal([".gitignore", "package.json"], Written());
        var diff = run.Output[run.Output.IndexOf("---", StringComparison.Ordinal)..run.Output.LastIndexOf("\n\n", StringComparison.Ordinal)] + "\n";
        _folder.File(".git/init.diff", diff);
        _folder.File(".gitignore", "node_modules/\n");
        _folder.Run("git", "apply", "--check", ".git/init.diff");
    }

    [Fact]
    public void Without_a_terminal_it_writes_only_when_told_to()
    {
        _folder.File("package.json", Npm);
        var run = Init();

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Equal(["package.json"], Written());
    }

    [Fact]
    public void At_a_terminal_it_asks_and_takes_no_for_an_answer()
    {
        _folder.File("package.json", """{"name": "acme"}""");

        Assert.Contains("nothing was written", Asked("n\nn\n").Output, StringComparison.Ordinal);
        Assert.Contains("nothing was written", Asked("").Output, StringComparison.Ordinal);
        Assert.Equal(["package.json"], Written());

        var run = Asked("yes\ny\n");
        Assert.Contains("wrote sluice.yaml", run.Output, StringComparison.Ordinal);
        Assert.Contains("visibility: public", Read("sluice.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_says_is_taken_for_proprietary()
    {
        _folder.File("package.json", """{"name": "acme"}""");
        Init("--yes");

        Assert.Contains("\nvisibility: proprietary", Read("sluice.yaml"), StringComparison.Ordinal);
        Assert.Contains("# Nothing in the project says so", Read("sluice.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        _folder.File("package.json", Npm);
        _folder.File(".gitlab-ci.yml", "stages: [test]\n");
        _folder.File(".gitignore", "a\r\nb\r\n");
        _folder.File(".npmignore", "/test\n");
        _folder.File("Dockerfile", "FROM x\n");
        Init("--yes");
        var before = Written().ToDictionary(file => file, Read);
        var run = Init();

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Contains("there is nothing to write", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Written().ToDictionary(file => file, Read));
        Assert.Equal(7, Read(".gitignore").Split("\r\n").Count(line => line.Length > 0 && !line.StartsWith('#')));
        Assert.Contains("/sluice.yaml", Read(".npmignore"), StringComparison.Ordinal);
        Assert.Contains("/sluice.yaml", Read(".dockerignore"), StringComparison.Ordinal);
        Assert.Contains(".gitlab/sluice.yml", Written());
    }

    [Fact]
    public void Nothing_that_is_there_is_overwritten()
    {
        _folder.File("package.json", Npm);
        _folder.File("sluice.yaml", "version: 1\nproject: mine\n");
        _folder.File(".gitignore", "/.sluice/keys/\n/.sluice/cache/\n/.sluice/history.jsonl\n/sluice.sarif\n/sluice-report.*\n");
        _folder.File(".github/workflows/sluice.yml", "on: push\n");
        var before = Written().ToDictionary(file => file, Read);
        var run = Init("--yes");

        Assert.Contains("sluice.yaml is there and stays as it is", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Written().ToDictionary(file => file, Read));
    }

    [Fact]
    public void A_folder_of_policies_of_another_tool_is_left_to_it()
    {
        _folder.File("package.json", Npm);
        _folder.File("policies/admission.yaml", "apiVersion: policies.example/v1\nkind: Policy\n");
        Init("--yes");

        Assert.True(File.Exists(Path.Combine(_folder.Path, ".sluice/policies/release.yaml")));
        CheckPolicies();
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_is_not_followed()
    {
        _folder.File("package.json", Npm);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "sluice.yaml"), Path.Combine(_folder.Path, "nowhere"));
        Init("--yes");

        Assert.False(File.Exists(Path.Combine(_folder.Path, "nowhere")));
    }

    [Fact]
    public void What_is_kept_is_an_internal_name()
    {
        _folder.File("package.json", """{"name": "@acme/root", "private": true}""");
        _folder.File("packages/a/package.json", """{"name": "@acme/a", "license": "ISC"}""");
        Init("--yes");

        Assert.Contains("internal-names: [\"@acme/root\"]", Read("sluice.yaml"), StringComparison.Ordinal);
        Assert.Contains("packages: [\"@acme/a\"]", Read("policies/release.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_anything_in_it_still_makes_files_that_can_be_read()
    {
        var name = "a\": [b] # \n\u202e'c'";
        _folder.File("package.json", JsonSerializer.Serialize(new { name, license = "x\ny" }));
        Init("--yes");

        Assert.Equal(name, Assert.Single(YamlText.Read(Read("sluice.yaml")))["project"]!.Text);
        CheckPolicies();
    }

    [Theory]
    [InlineData("github", ".github/workflows/sluice.yml")]
    [InlineData("gitlab", ".gitlab/sluice.yml")]
    [InlineData("azure", ".azure-pipelines/sluice.yml")]
    public void The_step_for_a_build_system_is_yaml_and_pins_what_it_uses(string system, string file)
    {
        _folder.File("packages/it's $(here)/package.json", Npm);
        Init("--yes", "--ci", system);

        Assert.NotEmpty(YamlText.Read(Read(file)));
        Assert.Contains("sluice screen", Read(file), StringComparison.Ordinal);
        Assert.All(Read(file).Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)), line => Assert.Matches("uses: [a-z/-]+@[0-9a-f]{40} # v", line));
        Assert.Contains("""'./packages/it'\''s $(here)'""", Read(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_are_installed_when_asked_for()
    {
        _folder.File("package.json", Npm);
        Assert.Equal(ExitCode.Usage, Init("--yes", "--hooks").ExitCode);
        _folder.Run("git", "init", "-q");
        Assert.Equal(ExitCode.Allow, Init("--yes", "--hooks").ExitCode);

        Assert.True(File.Exists(Path.Combine(_folder.Path, ".git/hooks/pre-commit")));
    }

    [Fact]
    public void An_npm_package_is_screened_with_it_as_npm_packs_it()
    {
        _folder.File("package.json", Npm);
        _folder.File("cli.js", "module.exports = 1;\n");
        Init("--yes");
        CheckPolicies();
        _folder.Run("npm", "pack", "--silent", "--offline");

        Assert.Equal(ExitCode.Allow, Screen("acme-cli-1.0.0.tgz").ExitCode);
        _folder.File("package.json", Npm.Replace("cli\"", "other\"", StringComparison.Ordinal));
        _folder.Run("npm", "pack", "--silent", "--offline");
        var held = Screen("acme-other-1.0.0.tgz");
        Assert.Equal(ExitCode.Hold, held.ExitCode);
        Assert.Contains("is not among the packages", held.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nuget_package_is_screened_with_it_as_dotnet_packs_it()
    {
        _folder.File("Acme.Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageLicenseExpression>MIT</PackageLicenseExpression><Authors>Ann</Authors><Description>Core of Acme.</Description></PropertyGroup></Project>");
        _folder.File("Core.cs", "namespace Acme;\n\npublic static class Core;\n");
        Init("--yes");
        CheckPolicies();
        _folder.Run("dotnet", "pack", "-o", "packed", "--nologo", "-v", "quiet", "-p:RestoreSources=", "-p:NuGetAudit=false");

        Assert.Equal(ExitCode.Allow, Screen("packed/Acme.Core.1.0.0.nupkg").ExitCode);
    }

    [Fact]
    public void A_gem_is_screened_with_it_as_gem_packs_it()
    {
        _folder.File("acme.gemspec", "Gem::Specification.new do |s|\n  s.name = 'acme'\n  s.version = '1.0.0'\n  s.summary = 'Acme'\n  s.authors = ['Ann']\n  s.license = 'MIT'\n  s.files = ['lib/acme.rb']\nend\n");
        _folder.File("lib/acme.rb", "module Acme\nend\n");
        Init("--yes");
        CheckPolicies();
        _folder.Run("gem", "build", "acme.gemspec", "-q");

        Assert.Equal(ExitCode.Allow, Screen("acme-1.0.0.gem").ExitCode);
    }

    [Fact]
    public void A_wheel_is_screened_with_it()
    {
        _folder.File("pyproject.toml", "[project]\nname = \"acme\"\nversion = \"1.0.0\"\nlicense = \"MIT\"\n");
        Init("--yes");
        CheckPolicies();
        _folder.File("acme-1.0.0-py3-none-any.whl", TestArchive.Zip(
            ("acme/__init__.py", "x = 1\n"u8.ToArray()),
            ("acme-1.0.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: acme\nVersion: 1.0.0\nLicense-Expression: MIT\n"u8.ToArray()),
            ("acme-1.0.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"u8.ToArray()),
            ("acme-1.0.0.dist-info/RECORD", "acme/__init__.py,,\nacme-1.0.0.dist-info/METADATA,,\nacme-1.0.0.dist-info/WHEEL,,\nacme-1.0.0.dist-info/RECORD,,\n"u8.ToArray())));

        Assert.Equal(ExitCode.Allow, Screen("acme-1.0.0-py3-none-any.whl").ExitCode);
    }

    [Fact]
    public void An_image_is_screened_with_it()
    {
        _folder.File("Dockerfile", "FROM scratch\nCOPY hello /\n");
        Init("--yes");
        CheckPolicies();
        _folder.File("image.tar", ImageBytes.DockerSave(new ImageSpec { Layers = [TestArchive.Tar(("hello", "hello\n"u8.ToArray()))], User = "app" }));

        Assert.Equal(ExitCode.Allow, Screen("image.tar").ExitCode);
    }

    [Theory]
    [InlineData("Cargo.toml", "[package]\nname = \"acme\"\nversion = \"1.0.0\"\nlicense = \"MIT\"\n")]
    [InlineData("pom.xml", "<project><groupId>org.acme</groupId><artifactId>core</artifactId></project>")]
    [InlineData("go.mod", "module example.org/acme\n")]
    [InlineData("README.md", "# Nothing is released here\n")]
    public void What_is_written_for_any_project_passes_its_own_checks(string file, string text)
    {
        _folder.File(file, text);
        Assert.Equal(ExitCode.Allow, Init("--yes", "--ci", "github").ExitCode);

        CheckPolicies();
    }

    [Fact]
    public void Scripts_that_run_on_installation_today_are_allowed_and_new_ones_are_held()
    {
        _folder.File("package.json", """{"name": "a", "license": "MIT", "scripts": {"preinstall": "x", "install": "y", "postinstall": "z", "test": "t"}}""");
        Init("--yes");

        Assert.Contains("install-scripts: [install, postinstall, preinstall]", Read("policies/release.yaml"), StringComparison.Ordinal);
        CheckPolicies();
    }

    private void CheckPolicies()
    {
        var check = CliRun.In(_folder.Path, "policy", "check");
        Assert.True(check.ExitCode == ExitCode.Allow && !check.Output.Contains("warning", StringComparison.Ordinal), check.Output + check.Error);
        var test = CliRun.In(_folder.Path, "policy", "test");
        Assert.True(test.ExitCode == ExitCode.Allow, test.Output + test.Error);
    }

    private CliRun Screen(string file)
    {
        var run = CliRun.In(_folder.Path, "screen", file);
        Assert.Equal("", run.Error);
        return run;
    }

    private CliRun Init(params string[] arguments) => CliRun.In(_folder.Path, ["init", .. arguments]);

    private CliRun Asked(string answers) => CliRun.AtTerminal(_folder.Path, new MemoryStream(Encoding.UTF8.GetBytes(answers)), "init");

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private List<string> Written() =>
        [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.Path, file)).Where(file => !file.StartsWith(".git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
