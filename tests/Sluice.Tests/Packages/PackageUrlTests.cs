using Sluice.Packages;

namespace Sluice.Tests.Packages;

/// <summary>Cases after the package URL specification's own text.</summary>
public sealed class PackageUrlTests
{
    [Theory]
    [InlineData("pkg:npm/%40angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1")]
    [InlineData("pkg:npm/@angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1")]
    [InlineData("pkg:npm/@acme/cli", "pkg:npm/%40acme/cli")]
    [InlineData("PKG:PyPI/Django_allauth@1.0", "pkg:pypi/django-allauth@1.0")]
    [InlineData("pkg://maven/org.apache/batik@1.9.1?packaging=sources&classifier=", "pkg:maven/org.apache/batik@1.9.1?packaging=sources")]
    [InlineData("pkg:golang/example.org/genproto#/googleapis/api/../annotations/", "pkg:golang/example.org/genproto#googleapis/api/annotations")]
    [InlineData("pkg:docker/customer/image@sha256:244fd47e07d1", "pkg:docker/customer/image@sha256:244fd47e07d1")]
    [InlineData("pkg:deb/debian/curl@7.50.3-1?distro=jessie&arch=i386", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie")]
    [InlineData("pkg:nuget/EnterpriseLibrary.Common@6.0.1304", "pkg:nuget/EnterpriseLibrary.Common@6.0.1304")]
    public void Every_spelling_has_one_canonical_form(string text, string expected)
    {
        Assert.True(PackageUrl.TryParse(text, out var purl));
        Assert.Equal(expected, purl.ToString());
        Assert.True(PackageUrl.TryParse(purl.ToString(), out var again));
        Assert.Equal(purl, again);
    }

    [Theory]
    [InlineData("npm/acme")]
    [InlineData("pkg:npm")]
    [InlineData("pkg:npm/")]
    [InlineData("pkg:1npm/acme")]
    [InlineData("pkg:n_m/acme")]
    [InlineData("pkg:npm/acme?a=1&a=2")]
    [InlineData("pkg:npm/acme?a")]
    public void What_is_no_package_url_is_none(string text) => Assert.False(PackageUrl.TryParse(text, out _));

    [Fact]
    public void Parts_are_decoded()
    {
        Assert.True(PackageUrl.TryParse("pkg:npm/%40acme/cli@1.0.0%2B5?repository_url=http%3A%2F%2Fexample.test#src/a%20b", out var purl));
        Assert.Equal(("@acme", "cli", "1.0.0+5", "src/a b"), (purl.Namespace, purl.Name, purl.Version, purl.Subpath));
        Assert.Equal("http://example.test", purl.Qualifiers["repository_url"]);
    }
}
