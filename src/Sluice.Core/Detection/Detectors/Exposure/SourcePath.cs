using System.Text;
using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>What the path of an original source says about whose it is.</summary>
internal static class SourcePath
{
    /// <summary>Folders of installed packages, and the code that bundlers add by themselves.</summary>
    private static readonly LiteralSearch ThirdParty = new([.. ((string[])
    [
        "node_modules/", "node_modules\\", "/.pnpm/", "/.yarn/", "bower_components/", "jspm_packages/", "/~/", "site-packages/", "dist-packages/", "/.cargo/registry/", "/go/pkg/mod/", "/.nuget/packages/",
        "webpack/runtime", "webpack/bootstrap", "webpack/universalModuleDefinition", "webpack/buildin", "webpack/before-startup", "webpack/startup", "webpack/after-startup",
        "(webpack)", "(ignored)", "/external ", "vite/preload-helper", "vite/modulepreload-polyfill", "commonjsHelpers", "rollupPluginBabelHelpers", "__vite-browser-external", "<runtime>", "<define:",
        "bun:wrap", "/obj/Debug/", "/obj/Release/", "\\obj\\Debug\\", "\\obj\\Release\\", ".AssemblyInfo.cs", ".AssemblyAttributes.cs", ".g.cs", "turbopack/", "[turbopack]", "rspack/runtime",
    ]).Select(Encoding.UTF8.GetBytes)]);

    /// <param name="ownScope">Packages in this npm scope are the publisher's own, also when they come out of node_modules.</param>
    public static bool IsThirdParty(string path, string? ownScope)
    {
        if (ThirdParty.Find(Encoding.UTF8.GetBytes(path), 0, out _) < 0 && !path.StartsWith('\0') && !path.StartsWith("external ", StringComparison.Ordinal))
            return false;
        return ownScope is null || !path.Contains("node_modules/" + ownScope, StringComparison.Ordinal);
    }

    public static bool IsStylesheet(string path)
    {
        var end = path.IndexOf('?') is > 0 and var query ? query : path.Length;
        var extension = Path.GetExtension(path.AsSpan(0, end));
        return extension is ".css" or ".scss" or ".sass" or ".less" or ".styl" or ".pcss";
    }
}
