using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("dist/chunk-3fa9c1.js", "dist/chunk-9be27d.js")]
    [InlineData("dist/index-B1x9ZkQ2.mjs", "dist/index-Cq7R2aLm.mjs")]
    [InlineData("dist/chunk-7QVYU63E.js", "dist/chunk-XK4ZTRW2.js")]
    [InlineData("dist/chunk-BTNRKQVW.js", "dist/chunk-ZK3QVMXA.js")]
    [InlineData("dist/index-BpYz3kQx.js", "dist/index-DkWvXqLs.js")]
    [InlineData("assets/app.BpYzkQxL.css", "assets/app.C3dR9xQa.css")]
    [InlineData("dist/index-D9Fn_Yy-.js", "dist/index-JbNpvTpO.js")]
    [InlineData("dist/index--QdMvsKi.d.mts", "dist/index-C9OR5_k_.d.mts")]
    [InlineData("dist/index-Cbdk4ZrE.cjs.map", "dist/index-BQ42LXoh.cjs.map")]
    [InlineData("dist/acme-1.2.3.js", "dist/acme-1.10.0.js", "1.2.3", "1.10.0")]
    [InlineData("dist/page-12.js", "dist/page-7.js")]
    [InlineData("acme-1.2.3/src/a.c", "acme-2.0.0/src/a.c", "1.2.3", "2.0.0")]
    public void The_same_file_of_two_releases_has_one_pattern(string older, string newer, string? olderVersion = null, string? newerVersion = null) =>
        Assert.Equal(PathPattern.Of(older, "acme", olderVersion), PathPattern.Of(newer, "acme", newerVersion));

    [Theory]
    [InlineData("prebuilds/linux-x64-musl/addon.node", "prebuilds/darwin-arm64/addon.node")]
    public void Platforms_are_one_pattern(string one, string other) => Assert.Equal(PathPattern.Of(one, null, null), PathPattern.Of(other, null, null));

    [Theory]
    [InlineData("lib/index.js", "lib/main.js")]
    [InlineData("lib/index.js", "src/index.js")]
    [InlineData("lib/index.js", "lib/index.js.map")]
    [InlineData("lib/feedback.js", "lib/facade.js")]
    public void Different_files_have_different_patterns(string one, string other) => Assert.NotEqual(PathPattern.Of(one, null, null), PathPattern.Of(other, null, null));

    [Theory]
    [InlineData("README-LICENSE.md")]
    [InlineData("es2015/index.js")]
    [InlineData("dist/index-BROWSER.js")]
    [InlineData("v8-PROFILER.js")]
    [InlineData("CHANGELOG-TEMPLATE.md")]
    [InlineData("lib/test-ENCRYPTS.js")]
    [InlineData("docs/notes-SYNCHRON.md")]
    [InlineData("lib/sha-SHA256JS.js")]
    [InlineData("lib/index-MyModule.js")]
    [InlineData("lib/to-McDonald.js")]
    [InlineData("src/CreditBalanceSummary.js")]
    [InlineData("src/ImportMetaPlugin.js")]
    [InlineData("src/XMLHttpRequestUpload.d.ts")]
    [InlineData("lib/GypVsCMake.md")]
    [InlineData("test/Win32Echo1.js")]
    [InlineData("lib/Uint8Array.js")]
    [InlineData("lib/Socks5ProxyAgent.js")]
    [InlineData("lib/Win10ResizeWhileFrozen.js")]
    [InlineData("lib/isNonNegativeInteger.js")]
    [InlineData("lib/use-i18nKeys.js")]
    [InlineData("lib/lib-a11yTree.js")]
    [InlineData("lib/util-Sha1Hash.js")]
    [InlineData("lib/node-MyThing_.js")]
    [InlineData("lib/my-README_en.md")]
    public void Words_are_no_hashes(string path) => Assert.Equal(path, PathPattern.Of(path, null, null));

    [Theory]
    [InlineData("lib/index.d.ts", ".d.ts")]
    [InlineData("lib/index.js.map", ".js.map")]
    [InlineData("LICENSE", "")]
    [InlineData(".npmignore", "")]
    [InlineData("data.tar.gz", ".tar.gz")]
    public void An_extension_has_what_belongs_to_it(string path, string extension) => Assert.Equal(extension, PathPattern.ExtensionOf(path));
}
