using Sluice.Configuration;

namespace Sluice.Tests.Configuration;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.js", "a.js", true)]
    [InlineData("*.js", "src/a.js", false)]
    [InlineData("**/*.js", "a.js", true)]
    [InlineData("**/*.js", "src/lib/a.js", true)]
    [InlineData("src/**", "src/lib/a.js", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("src/**/a.js", "src/a.js", true)]
    [InlineData("src/**/a.js", "src/x/y/a.js", true)]
    [InlineData("src/**/a.js", "srcx/a.js", false)]
    [InlineData("**", "any/thing", true)]
    [InlineData("a**b", "a/x/b", true)]
    [InlineData("@acme/*", "@acme/cli", true)]
    [InlineData("@acme/*", "@acme/a/b", false)]
    [InlineData("?.js", "a.js", true)]
    [InlineData("?.js", ".js", false)]
    [InlineData("?", "/", false)]
    [InlineData("[a-c].js", "b.js", true)]
    [InlineData("[!a-c].js", "b.js", false)]
    [InlineData("[!a-c].js", "d.js", true)]
    [InlineData("[]a].js", "].js", true)]
    [InlineData("[a-].js", "-.js", true)]
    [InlineData("*.{js,ts}", "a.ts", true)]
    [InlineData("*.{js,ts}", "a.css", false)]
    [InlineData("{a,{b,c}d}.x", "cd.x", true)]
    [InlineData("{,dist/}a.js", "a.js", true)]
    [InlineData("\\*.js", "*.js", true)]
    [InlineData("\\*.js", "a.js", false)]
    [InlineData("a\\{b", "a{b", true)]
    [InlineData("[abc", "[abc", true)]
    [InlineData("A.js", "a.js", false)]
    [InlineData("img[0-9][0-9].png", "img07.png", true)]
    public void A_pattern_matches_whole_paths(string pattern, string path, bool expected)
    {
        Assert.True(Glob.TryParse(pattern, out var glob, out var problem), problem);
        Assert.Equal(expected, glob.Matches(path));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{a,b", "without its '}'")]
    [InlineData("a\\", "lone")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "more than 64")]
    public void A_wrong_pattern_says_what_is_wrong(string pattern, string expected)
    {
        Assert.False(Glob.TryParse(pattern, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_stars_do_not_cost_more_than_their_number()
    {
        Assert.True(Glob.TryParse(string.Concat(Enumerable.Repeat("*a", 400)) + "b", out var glob, out _));

        Assert.False(glob.Matches(new string('a', 4000)));
    }
}
