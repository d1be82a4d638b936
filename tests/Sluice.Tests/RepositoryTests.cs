using System.Text.RegularExpressions;
using Sluice.Tests.Support;

namespace Sluice.Tests;

/// <summary>What holds for the repository as a whole.</summary>
public sealed class RepositoryTests
{
    private static readonly IReadOnlyList<string> Files = Tracked();

    [Fact]
    public void No_public_registry_is_named()
    {
        var hosts = new[] { "registry.npm" + "js.", "npm" + "js.com", "npm" + "js.org", "nu" + "get.org", "py" + "pi.org", "crates" + ".io/api", "ruby" + "gems.org", "repo.maven." + "apache", "registry-1." + "docker" };

        Assert.Empty(TextFiles().Where(file => hosts.Any(host => file.Text.Contains(host, StringComparison.OrdinalIgnoreCase))).Select(file => file.Name));
    }

    [Fact]
    public void Nothing_is_shaped_like_a_live_secret()
    {
        var shapes = new Regex("gh[pousr]_[0-9A-Za-z]{36}|npm_[0-9A-Za-z]{36}|AKIA[0-9A-Z]{16}|xox[abp]-[0-9]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/]{40}", RegexOptions.NonBacktracking);

        Assert.Empty(TextFiles().Where(file => shapes.IsMatch(file.Text)).Select(file => file.Name));
    }

    [Fact]
    public void No_file_is_large()
    {
        Assert.DoesNotContain(Files, file => new FileInfo(Path.Combine(Repository.Root, file)).Length > 512 << 10);
    }

    [Fact]
    public void Source_files_stay_readable()
    {
        var tooLong = Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > 400);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Nothing_is_left_to_be_done_without_saying_so()
    {
        var mark = new Regex("\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b|NotImplemented" + "Exception", RegexOptions.NonBacktracking);

        Assert.Empty(TextFiles().Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal) && mark.IsMatch(file.Text)).Select(file => file.Name));
    }

    [Fact]
    public void Classes_of_the_core_are_sealed_abstract_or_static()
    {
        var open = typeof(ReleaseCheck).Assembly.GetTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false });

        // An exception that others derive from is caught by its base.
        Assert.Empty(open.Where(type => !type.IsSubclassOf(typeof(Exception))).Select(type => type.FullName));
    }

    private static IEnumerable<(string Name, string Text)> TextFiles() =>
        Files.Where(file => !file.StartsWith("samples/", StringComparison.Ordinal) && !file.StartsWith("tests/corpus/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(Path.Combine(Repository.Root, file))));

    private static List<string> Tracked()
    {
        var output = Sluice.Tests.Support.TemporaryFolder.Output(Repository.Root, "git", "ls-files", "-z");
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Repository.Root, file)))];
    }
}
