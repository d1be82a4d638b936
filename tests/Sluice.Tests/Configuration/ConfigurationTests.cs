using Sluice.Artifacts;
using Sluice.Configuration;

namespace Sluice.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void The_example_of_the_contract_is_read_in_full()
    {
        var configuration = ConfigurationReader.Parse("sluice.yaml", """
            version: 1
            project: acme-cli
            visibility: proprietary
            internal-names: ["@acme/*", "acme-*"]
            policies: [builtin:default, policies/]
            profile: .sluice/profile.json
            waivers: .sluice/waivers.yaml
            registries: { npm: "http://127.0.0.1:4873" }
            limits: { depth: 9, entries: 1000, bytes: 2GiB, ratio: 50, seconds: 30 }
            """);

        Assert.Equal("acme-cli", configuration.Project);
        Assert.Equal(Visibility.Proprietary, configuration.Visibility);
        Assert.Equal(["@acme/*", "acme-*"], configuration.InternalNames);
        Assert.Equal(["builtin:default", "policies/"], configuration.Policies);
        Assert.Equal("http://127.0.0.1:4873", configuration.Registries["npm"]);
        Assert.Equal((9, 1000, 2L << 30, 50, 30.0), (configuration.Limits.Depth, configuration.Limits.Entries, configuration.Limits.Bytes, configuration.Limits.Ratio, configuration.Limits.Time.TotalSeconds));
        Assert.Equal(".sluice/profile.json", configuration.Profile);
        Assert.Equal(".sluice/waivers.yaml", configuration.Waivers);
    }

    [Fact]
    public void Every_problem_is_listed_with_its_place_and_a_hint()
    {
        var problems = Problems("""
            version: 2
            visibilty: public
            limits: { dept: 3, ratio: none, bytes: big }
            registries: { nmp: "http://127.0.0.1:1", npm: "ftp://x" }
            policies: builtin:default
            """);

        Assert.Equal([1, 2, 3, 3, 3, 4, 4, 5], problems.Select(problem => problem.Line));
        Assert.Contains("'visibility'", problems[1].Hint, StringComparison.Ordinal);
        Assert.Contains("'depth'", problems[2].Hint, StringComparison.Ordinal);
        Assert.All(problems, problem => Assert.True(problem.Column > 0));
    }

    [Theory]
    [InlineData("visibility: public\nvisibility: proprietary\n")]
    [InlineData("version: [")]
    [InlineData("- a\n- b\n")]
    [InlineData("limits: 7\n")]
    [InlineData("project: {a: b}\n")]
    public void What_is_no_configuration_is_refused(string yaml) => Assert.NotEmpty(Problems(yaml));

    [Fact]
    public void An_empty_file_is_the_default()
    {
        Assert.Null(ConfigurationReader.Parse("sluice.yaml", "").Visibility);
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("1.5kB", 1500)]
    [InlineData("16GiB", 16L << 30)]
    [InlineData("500 MB", 500_000_000)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("99999999999TiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    private static IReadOnlyList<Diagnostic> Problems(string yaml) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationReader.Parse("sluice.yaml", yaml)).Problems;
}
