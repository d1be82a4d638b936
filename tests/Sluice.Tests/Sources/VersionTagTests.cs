using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

public sealed class VersionTagTests
{
    [Theory]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("@acme/add@1.2.3", "1.2.3")]
    [InlineData("add-v1.2.3-rc.1", "1.2.3-rc.1")]
    [InlineData("packages/add/v1.2.3", "1.2.3")]
    [InlineData("release-1.2.3", "1.2.3")]
    [InlineData("REL_1_2_3", "1.2.3")]
    [InlineData("log4j-1.2.17", "1.2.17")]
    [InlineData("nightly", null)]
    [InlineData("v2", null)]
    public void A_tag_tells_its_version(string tag, string? version) => Assert.Equal(version, VersionTags.VersionOf(tag));

    [Theory]
    [InlineData("v1.2.3", "1.2.3", true)]
    [InlineData("1.2.3+build.7", "1.2.3", true)]
    [InlineData("1.2.0rc1", "1.2.0-rc.1", true)]
    [InlineData("1.2.3", "1.2.30", false)]
    [InlineData("1.2.3", "1.23", false)]
    public void Versions_are_the_same_however_they_are_written(string a, string b, bool same) => Assert.Equal(same, VersionTags.IsSame(a, b));

    [Theory]
    [InlineData("v1.2.3")]
    [InlineData("1.2.3")]
    [InlineData("@acme/add@1.2.3")]
    [InlineData("add@1.2.3")]
    [InlineData("add-v1.2.3")]
    [InlineData("add/v1.2.3")]
    [InlineData("release-1.2.3")]
    [InlineData("rel_1_2_3")]
    public void The_tag_is_found_by_the_usual_names(string tag)
    {
        using var source = SourceFolder.Of(tag, ("package.json", """{"name":"@acme/add","version":"1.2.3"}"""), ("index.js", "exports.value = 1;\n"));
        source.Commit("index.js", "exports.value = 2;\n");

        var report = source.Hold("add.tgz", TestArchive.Npm("""{"name":"@acme/add","version":"1.2.3"}""", ("index.js", "exports.value = 1;\n")));

        Assert.Equal(tag, SourceFolder.Comparison(report).Ref);
        Assert.Empty(SourceFolder.Provenance(report));
    }

    [Fact]
    public void Of_many_packages_the_tag_with_the_name_comes_first()
    {
        using var source = SourceFolder.Of("v1.2.3", ("packages/add/package.json", """{"name":"@acme/add","version":"1.0.0"}"""));
        source.Commit("packages/add/package.json", """{"name":"@acme/add","version":"1.2.3"}""");
        source.Git("tag", "@acme/add@1.2.3");

        var report = source.Hold("add.tgz", TestArchive.Npm("""{"name":"@acme/add","version":"1.2.3"}"""));

        Assert.Equal("@acme/add@1.2.3", SourceFolder.Comparison(report).Ref);
    }

    [Theory]
    [InlineData("1.2.2", "v1.2.2", "no-source-tag High")]
    [InlineData("1.2.3", "v1.2.2", "no-source-tag Low")]
    [InlineData("1.2.2", null, "no-source-tag Medium")]
    public void A_missing_tag_weighs_what_the_rest_of_the_repository_makes_of_it(string inSource, string? tag, string expected)
    {
        using var source = SourceFolder.Of(tag, ("package.json", $$"""{"name":"add","version":"{{inSource}}"}"""), ("index.js", "exports.value = 1;\n"));

        var report = source.Hold("add.tgz", TestArchive.Npm("""{"name":"add","version":"1.2.3"}""", ("index.js", "exports.value = 1;\n")));

        Assert.Contains(expected, SourceFolder.Provenance(report));
        Assert.False(SourceFolder.Comparison(report).IsExact);
    }

    [Theory]
    [InlineData("v1.2.2", "version-mismatch High")]
    [InlineData("main", "version-mismatch Medium")]
    public void A_version_that_the_source_does_not_have_is_told(string reference, string expected)
    {
        using var source = SourceFolder.Of("v1.2.2", ("package.json", """{"name":"add","version":"1.2.2"}"""));

        var report = source.Hold("add.tgz", TestArchive.Npm("""{"name":"add","version":"1.2.3"}"""), reference);

        Assert.Contains(expected, SourceFolder.Provenance(report));
    }

    [Fact]
    public void A_version_that_is_written_when_the_release_is_built_only_informs()
    {
        using var source = SourceFolder.Of("v1.2.3", ("package.json", """{"name":"add","version":"1.0.0"}"""));
        using var placeholder = SourceFolder.Of("v1.2.3", ("package.json", """{"name":"add","version":"0.0.0-development"}"""));
        var release = TestArchive.Npm("""{"name":"add","version":"1.2.3"}""");

        Assert.Empty(SourceFolder.Provenance(placeholder.Hold("add.tgz", release)));
        Assert.DoesNotContain(SourceFolder.Provenance(source.Hold("add.tgz", release)), finding => !finding.EndsWith("Info", StringComparison.Ordinal));
    }
}
