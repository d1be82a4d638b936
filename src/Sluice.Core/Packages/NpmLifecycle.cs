namespace Sluice.Packages;

/// <summary>The names that npm gives to scripts it runs by itself ("scripts", life cycle of npm install).</summary>
internal static class NpmLifecycle
{
    /// <summary>Run where a package is installed from a registry, in this order.</summary>
    public static IReadOnlyList<string> OnInstallation { get; } = ["preinstall", "install", "postinstall"];
}
