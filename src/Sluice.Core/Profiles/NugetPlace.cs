using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>What NuGet, MSBuild and the compilers take up of a package by themselves, by the kind of place, whatever framework it is for: another framework's copy does nothing that the first does not.</summary>
internal static class NugetPlace
{
    /// <summary>Files of MSBuild. Wherever they are, those that are taken up may load them.</summary>
    public const string Build = "build/*";

    private const string Analyzers = "analyzers/*";

    /// <summary>The sign of those who signed a package, which the registry adds: no part of what was built.</summary>
    public const string Signature = ".signature.p7s";

    private static readonly string[] BuildFolders = ["build", "buildtransitive", "buildmultitargeting", "buildcrosstargeting", "sdk"];

    /// <summary>Null for what is not taken up.</summary>
    /// <param name="path">In the package.</param>
    public static string? Of(string path)
    {
        if (path.IndexOf('/') is not (> 0 and var slash))
            return null;
        var (first, name) = (path[..slash].ToLowerInvariant(), PathPattern.NameOf(path).ToLowerInvariant());
        if (Array.IndexOf(BuildFolders, first) >= 0)
            return IsBuildFile(name) ? Build : null;
        return first switch
        {
            "tools" when name is "init.ps1" or "install.ps1" or "uninstall.ps1" && IsOfFrameworks(path.AsSpan()[(slash + 1)..]) => "tools/" + name,
            "analyzers" when name.EndsWith(".dll", StringComparison.Ordinal) && !name.EndsWith(".resources.dll", StringComparison.Ordinal) => Analyzers,
            _ => null,
        };
    }

    public static bool IsBuildFile(string name) => name.EndsWith(".targets", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".props", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether nothing but folders of frameworks is before the name.</summary>
    private static bool IsOfFrameworks(ReadOnlySpan<char> path)
    {
        while (path.IndexOf('/') is >= 0 and var slash)
        {
            if (!FrameworkName.Is(path[..slash].ToString()))
                return false;
            path = path[(slash + 1)..];
        }

        return true;
    }
}
