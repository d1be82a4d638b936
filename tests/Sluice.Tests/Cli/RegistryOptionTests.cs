using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

public sealed class RegistryOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("https://npm.acme.example/", "npm=https://npm.acme.example", false)]
    [InlineData("https://npm.acme.example/", "npm=https://elsewhere.example", true)]
    [InlineData("https://npm.acme.example/", "nuget=https://elsewhere.example", false)]
    public void A_manifest_that_publishes_elsewhere_than_the_project_is_named(string asked, string configured, bool isNamed)
    {
        _folder.File("a-1.0.0.tgz", TestArchive.Npm($$$"""{"name":"@acme/a","version":"1.0.0","license":"MIT","files":["index.js"],"main":"index.js","publishConfig":{"registry":"{{{asked}}}"}}""", ("index.js", "1\n")));

        var run = CliRun.In(_folder.Path, "screen", "a-1.0.0.tgz", "--registry", configured);

        Assert.Equal(isNamed, run.Output.Contains("packaging/registry-mismatch", StringComparison.Ordinal));
    }
}
